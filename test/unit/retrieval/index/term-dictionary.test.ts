import { expect, test } from "vitest";
import { createIds, hasTellingPrefix, prefixOf } from "#retrieval/index/term-dictionary.ts";

test("a string keeps the id that it got first", () => {
  const { idOf, strings } = createIds();
  expect(["a", "b", "a", "", "b", "constructor"].map(idOf)).toEqual([0, 1, 0, 2, 1, 3]);
  expect(strings).toEqual(["a", "b", "", "constructor"]);
});

test.each([
  ["invad", "inva", true],
  ["invas", "inva", true],
  ["war", "war", false],
  ["2021", "2021", false],
  ["@irgc", "@irg", false],
])("the prefix of %s is %s; it relates words: %s", (stem, prefix, isTelling) => {
  expect(prefixOf(stem)).toBe(prefix);
  expect(hasTellingPrefix(stem)).toBe(isTelling);
});
