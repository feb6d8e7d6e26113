import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance } from "#text/edit-distance.ts";

test.each([
  ["", "", 0],
  ["london", "london", 0],
  ["", "abc", 3],
  ["lndon", "london", 1],
  ["londdon", "london", 1],
  ["lomdon", "london", 1],
  ["lodnon", "london", 2],
  ["kitten", "sitting", 3],
  ["\u{1F600}", "", 1],
  ["", "\u{1F600}", 1],
  ["a\u{1F600}", "ab", 1],
])("from %j to %j it is %i", (one, other, distance) => {
  expect(editDistance(one, other)).toBe(distance);
  expect(editDistance(other, one)).toBe(distance);
});

test("it is a metric", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    }),
  );
});
