import { expect, test } from "vitest";
import { measureRanking, percentile } from "./measures.ts";

const grades = new Map([
  ["a", 2],
  ["b", 1],
]);

test("the ideal order scores 1 in every measure", () => {
  expect(measureRanking(["a", "b", "x"], grades)).toEqual({ rightFirst: 1, mrr: 1, ndcg: 1, recall: 1 });
});

test("what comes later counts less, and a higher grade more", () => {
  const { rightFirst, mrr, ndcg, recall } = measureRanking(["x", "b", "y", "a"], grades);
  expect({ rightFirst, mrr, recall }).toEqual({ rightFirst: 0, mrr: 0.5, recall: 1 });
  // (1 / log2 3 + 2 / log2 5) / (2 / log2 2 + 1 / log2 3)
  expect(ndcg).toBeCloseTo(0.567, 3);
});

test("beyond the tenth place nothing counts", () => {
  const ten = Array.from({ length: 10 }, (_, at) => `x${at}`);
  expect(measureRanking([...ten, "a"], grades)).toEqual({ rightFirst: 0, mrr: 0, ndcg: 0, recall: 0 });
});

test("a percentile is one of the values", () => {
  expect(percentile([3, 1, 2], 0.5)).toBe(2);
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(2);
  expect(percentile([5], 0.99)).toBe(5);
});
