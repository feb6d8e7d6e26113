// BM25 with k1 = 1.2 and b = 0.7, computed by hand.
import { expect, test } from "vitest";
import { createScorer, idf } from "#retrieval/index/bm25.ts";
import type { Postings } from "#retrieval/index/inverted-index.ts";

// Term 0 is in doc 0 once and in doc 2 three times, term 1 in doc 1 once. Docs 1 and 2 belong to one paragraph.
// The docs have 2, 4 and 6 distinct terms, 4 on average.
const postings: Postings = {
  offsets: Uint32Array.of(0, 2, 3),
  docIds: Uint32Array.of(0, 2, 1),
  termFreqs: Uint16Array.of(1, 3, 1),
  docLengths: Uint16Array.of(2, 4, 6),
  paragraphOf: Uint32Array.of(0, 1, 1),
};

test.each([
  [1, 3, 0.9808], // ln(1 + 2.5 / 1.5)
  [2, 3, 0.47], // ln(1 + 1.5 / 2.5)
  [3, 3, 0.1335], // ln(1 + 0.5 / 3.5)
])("the idf of a term in %i of %i docs is %f", (df, docCount, expected) => {
  expect(idf(df, docCount)).toBeCloseTo(expected, 4);
});

test("a score is weight × idf × (k1 + 1) × tf / (tf + k1 × (1 - b + b × length / mean length))", () => {
  const score = createScorer(postings);
  const found = score([{ term: 0, weight: 1 }], 10);
  expect(found.map(({ paragraph }) => paragraph)).toEqual([1, 0]);
  // .4700 × 2.2 × 3 / (3 + 1.2 × (.3 + .7 × 6 / 4))
  expect(found[0]?.bm25).toBeCloseTo(0.6714, 4);
  // .4700 × 2.2 × 1 / (1 + 1.2 × (.3 + .7 × 2 / 4))
  expect(found[1]?.bm25).toBeCloseTo(0.5809, 4);
});

test("a weight multiplies the score of its term", () => {
  const score = createScorer(postings);
  const [single] = score([{ term: 1, weight: 1 }], 1);
  const [double] = score([{ term: 1, weight: 2 }], 1);
  expect(double?.bm25).toBeCloseTo(2 * (single?.bm25 ?? 0), 10);
});

test("a paragraph of several docs is found once, by its best", () => {
  const score = createScorer(postings);
  const terms = [
    { term: 0, weight: 1 },
    { term: 1, weight: 1 },
  ];
  const found = score(terms, 10);
  expect(found.map(({ paragraph }) => paragraph)).toEqual([1, 0]);
  // The doc with term 1: .9808 × 2.2 × 1 / (1 + 1.2 × (.3 + .7 × 4 / 4))
  expect(found[0]?.bm25).toBeCloseTo(0.9808, 4);
});

test("equal scores are in reading order", () => {
  const same: Postings = {
    ...postings,
    offsets: Uint32Array.of(0, 3),
    docIds: Uint32Array.of(0, 1, 2),
    termFreqs: Uint16Array.of(1, 1, 1),
    docLengths: Uint16Array.of(3, 3, 3),
    paragraphOf: Uint32Array.of(0, 1, 2),
  };
  const found = createScorer(same)([{ term: 0, weight: 1 }], 2);
  expect(found.slice(0, 2).map(({ paragraph }) => paragraph)).toEqual([0, 1]);
});

test.each([
  ["no term", []],
  ["a term of no weight", [{ term: 0, weight: 0 }]],
])("%s finds nothing", (_, terms) => {
  expect(createScorer(postings)(terms, 10)).toEqual([]);
});

test("a search leaves nothing behind for the next", () => {
  const score = createScorer(postings);
  const first = score([{ term: 0, weight: 1 }], 10);
  score([{ term: 1, weight: 5 }], 10);
  expect(score([{ term: 0, weight: 1 }], 10)).toEqual(first);
});

test("beside the best come up to three paragraphs that match as much of the terms' weight, however long they are", () => {
  // Term 0 is in all docs, term 1 in the long ones 2 to 6 only.
  const long = createScorer({
    offsets: Uint32Array.of(0, 7, 12),
    docIds: Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 2, 3, 4, 5, 6),
    termFreqs: Uint16Array.of(9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
    docLengths: Uint16Array.of(2, 2, 90, 100, 110, 120, 130),
    paragraphOf: Uint32Array.of(0, 1, 2, 3, 4, 5, 6),
  });
  const terms = [
    { term: 0, weight: 20 },
    { term: 1, weight: 1 },
  ];
  const paragraphs = (limit: number) => long(terms, limit).map(({ paragraph }) => paragraph);
  expect(paragraphs(3)).toEqual([0, 1, 2, 3, 4, 5]);
  // The two best lack term 1, so others match no less than they do.
  expect(paragraphs(2)).toEqual([0, 1, 2, 3, 4]);
  expect(paragraphs(7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
