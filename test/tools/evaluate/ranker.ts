// The order of the paragraphs alone, as the models have it, whether or not the product would refuse the question.

import type { Library, Paragraph, Span } from "#domain/report.ts";
import { createLibraryIndex, type LibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { type LearnedModel, learnedModel } from "#retrieval/ranking/learned-weights.ts";
import { createRank } from "#retrieval/ranking/rank.ts";
import { indexDeps } from "#test/support/index-deps.ts";

/** A paragraph with the sentence to mark. */
export type RankedParagraph = Readonly<{ paragraph: Paragraph; sentence?: Span }>;

/** Paragraphs for a question, best first. */
export type Ranker = (question: string) => Promise<readonly RankedParagraph[]>;

export async function createRanker(library: Library): Promise<Ranker> {
  return createModelRanker(await createLibraryIndex(library, indexDeps()), learnedModel);
}

export function createModelRanker(index: LibraryIndex, model: LearnedModel): Ranker {
  const rank = createRank(index, model);
  return async (question) => {
    const hits = await rank(await analyseQuestion(question, { index, dampingOf: model.dampingOf }));
    return hits.map(({ paragraph, bestSentence }) => {
      const sentence = paragraph.sentences[bestSentence];
      return sentence === undefined ? { paragraph } : { paragraph, sentence };
    });
  };
}
