import { expect, test } from "vitest";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { createAliasMatcher } from "#retrieval/analysis/alias-matcher.ts";
import { ESTIMATE, NAME, NUMBER, PLACE, STATEMENT } from "#retrieval/analysis/annotations.ts";
import { createForwardIndex } from "#retrieval/index/forward-index.ts";
import { buildParagraph, buildReport } from "#test/support/report-builder.ts";

const paragraphs = [
  buildParagraph(["The otters swam.", "An Otter might swim in Baku."], { section: "Rivers" }),
  buildParagraph(["Pasdaran: 12 boats."], { section: "Rivers" }),
  buildParagraph(["Otters."], { section: "Boats" }),
];
const index = await createForwardIndex(buildReport([], { title: "Wildlife" }), paragraphs, {
  matchAliases: await createAliasMatcher([["IRGC", "Pasdaran"]], ONE_SLICE),
  slices: ONE_SLICE,
});

/** The words of a sentence, counted from 0 over all paragraphs. */
function wordsOf(sentence: number): string[] {
  const { tokens, sentenceOffsets, words } = index;
  return Array.from(
    tokens.subarray(sentenceOffsets[sentence], sentenceOffsets[sentence + 1]),
    (word) => words[word] ?? "",
  );
}

test("content words are kept sentence by sentence, paragraph by paragraph", () => {
  expect([0, 1, 2, 3].map(wordsOf)).toEqual([
    ["otters", "swam"],
    ["otter", "swim", "baku"],
    ["pasdaran", "12", "boats"],
    ["otters"],
  ]);
  expect([...index.paragraphOffsets]).toEqual([0, 2, 3, 4]);
});

test.each([
  ["otters", "otter", "otters", 2, 0],
  ["otter", "otter", "Otter", 1, 1],
  ["swam", "swim", "swam", 1, 0],
  ["baku", "baku", "Baku", 1, 1],
])(
  "%s: stem %s, first printed as %s, %i times, always capitalized: %i",
  (word, stem, printed, count, isName) => {
    const id = index.words.indexOf(word);
    expect(index.stems[index.stemOfWord[id] ?? -1]).toBe(stem);
    expect(index.printedForms[id]).toBe(printed);
    expect(index.wordCounts[id]).toBe(count);
    expect(index.wordIsName[id]).toBe(isName);
  },
);

test("tokens and sentences have their annotations", () => {
  expect([...index.tokenAnnotations]).toEqual([0, 0, NAME, 0, NAME | PLACE, 0, NUMBER, 0, 0]);
  expect([...index.sentenceAnnotations]).toEqual([STATEMENT, STATEMENT | ESTIMATE, STATEMENT, STATEMENT]);
});

test("a token of an alias group refers to the group's key", () => {
  const [token] = index.tokenAliasKeys.filter((key) => key > 0);
  expect(index.stems[(token ?? 0) - 1]).toBe("@irgc");
});

test("without aliases in the text there is no array of keys", async () => {
  const matchAliases = await createAliasMatcher([], ONE_SLICE);
  const without = await createForwardIndex(buildReport([]), paragraphs, { matchAliases, slices: ONE_SLICE });
  expect(without.tokenAliasKeys).toHaveLength(0);
});

test("a heading is the title and the section's heading, kept once for all its paragraphs", () => {
  const { headingOfParagraph, headingOffsets, headingStems, stems } = index;
  const headings = [0, 1].map((heading) =>
    Array.from(
      headingStems.subarray(headingOffsets[heading], headingOffsets[heading + 1]),
      (stem) => stems[stem],
    ),
  );
  expect([...headingOfParagraph]).toEqual([0, 0, 1]);
  expect(headings).toEqual([
    ["wildlif", "river"],
    ["wildlif", "boat"],
  ]);
});
