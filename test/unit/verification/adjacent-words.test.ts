// What a quotation cuts off at its edges: a "not" or an "almost" just outside it.
import { expect, test } from "vitest";
import { libraryOf } from "#test/support/library.ts";
import { createVerify } from "#verification/verify.ts";

const verify = createVerify(
  libraryOf([
    "The council will almost certainly close the old quay in the autumn of this year.",
    "The ferry did not sink in the storm of that winter. Perhaps. The crew was saved by fishermen, reportedly.",
    "The mayor is unlikely to pay for a new bridge over the sound.",
    "The minister said that the treaty is not dead and that the talks will go on.",
  ]),
);

async function adjacentTo(quotation: string) {
  const check = await verify(quotation);
  if (check.verdict !== "exact" && check.verdict !== "same-words") return check.verdict;
  const { text } = check.match.paragraph;
  const words = (span?: Readonly<{ start: number; end: number }>) => span && text.slice(span.start, span.end);
  return [check.verdict, words(check.adjacent?.before), words(check.adjacent?.after)];
}

test.each([
  ["certainly close the old quay in the autumn", ["exact", "almost", undefined]],
  ["almost certainly close the old quay in the autumn", ["exact", undefined, undefined]],
  ["sink in the storm of that winter", ["exact", "not", undefined]],
  ["Sink in the storm of that winter", ["same-words", "not", undefined]],
  ["to pay for a new bridge over the sound", ["exact", "unlikely", undefined]],
  ["The minister said that the treaty is", ["exact", undefined, "not"]],
  ["The crew was saved by fishermen", ["exact", undefined, "reportedly"]],
  ["dead and that the talks will go on", ["exact", "not", undefined]],
])("%s: %j", async (quotation, adjacent) => {
  expect(await adjacentTo(quotation)).toEqual(adjacent);
});

test("a word of another sentence is nothing that was cut off", async () => {
  expect(await adjacentTo("The ferry did not sink in the storm of that winter")).toEqual([
    "exact",
    undefined,
    undefined,
  ]);
});

test.each([
  ["likely to pay for a new bridge over the sound", "negation", "unlikely", "likely"],
  ["the treaty is never dead and that the talks will go on", "negation", "not", "never"],
  ["surely, to pay for a new bridge over the sound", "hedge", "", "surely"],
])("%s: %s, %j in the report, %j in the quotation", async (quotation, kind, printed, quoted) => {
  const check = await verify(quotation);
  if (check.verdict !== "altered") throw new Error(check.verdict);
  const [difference] = check.differences;
  const { report, quotation: written } = difference ?? { report: { start: 0, end: 0 } };
  expect([
    difference?.kind,
    check.closest.paragraph.text.slice(report.start, report.end),
    quotation.slice(written?.start, written?.end),
  ]).toEqual([kind, printed, quoted]);
});

test("an inverted word belongs to the passage that is shown", async () => {
  const check = await verify("likely to pay for a new bridge over the sound");
  if (check.verdict !== "altered") throw new Error(check.verdict);
  const { paragraph, span } = check.closest;
  expect(paragraph.text.slice(span.start, span.end)).toBe("unlikely to pay for a new bridge over the sound");
});
