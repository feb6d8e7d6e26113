// The learned numbers, from the files in weights/: made by `npm run train`, never by hand.

import type { AskingFactor } from "#retrieval/query/query.ts";
import { JUDGE_FEATURES } from "./answerability-features.ts";
import { PARAGRAPH_FEATURES, SENTENCE_FEATURES } from "./features.ts";
import type { Weights } from "./linear-model.ts";
import judgeWeights from "./weights/answerability.json" with { type: "json" };
import askingWords from "./weights/asking-words.json" with { type: "json" };
import paragraphWeights from "./weights/paragraph.json" with { type: "json" };
import sentenceWeights from "./weights/sentence.json" with { type: "json" };

export type Model = Readonly<{
  askingFactor: AskingFactor;
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
