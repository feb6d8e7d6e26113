import fc from "fast-check";
import { expect, test } from "vitest";
import type { SourceBlock } from "#reports/parse/markdown.ts";
import { assignNumbers } from "#reports/parse/numbering.ts";

const blocksOf = (texts: readonly string[]): readonly SourceBlock[] =>
  texts.map((text, i) => ({ kind: "paragraph", text, line: i + 1 }));
const numbered = (texts: readonly string[]) =>
  assignNumbers(blocksOf(texts)).map(({ number, text }) =>
    number === undefined ? text : `#${number} ${text}`,
  );

test.each([
  ["a rising sequence", ["1. A b", "2. C d", "3. E f"], ["#1 A b", "#2 C d", "#3 E f"]],
  ["one with gaps", ["12) A b", "15) C d", "18) E f"], ["#12 A b", "#15 C d", "#18 E f"]],
  ["chapters and paragraphs", ["1.9 The", "1.10 The", "2.1 The"], ["#1.9 The", "#1.10 The", "#2.1 The"]],
  ["fewer than three numbers", ["1. A b", "2. C d", "E f"], ["1. A b", "2. C d", "E f"]],
  [
    "a number that does not rise",
    ["1. A b", "2. C d", "3. E f", "1. G"],
    ["#1 A b", "#2 C d", "#3 E f", "1. G"],
  ],
  ["figures", ["40 percent", "1. A b", "2. C d", "3. E f"], ["40 percent", "#1 A b", "#2 C d", "#3 E f"]],
  [
    "too few of the words",
    ["1. A", "2. B", "3. C", "There are many more words outside the list than inside of it."],
    ["1. A", "2. B", "3. C", "There are many more words outside the list than inside of it."],
  ],
  [
    "the first of two paragraphs with one number",
    ["1. A b", "2. C d", "2. E f", "3. G h"],
    ["#1 A b", "#2 C d", "2. E f", "#3 G h"],
  ],
  [
    "the sequence with more words, not the longer one",
    ["5. A b c d e f g h", "1. A", "2. B", "6. A b c d e f g h", "3. C", "4. D", "7. A b c d e f g h"],
    ["#5 A b c d e f g h", "1. A", "2. B", "#6 A b c d e f g h", "3. C", "4. D", "#7 A b c d e f g h"],
  ],
])("%s", (_, texts, shown) => {
  expect(numbered(texts)).toEqual(shown);
});

test("no rising sequence has more words than the one that is used", () => {
  const block = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5 }));
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 10 }), (blocks) => {
      const weights: number[] = [];
      for (const [number, words] of blocks) {
        const before = weights.filter((_, i) => (blocks[i]?.[0] ?? 0) < number);
        weights.push(words + Math.max(0, ...before));
      }
      const used = assignNumbers(
        blocksOf(blocks.map(([number, words]) => `${number}. ${Array(words).fill("a").join(" ")}`)),
      ).filter(({ number }) => number !== undefined);
      const words = used.reduce((sum, { text }) => sum + text.split(" ").length, 0);
      if (used.length > 0) expect(words).toBe(Math.max(...weights));
      const numbers = used.map(({ number }) => Number(number));
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    }),
  );
});

// Comparing all pairs would take minutes.
test("a file with 60,000 numbers is numbered within the time limit", () => {
  const texts = Array.from({ length: 30_000 }, (_, i) => [
    `${Math.floor(i / 1000)}.${i % 1000}. A b`,
    "0. C",
  ]).flat();
  const count = assignNumbers(blocksOf(texts)).filter(({ number }) => number !== undefined).length;
  expect(count).toBe(30_000);
});
