// Fits the asking words, the sentence model and the paragraph model to collections.
import { dampingBy, type LearnedModel, learnedModel } from "#retrieval/ranking/learned-weights.ts";
import { PARAGRAPH_FEATURES } from "#retrieval/ranking/paragraph-features.ts";
import { SENTENCE_FEATURES } from "#retrieval/ranking/sentence-features.ts";
import { createModelRanker } from "#test/tools/evaluate/ranker.ts";
import { measureRanking, type RankingMetrics } from "#test/tools/evaluate/ranking-metrics.ts";
import { learnAskingWords } from "./asking-words.ts";
import { type IndexedCollection, paragraphGroups, rankingExamples, sentenceGroups } from "./examples.ts";
import { trainOrder } from "./linear.ts";

export type FittedRanking = Readonly<{
  model: LearnedModel;
  askingWords: Readonly<Record<string, number>>;
}>;

/** Fits everything but answerability, from at most `max` questions a collection. */
export async function fitRanking(
  collections: readonly IndexedCollection[],
  max: number,
): Promise<FittedRanking> {
  const askingWords = learnAskingWords(collections);
  const start: LearnedModel = { ...learnedModel, dampingOf: dampingBy(askingWords) };
  const examples = [];
  for (const indexed of collections) examples.push(await rankingExamples(indexed, start, max));
  const sentence = trainOrder(examples.flatMap(sentenceGroups), SENTENCE_FEATURES.names.length);
  const groups = examples.flatMap((own) => paragraphGroups(own, sentence));
  const paragraph = trainOrder(groups, PARAGRAPH_FEATURES.names.length);
  return { askingWords, model: { ...start, sentence, paragraph } };
}

/** How well a model orders a collection. */
export function measureModel(indexed: IndexedCollection, model: LearnedModel): Promise<RankingMetrics> {
  return measureRanking(indexed, createModelRanker(indexed.index, model));
}
