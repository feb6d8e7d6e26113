import { expect, test } from "vitest";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { createAliasMatcher } from "#retrieval/analysis/alias-matcher.ts";
import { createForwardIndex } from "#retrieval/index/forward-index.ts";
import { createVocabulary, skeletonOf } from "#retrieval/index/vocabulary.ts";
import { buildParagraph, buildReport } from "#test/support/report-builder.ts";

async function indexOf(text: string) {
  const matchAliases = await createAliasMatcher([], ONE_SLICE);
  return createForwardIndex(buildReport([]), [buildParagraph([text])], { matchAliases, slices: ONE_SLICE });
}

const vocabulary = await createVocabulary(
  [
    await indexOf("The Border, a border: Huseyniyyun fought; Fakhrizadeh left."),
    await indexOf("Borders and Huseyniyyun; the zebra."),
  ],
  ONE_SLICE,
);

function near(word: string, edits: number): string[] {
  return [...vocabulary.near(word, edits)].map(({ folded }) => folded);
}

test("a word counts over all reports; it is a name if it is always capitalized", () => {
  const [border] = vocabulary.near("border", 0);
  expect(border).toEqual({ folded: "border", count: 2, printed: "Border", isName: false });
  const [name] = vocabulary.soundingLike("huseyniyyun");
  expect(name).toEqual({ folded: "huseyniyyun", count: 2, printed: "Huseyniyyun", isName: true });
});

test.each([
  ["bordr", 1, "border"],
  ["bodrer", 1, "border"],
  ["border", 1, "borders"],
  ["zehra", 1, "zebra"],
])("near %s within %i: %s", (typed, edits, word) => {
  expect(near(typed, edits)).toContain(word);
});

test.each([
  ["bor", 1, "border"],
  ["zebra", 1, "border"],
])("not near %s within %i: %s", (typed, edits, word) => {
  expect(near(typed, edits)).not.toContain(word);
});

test.each([
  ["hussainiyoun", ["Huseyniyyun"]],
  ["fakhrizade", []],
  ["fakhryzadh", ["Fakhrizadeh"]],
  ["zobra", []],
])("names that sound like %s: %j", (typed, names) => {
  expect(vocabulary.soundingLike(typed).map(({ printed }) => printed)).toEqual(names);
});

test.each([
  ["huseyniyyun", "hsnn"],
  ["husseini", "hsn"],
  ["khaybar", "khbr"],
  ["aeiouy", ""],
])("the skeleton of %s is %j", (word, skeleton) => {
  expect(skeletonOf(word)).toBe(skeleton);
});
