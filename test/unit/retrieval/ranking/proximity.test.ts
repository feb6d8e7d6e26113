// Which neighbouring terms of a question are near each other in a sentence.
import { expect, test } from "vitest";
import { createProximity } from "#retrieval/ranking/proximity.ts";
import { matchCase } from "./ranking-fixture.ts";

/** The share of a sentence whose matching words are given as pairs of ordinal and position. */
async function shareOf(question: string, words: readonly (readonly [ordinal: number, position: number])[]) {
  const { query } = await matchCase({ question, text: "alpha bravo charlie delta" });
  const proximity = createProximity(query);
  // What an earlier sentence left must not count.
  proximity.reset();
  proximity.add(1, 0);
  proximity.add(2, 1);
  proximity.reset();
  for (const [ordinal, position] of words) proximity.add(ordinal, position);
  return Number(proximity.share().toFixed(3));
}

test.each<[string, string, readonly (readonly [number, number])[], number]>([
  [
    "side by side, as asked",
    "alpha bravo",
    [
      [1, 0],
      [2, 1],
    ],
    1,
  ],
  [
    "in order, two words apart",
    "alpha bravo",
    [
      [1, 0],
      [2, 2],
    ],
    0.7,
  ],
  [
    "in order, three words apart",
    "alpha bravo",
    [
      [1, 0],
      [2, 3],
    ],
    0.7,
  ],
  [
    "in order, too far apart",
    "alpha bravo",
    [
      [1, 0],
      [2, 4],
    ],
    0,
  ],
  [
    "reversed",
    "alpha bravo",
    [
      [2, 0],
      [1, 1],
    ],
    0.4,
  ],
  [
    "the best of several",
    "alpha bravo",
    [
      [2, 0],
      [1, 1],
      [2, 2],
    ],
    1,
  ],
  ["one of the two alone", "alpha bravo", [[1, 0]], 0],
  [
    "the same term twice",
    "alpha bravo",
    [
      [1, 0],
      [1, 1],
    ],
    0,
  ],
  ["no matching word", "alpha bravo", [], 0],
  ["a question of one term", "alpha", [[1, 0]], 0],
  [
    "all three pairs of three terms",
    "alpha bravo charlie",
    [
      [1, 0],
      [2, 1],
      [3, 2],
    ],
    1,
  ],
  [
    "one pair of three",
    "alpha bravo charlie",
    [
      [1, 0],
      [2, 1],
    ],
    0.333,
  ],
  [
    "the pair with one between them, at its distance",
    "alpha bravo charlie",
    [
      [1, 0],
      [3, 2],
    ],
    0.333,
  ],
  [
    "the pair with one between them, closer than asked",
    "alpha bravo charlie",
    [
      [1, 0],
      [3, 1],
    ],
    0.233,
  ],
  [
    "terms with two between them are no pair",
    "alpha bravo charlie delta",
    [
      [1, 0],
      [4, 1],
    ],
    0,
  ],
])("%s", async (_, question, words, expected) => {
  expect(await shareOf(question, words)).toBe(expected);
});

test.each([
  ["red line", "It is a red line for them.", 1],
  ["red line", "A line in red.", 0.4],
  ["parliament red line", "The parliament saw no red line.", 0.333 + 0.333 * 0.7 + 0.333 * 0.7],
])("%s in %j", async (question, text, expected) => {
  const { sentences } = await matchCase({ question, text });
  expect(sentences[0]?.adjacency).toBeCloseTo(expected, 2);
});
