import fc from "fast-check";
import { expect, test } from "vitest";
import { areCompatible, BOUNDARY, hasSameWords, normalize, wordsOf } from "#verification/normalized-text.ts";

// A word a bar: what the text is reduced to.
test.each([
  ["Iran's parliament", "irans|parliament"],
  ["IRAN\u2019S  parliament", "irans|parliament"],
  ["\u201CRed line,\u201D he said.", "red|line|he|said"],
  ["1,200 men", "1200|men"],
  ["1,2,3", "1|2|3"],
  ["3.5 million", "3.5|million"],
  ["700km", "700|km"],
  ["1\u20132 October", "1|2|october"],
  ["5%", "5|%"],
  ["$12", "$|12"],
  ["-5 degrees", "-|5|degrees"],
  ["\u22125 degrees", "-|5|degrees"],
  ["1-5", "1|5"],
  ["p < .05", "p|<|05"],
  ["5 \u00D7 10", "5|\u00D7|10"],
  ["either|or", "either|or"],
  ["\uFB01nd", "find"],
  ["\uFF26ull", "full"],
  ["10\u00B2", "10\u00B2"],
  ["1\u00BD", "1\u00BD"],
  ["caf\u00E9", "caf\u00E9"],
  ["Chal- lenger", "chal|lenger"],
  ["parlia\u00ADment", "parliament"],
  ["any\u200B change", "any|change"],
  ["\u4E2D\u56FD", "\u4E2D|\u56FD"],
  ["", ""],
  ["... \u2014 \u2026", ""],
])("the words of %j are %s", (text, words) => {
  expect(
    wordsOf(normalize(text))
      .map((word) => word.text)
      .join("|"),
  ).toBe(words);
});

test.each([
  ["a b", "required"],
  ["a-b", "optional"],
  ["a - b", "optional"],
  ["a/b", "optional"],
  ["a,b", "optional"],
  ["a, b", "required"],
  ["a1", "optional"],
  ["a 1", "optional"],
  ["1-2", "required"],
  ["1 2", "required"],
] as const)("the boundary inside %j is %s", (text, boundary) => {
  expect(normalize(text).boundaries).toEqual([BOUNDARY.required, BOUNDARY[boundary]]);
});

test.each([
  ["none", "none", true],
  ["none", "optional", true],
  ["optional", "required", true],
  ["required", "required", true],
  ["none", "required", false],
] as const)("a boundary that is %s here and %s there: compatible is %s", (one, other, compatible) => {
  expect(areCompatible(BOUNDARY[one], BOUNDARY[other])).toBe(compatible);
  expect(areCompatible(BOUNDARY[other], BOUNDARY[one])).toBe(compatible);
});

test.each([
  ["co-operation", "cooperation", true],
  ["co-operation", "co operation", true],
  ["now here", "nowhere", false],
  ["1-2 weeks", "12 weeks", false],
  ["1-2 weeks", "1\u20132 weeks", true],
  ["red line", "Red, line!", true],
  ["red line", "red lines", false],
  ["5", "-5", false],
])("%j and %j: the same words is %s", (one, other, same) => {
  expect(hasSameWords(normalize(one), normalize(other))).toBe(same);
  expect(hasSameWords(normalize(other), normalize(one))).toBe(same);
});

test("the span of a word is where it was printed, marks and commas included", () => {
  const text = "\u201CThe 1,200 caf\u0065\u0301s\u201D";
  const printed = wordsOf(normalize(text)).map(({ start, end }) => text.slice(start, end));
  expect(printed).toEqual(["The", "1,200", "caf\u0065\u0301s"]);
});

test("an Arabic mark that is printed alone gives the mark, without the space that Unicode puts below it", () => {
  expect(normalize("\uFC5E").text).toBe("\u064C\u0651");
});

test("every unit has a start, an end and a boundary, in order, for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (original) => {
      const { text, starts, ends, boundaries } = normalize(original);
      expect([starts.length, ends.length, boundaries.length]).toEqual([
        text.length,
        text.length,
        text.length,
      ]);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      expect(starts.every((start, i) => start < (ends[i] ?? 0))).toBe(true);
      expect(text).not.toMatch(/\s/u);
    }),
  );
});
