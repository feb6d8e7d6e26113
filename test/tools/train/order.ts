// Fits the words that ask, the sentence model and the paragraph model to collections, and measures what they order.
import type { Paragraph } from "#domain/report.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { PARAGRAPH_FEATURES, SENTENCE_FEATURES } from "#retrieval/ranking/features.ts";
import { factorOf, learned, type Model } from "#retrieval/ranking/learned-weights.ts";
import { createRank } from "#retrieval/ranking/rank.ts";
import { measureOrder, type OrderFigures } from "#test/tools/evaluate/order.ts";
import { learnAskingWords } from "./asking-words.ts";
import { examplesOf, type Indexed, paragraphContests, sentenceContests } from "./examples.ts";
import { trainOrder } from "./linear.ts";

export type Fitted = Readonly<{ model: Model; askingWords: Readonly<Record<string, number>> }>;

/** Fits all but the judge, from at most `most` questions a collection. */
export async function fitOrder(collections: readonly Indexed[], most: number): Promise<Fitted> {
  const askingWords = learnAskingWords(collections);
  const start: Model = { ...learned, askingFactor: factorOf(askingWords) };
  const examples = [];
  for (const indexed of collections) examples.push(await examplesOf(indexed, start, most));
  const sentence = trainOrder(examples.flatMap(sentenceContests), SENTENCE_FEATURES.length);
  const contests = examples.flatMap((own) => paragraphContests(own, sentence));
  const paragraph = trainOrder(contests, PARAGRAPH_FEATURES.length);
  return { askingWords, model: { ...start, sentence, paragraph } };
}

/** How well a model orders a collection. */
export function measureModel(indexed: Indexed, model: Model): Promise<OrderFigures> {
  const rank = createRank(indexed.index, model);
  const rankBy = async (question: string) => {
    const query = await analyseQuestion(question, indexed.index, model.askingFactor);
    const hits = await rank(query);
    return hits.map(({ paragraph, marked }) => ({ paragraph, ...sentenceOf(paragraph, marked) }));
  };
  return measureOrder(indexed, rankBy);
}

function sentenceOf({ sentences }: Paragraph, at: number) {
  const sentence = sentences[at];
  return sentence === undefined ? {} : { sentence };
}
