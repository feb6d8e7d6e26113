// The quotations of a whole draft: what stands in the reports is never called absent, and what cannot be checked is not either.
import { expect, test } from "vitest";
import { paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { createVerify } from "#verification/verify.ts";
import { verifyDraft } from "#verification/verify-text.ts";

const { library } = await loadFolder("knowledge");
const verify = createVerify(library);
const check = (...texts: readonly string[]) =>
  verifyDraft(
    texts.map((text, i) => ({ text, isQuotation: false, place: `line ${i + 1}` })),
    verify,
  );

test("quotations are checked one by one, each with its place; the words around them are the writer's own", async () => {
  const { checks, notChecked } = await check(
    "It says “Iran would fear intervention by Turkey” and ‘the conflict is likely to erupt into an overt military clash’.",
    "“this sentence is in none of the reports that were loaded”",
  );
  expect(checks.map(({ place, check: { verdict } }) => [place, verdict])).toEqual([
    ["line 1", "exact"],
    ["line 1", "altered"],
    ["line 2", "not-in-reports"],
  ]);
  expect(notChecked).toEqual([]);
});

test("a block quotation is checked as a whole", async () => {
  const block = { text: "Iran would fear intervention by Turkey", isQuotation: true, place: "line 1" };
  expect((await verifyDraft([block], verify)).checks).toMatchObject([{ check: { verdict: "exact" } }]);
});

test.each([
  ["the so-called “hot border” is closed", "too-short"],
  ["« il fait beau et nous allons bien merci »", "another-language"],
  ["„wir haben heute leider keine Zeit mehr gehabt“", "another-language"],
])("%s is not checked, with the reason, and not called absent", async (text, reason) => {
  expect(await check(text)).toMatchObject({ checks: [], notChecked: [{ reason }] });
});

test("a text without quotations has none", async () => {
  expect(await check("Nothing is quoted here.", "")).toEqual({ checks: [], notChecked: [] });
});

test("of 200 quotations made from the report all have the right verdict: sound, clipped, altered and foreign ones", async () => {
  const sentences = library.reports
    .flatMap(paragraphsOf)
    .flatMap(({ text, sentences: spans }) => spans.map(({ start, end }) => text.slice(start, end)))
    .filter((sentence) => sentence.split(" ").length >= 10 && !/["“”]/u.test(sentence))
    .slice(0, 50);
  expect(sentences).toHaveLength(50);
  const words = sentences.map((sentence) => sentence.split(" "));
  const made = {
    sound: sentences,
    clipped: words.map((some) => some.slice(2, -2).join(" ")),
    altered: words.map((some) => some.with(some.length >> 1, "pineapples").join(" ")),
    foreign: sentences.map((_, i) => `nous avons trouvé ${i} autres exemples dans ce pays lointain`),
  };
  for (const [kind, quotations] of Object.entries(made)) {
    const { checks, notChecked } = await check(
      ...quotations.map((quotation) => `It says “${quotation}” here.`),
    );
    const verdicts = new Set(checks.map((one) => one.check.verdict));
    if (kind === "foreign") expect([checks.length, notChecked.length]).toEqual([0, 50]);
    else {
      expect(notChecked).toEqual([]);
      expect(
        [...verdicts].filter((one) => (one === "altered") !== (kind === "altered")),
        kind,
      ).toEqual([]);
      expect(checks).toHaveLength(50);
    }
  }
});
