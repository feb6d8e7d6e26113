// Features are known by their names: their order decides nothing.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ANSWERABILITY_FEATURES } from "#retrieval/ranking/answerability-features.ts";
import { createFeatureSet, type FeatureSet } from "#retrieval/ranking/feature-set.ts";
import { learnedModel } from "#retrieval/ranking/learned-weights.ts";
import { score } from "#retrieval/ranking/linear-model.ts";
import { PARAGRAPH_FEATURES } from "#retrieval/ranking/paragraph-features.ts";
import { SENTENCE_FEATURES } from "#retrieval/ranking/sentence-features.ts";
import answerabilityWeights from "#retrieval/ranking/weights/answerability.json" with { type: "json" };
import paragraphWeights from "#retrieval/ranking/weights/paragraph.json" with { type: "json" };
import sentenceWeights from "#retrieval/ranking/weights/sentence.json" with { type: "json" };

test("a vector has a place for each name, and weights come in the same order", () => {
  const features = createFeatureSet({ coverage: 1, prefix: 2 });
  expect(features.names).toEqual(["coverage", "prefix"]);
  expect(features.index).toEqual({ coverage: 0, prefix: 1 });
  expect(features.weightsOf({ prefix: 5, coverage: 4 })).toEqual([4, 5]);
});

test("a feature that was not assigned makes every score NaN", () => {
  const features = createFeatureSet({ coverage: 1, prefix: 2 });
  const vector = features.createVector();
  vector[features.index.coverage] = 1;
  expect(score(vector, features.weightsOf({ coverage: 1, prefix: 0 }))).toBeNaN();
});

function scoreByName(
  features: FeatureSet<string>,
  values: Record<string, number>,
  weights: Record<string, number>,
) {
  const vector = features.createVector();
  for (const [name, value] of Object.entries(values)) vector[features.index[name]!] = value;
  return score(vector, features.weightsOf(weights));
}

test.each<[string, Record<string, number>]>([
  ["sentence", sentenceWeights.weights],
  ["paragraph", paragraphWeights.weights],
  ["answerability", answerabilityWeights.answerable],
])("swapping two entries of the %s features changes no score", (_, weights) => {
  const names = Object.keys(weights);
  const place = fc.nat(names.length - 1);
  const value = fc.double({ min: -10, max: 10, noNaN: true });
  const values = fc.array(value, { minLength: names.length, maxLength: names.length });
  fc.assert(
    fc.property(place, place, values, (one, other, given) => {
      const swapped = [...names];
      [swapped[one], swapped[other]] = [names[other]!, names[one]!];
      const byName = Object.fromEntries(names.map((name, i) => [name, given[i]!]));
      const before = createFeatureSet(weights);
      const after = createFeatureSet(Object.fromEntries(swapped.map((name) => [name, 0])));
      expect(scoreByName(after, byName, weights)).toBeCloseTo(scoreByName(before, byName, weights), 8);
    }),
  );
});

test("each weight of the learned model is the one that its file has under the feature's name", () => {
  const named = (features: FeatureSet<string>, weights: readonly number[]) =>
    Object.fromEntries(features.names.map((name, i) => [name, weights[i]]));
  expect(named(SENTENCE_FEATURES, learnedModel.sentence)).toEqual(sentenceWeights.weights);
  expect(named(PARAGRAPH_FEATURES, learnedModel.paragraph)).toEqual(paragraphWeights.weights);
  for (const odds of ["answerable", "right"] as const) {
    const { weights, bias } = learnedModel[odds];
    expect({ ...named(ANSWERABILITY_FEATURES, weights), bias }).toEqual(answerabilityWeights[odds]);
  }
});
