// The learned numbers. `npm run tool:train` makes the files in weights/; never edit them by hand.
import type { DampingOf } from "#retrieval/query/query.ts";
import { ANSWERABILITY_FEATURES } from "./answerability-features.ts";
import type { LogisticModel, Weights } from "./linear-model.ts";
import { PARAGRAPH_FEATURES } from "./paragraph-features.ts";
import { SENTENCE_FEATURES } from "./sentence-features.ts";
import answerabilityWeights from "./weights/answerability.json" with { type: "json" };
import askingWords from "./weights/asking-words.json" with { type: "json" };
import paragraphWeights from "./weights/paragraph.json" with { type: "json" };
import sentenceWeights from "./weights/sentence.json" with { type: "json" };

export type LearnedModel = Readonly<{
  dampingOf: DampingOf;
  /** Orders the candidates. */
  paragraph: Weights;
  /** Chooses the sentence to mark. */
  sentence: Weights;
  /** The odds that the reports answer at all. */
  answerable: LogisticModel;
  /**
   * The lowest log odds of `answerable` at which a hit is quoted: 95 % of the answerable training questions reach them.
   */
  cut: number;
  /** The odds that the first paragraph is right. */
  right: LogisticModel;
}>;

export const learnedModel: LearnedModel = {
  dampingOf: dampingBy(askingWords.factors),
  paragraph: PARAGRAPH_FEATURES.weightsOf(paragraphWeights.weights),
  sentence: SENTENCE_FEATURES.weightsOf(sentenceWeights.weights),
  answerable: logisticModel(answerabilityWeights.answerable),
  cut: answerabilityWeights.cut,
  right: logisticModel(answerabilityWeights.right),
};

/** Damping by stem; 1 for a stem that is not listed. */
export function dampingBy(factors: Readonly<Record<string, number>>): DampingOf {
  const byStem = new Map(Object.entries(factors));
  return (stem) => byStem.get(stem) ?? 1;
}

function logisticModel({ bias, ...weights }: typeof answerabilityWeights.right): LogisticModel {
  return { weights: ANSWERABILITY_FEATURES.weightsOf(weights), bias };
}
