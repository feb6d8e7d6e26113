import { expect, test } from "vitest";
import { logistic, logOdds, score } from "#retrieval/ranking/linear-model.ts";

test.each([
  [[], [], 0],
  [[2], [3], 6],
  [[1, 0, -2], [0.5, 9, 2], -3.5],
])("%j by the weights %j scores %f", (features, weights, expected) => {
  expect(score(features, weights)).toBe(expected);
});

test("log odds are the score and the bias", () => {
  expect(logOdds([1, 2], { weights: [3, 4], bias: -10 })).toBe(1);
});

test.each([
  [0, 0.5],
  [Math.log(3), 0.75],
  [-Math.log(3), 0.25],
  [1000, 1],
  [-1000, 0],
])("log odds of %f are a probability of %f", (odds, probability) => {
  expect(logistic(odds)).toBeCloseTo(probability);
});
