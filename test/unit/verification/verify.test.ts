import fc from "fast-check";
import { expect, test } from "vitest";
import { alsoIn, matchOf } from "#domain/quotation-check.ts";
import { paragraphsOf } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { createVerify } from "#verification/verify.ts";

const { library } = await loadFolder("knowledge");
const verify = createVerify(library);
const paragraphs = library.reports.flatMap(paragraphsOf);

const verifyIn = (...sources: readonly string[]) => {
  const reports = sources.map((source, i) => {
    const { report } = parseReport(`r${i + 1}.md`, source);
    if (report === undefined) throw new Error("must be sound");
    return report;
  });
  return createVerify({ reports, aliases: [] });
};

test("whole words of a paragraph, letter for letter, are exact, and the match is these words", async () => {
  const words = paragraphs.map(({ text }) =>
    Array.from(text.matchAll(/\S+/gu), ({ 0: word, index }) => ({ index, end: index + word.length })),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.nat(paragraphs.length - 1),
      fc.nat(),
      fc.integer({ min: 5, max: 40 }),
      async (which, from, length) => {
        const [paragraph, own] = [paragraphs[which]!, words[which]!];
        const first = from % Math.max(1, own.length - length);
        const quotation = paragraph.text.slice(
          own[first]!.index,
          own[Math.min(own.length, first + length) - 1]!.end,
        );
        const check = await verify(quotation);
        const match = matchOf(check);
        expect(check.verdict).toBe("exact");
        expect(match?.paragraph.text.slice(match.span.start, match.span.end)).toBe(quotation);
      },
    ),
  );
});

test.each([
  ["curly for straight marks", "Iran\u2019s parliament indicated that any change in the borders"],
  ["another case", "IRAN'S PARLIAMENT INDICATED that any change in the borders"],
  ["a comma more", "Iran's parliament indicated, that any change in the borders,"],
  ["another dash", "on 1\u20132 October - followed by a force buildup"],
  ["white space and line breaks", "Iran's  parliament\nindicated that any change in the borders"],
  ["a space before the unit", "share a 700 km border, part of which had been"],
  [
    "soft hyphens and zero-width marks",
    "Iran's parlia\u00ADment indicated that any\u200B change in the borders",
  ],
])("%s is the same words", async (_, quotation) => {
  expect((await verify(quotation)).verdict).toBe("same-words");
});

test.each([
  ["negation", "We certainly will tolerate geopolitical change and map change", "not", ""],
  ["negation", "the conflict is likely to erupt into an overt military clash", "unlikely", "likely"],
  ["number", "share a 500km border, part of which had been", "700", "500"],
  ["number", "Iran is looking to expand this to $12 billion in the near term", "1.2", "12"],
  ["hedge", "Tensions certainly will remain high and the conflict", "almost", ""],
  ["name", "Iran would fear intervention by Russia in support of Azerbaijan", "Turkey", "Russia"],
  [
    "words",
    "Iran's parliament indicated that any shift in the borders would be a red line",
    "change",
    "shift",
  ],
])("a changed %s is altered and classified: %s", async (kind, quotation, report, typed) => {
  const check = await verify(quotation);
  if (check.verdict !== "altered") throw new Error(check.verdict);
  const { text } = check.closest.paragraph;
  const words = check.differences.map((difference) => ({
    kind: difference.kind,
    report: text.slice(difference.report.start, difference.report.end),
    typed: quotation.slice(difference.quotation.start, difference.quotation.end),
  }));
  expect(words).toEqual([{ kind, report, typed }]);
});

test("a decimal point is part of a number, a comma between thousands is not", async () => {
  const check = verifyIn("# A\n\nThe loss was 1,200 men and 3.5 million dollars in 1-2 weeks.");
  expect((await check("The loss was 1200 men and 3.5 million dollars")).verdict).toBe("same-words");
  expect((await check("The loss was 1,200 men and 35 million dollars")).verdict).toBe("altered");
  expect((await check("The loss was 1,200 men and 3,5 million dollars")).verdict).toBe("altered");
  expect((await check("and 3.5 million dollars in 1\u20132 weeks")).verdict).toBe("same-words");
  expect((await check("and 3.5 million dollars in 12 weeks")).verdict).toBe("altered");
});

test("a mathematical symbol is not punctuation: reversing it changes a number", async () => {
  const check = verifyIn("# A\n\nThe effect was significant at p < 0.05 with n \u2265 30 \u00D7 10 men.");
  expect((await check("The effect was significant at p<0.05 with n\u226530")).verdict).toBe("same-words");
  for (const typed of [
    "at p > 0.05 with n \u2265 30",
    "at p 0.05 with n \u2265 30",
    "at p < 0.05 with n \u2264 30",
  ])
    expect(await check(`The effect was significant ${typed}`)).toMatchObject({
      verdict: "altered",
      differences: [{ kind: "number" }],
    });
});

test("a word hyphenated at a line end is the same word, but two words are not one", async () => {
  const check = verifyIn("# A\n\nThe Chal- lenger accident is now here to stay \u2014 for long.");
  expect((await check("The Challenger accident is now here to stay")).verdict).toBe("same-words");
  expect((await check("here to stay-for long and the Chal- lenger")).verdict).not.toBe("exact");
  expect((await check("is now here to stay-for long")).verdict).toBe("same-words");
  expect((await check("The Chal- lenger accident is nowhere to stay")).verdict).toBe("altered");
  expect((await check("he Chal- lenger accident is now here")).verdict).toBe("altered");
});

test.each([
  ["the conflict is unlikely to erupt \u2026 Iran would fear intervention", "exact"],
  ["the conflict is unlikely to erupt [...] Iran would fear intervention", "exact"],
  ["\u2026 is unlikely to erupt into an overt military clash ...", "exact"],
  ["The conflict is unlikely to erupt (\u2026) Iran would fear intervention", "same-words"],
  ["Iran would fear intervention \u2026 the conflict is unlikely to erupt", "altered"],
  ["Iran and Azerbaijan share a 700km border \u2026 Iran would fear intervention by Turkey", "altered"],
  ["the conflict is likely to erupt \u2026 Iran would fear intervention by Turkey", "altered"],
])(
  "an ellipsis joins words that follow each other in one paragraph: %s is %s",
  async (quotation, verdict) => {
    expect((await verify(quotation)).verdict).toBe(verdict);
  },
);

test("three dots of the report's own are quoted exactly", async () => {
  expect((await verify("geopolitical change and map change in the Caucasus...")).verdict).toBe("exact");
  expect((await verify("exercise, stating ...\u201Dwhy now, and")).verdict).toBe("exact");
  expect((await verify("exercise, stating \u2026 borders, and")).verdict).toBe("too-short");
  const check = verifyIn("# A\n\nHe waited ... and then he left the room.");
  expect((await check("He waited ... and then he left")).verdict).toBe("exact");
});

test("every report with the words is named", async () => {
  const check = verifyIn(
    "# A\n\nOtters eat crayfish at night.",
    "# B\n\nOtters eat crayfish at night.",
    "# C\n\nNothing.",
  );
  const found = await check("Otters eat crayfish at night");
  expect(matchOf(found)?.paragraph.report).toBe("r1");
  expect(alsoIn(found).map(({ report }) => report)).toEqual(["r2"]);
});

test("of two sentences that differ in punctuation the closer one is named", async () => {
  const check = verifyIn(
    "# A\n\nAs a result, NASA is reviewing the design of the shuttle in full.\n\nAs a result NASA is reviewing the design of the shuttle in full.",
  );
  const near = await check("As a result NASA is reviewing the colour of the shuttle in full.");
  expect(matchOf(near)?.paragraph.ordinal).toBe(2);
});

test.each(["", "   ", "...", "\u201C\u201D", "red line", "of the of"])(
  "%j is too short to check",
  async (quotation) => {
    expect((await verify(quotation)).verdict).toBe("too-short");
  },
);

test.each(["The quick brown fox jumps over the lazy dog", "to be or not to be, that is the question"])(
  "%j is not in the reports",
  async (quotation) => {
    expect((await verify(quotation)).verdict).toBe("not-in-reports");
  },
);

test("any text can be checked", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 400 }), async (typed) => {
      expect((await verify(typed)).quotation).toBe(typed.trim());
    }),
  );
});
