import fc from "fast-check";
import { expect, test } from "vitest";
import { CUT, truncate, truncateAtWord } from "#text/truncate.ts";

test.each([
  ["one two three", 13, "one two three"],
  ["one two three", 12, "one two [\u2026]"],
  ["one two three", 10, "one [\u2026]"],
  ["onetwothree", 10, "onetwo [\u2026]"],
  ["one\ntwo three", 12, "one\ntwo [\u2026]"],
  ["\u{1F600}\u{1F600}\u{1F600}\u{1F600}", 7, "\u{1F600} [\u2026]"],
  ["one two", 4, ""],
  ["one two", 0, ""],
  ["", 0, ""],
])("%j in %i characters is %j", (text, max, truncated) => {
  expect(truncate(text, max)).toBe(truncated);
});

test.each([
  ["one two three", 13, "one two three"],
  ["one two three", 12, "one two"],
  ["one two three", 7, "one"],
  ["onetwothree", 6, "onetwo"],
  ["a\u{1F600}", 2, "a\uFFFD"],
])("the first words of %j in %i characters are %j", (text, max, truncated) => {
  expect(truncateAtWord(text, max)).toBe(truncated);
});

test("whatever the text, the bound holds, no character is split and a cut is marked", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), fc.nat(40), (text, max) => {
      const truncated = truncate(text, max);
      expect(truncated.length).toBeLessThanOrEqual(max);
      expect(truncated.isWellFormed()).toBe(true);
      if (truncated !== text && truncated !== "") expect(truncated.endsWith(` ${CUT}`)).toBe(true);
      expect(truncateAtWord(text, max).length).toBeLessThanOrEqual(max);
    }),
  );
});
