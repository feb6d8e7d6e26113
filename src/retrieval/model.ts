// The learned numbers, from the files in weights/: made by `npm run train`, never by hand.
import { PARAGRAPH_FEATURES, SENTENCE_FEATURES } from "./features.ts";
import { JUDGE_FEATURES } from "./judge-features.ts";
import askingWords from "./weights/asking-words.json" with { type: "json" };
import judgeWeights from "./weights/judge.json" with { type: "json" };
import paragraphWeights from "./weights/paragraph.json" with { type: "json" };
import sentenceWeights from "./weights/sentence.json" with { type: "json" };

/** Weights in the order of the features. */
export type Weights = readonly number[];

export type Model = Readonly<{
  /** What the weight of a word (by its stem) is multiplied by: below 1 for words that ask rather than name. */
  askingFactor(stem: string): number;
  paragraph: Weights;
  sentence: Weights;
  /** The odds that the reports answer, and that the marked sentence does: logistic, the last weight stands alone. */
  answerable: Weights;
  right: Weights;
  /** What the score of `answerable` must reach: keeps 95 % of the answerable questions that it was learnt from. */
  cut: number;
}>;

export const learned: Model = {
  askingFactor: factorOf(askingWords.factors),
  paragraph: inOrder(PARAGRAPH_FEATURES, paragraphWeights.weights),
  sentence: inOrder(SENTENCE_FEATURES, sentenceWeights.weights),
  answerable: inOrder([...JUDGE_FEATURES, "bias"], judgeWeights.answerable),
  right: inOrder([...JUDGE_FEATURES, "bias"], judgeWeights.right),
  cut: judgeWeights.cut,
};

type Named = Readonly<Record<string, number>>;

export function factorOf(factors: Named): Model["askingFactor"] {
  const byStem = new Map(Object.entries(factors));
  return (stem) => byStem.get(stem) ?? 1;
}

function inOrder(names: readonly string[], weights: Named): Weights {
  return names.map((name) => {
    const weight = weights[name];
    if (weight === undefined) throw new Error(`no weight for the feature "${name}": run npm run train`);
    return weight;
  });
}

/** Features times weights, and the weight that is left over. */
export function score(features: readonly number[], weights: Weights): number {
  let sum = 0;
  for (let at = 0; at < features.length; at++) sum += (features[at] as number) * (weights[at] as number);
  return weights.length === features.length ? sum : sum + (weights[features.length] as number);
}
