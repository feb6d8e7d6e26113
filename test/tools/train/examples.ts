// What the ranking models learn from: the questions of a collection with what ranking finds for them.

import type { Paragraph } from "#domain/report.ts";
import { createLibraryIndex, type LibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import type { Hit } from "#retrieval/ranking/hit.ts";
import type { LearnedModel } from "#retrieval/ranking/learned-weights.ts";
import { score, type Weights } from "#retrieval/ranking/linear-model.ts";
import { PARAGRAPH_FEATURES } from "#retrieval/ranking/paragraph-features.ts";
import { createRank } from "#retrieval/ranking/rank.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { holdsAnswer } from "#test/tools/evaluate/answers.ts";
import type { Collection, CollectionQuery } from "#test/tools/evaluate/beir.ts";
import {
  answerable,
  isRight,
  type LoadedCollection,
  loadCollection,
} from "#test/tools/evaluate/ranking-metrics.ts";
import type { QueryGroup } from "./linear.ts";

export type IndexedCollection = LoadedCollection & Readonly<{ index: LibraryIndex }>;

export async function indexCollection(collection: Collection): Promise<IndexedCollection> {
  const loaded = loadCollection(collection);
  return { ...loaded, index: await createLibraryIndex(loaded.library, indexDeps()) };
}

type ExampleRow = Readonly<{ features: readonly number[]; isRight: boolean }>;
type ExampleParagraph = ExampleRow & Readonly<{ sentences: readonly ExampleRow[] }>;

/** What ranking finds for one question. */
export type RankingExample = readonly ExampleParagraph[];

/** Examples of at most `max` questions, spread over the collection. */
export async function rankingExamples(
  indexed: IndexedCollection,
  model: LearnedModel,
  max: number,
): Promise<RankingExample[]> {
  const rank = createRank(indexed.index, model);
  const examples: RankingExample[] = [];
  for (const query of answerable(indexed.collection, max)) {
    const hits = await rank(
      await analyseQuestion(query.text, { index: indexed.index, dampingOf: model.dampingOf }),
    );
    examples.push([...hits].sort(byBm25).map((hit) => exampleOf(hit, query, indexed)));
  }
  return examples;
}

/** BM25's order, so that the examples are the same whatever order the given model makes. */
function byBm25(a: Hit, b: Hit): number {
  const { reciprocalRank } = PARAGRAPH_FEATURES.index;
  return (b.features[reciprocalRank] as number) - (a.features[reciprocalRank] as number);
}

function exampleOf(hit: Hit, query: CollectionQuery, indexed: IndexedCollection): ExampleParagraph {
  const right = isRight(hit.paragraph, query, indexed);
  return {
    features: hit.features,
    isRight: right,
    sentences: hit.sentenceFeatures.map((features, i) => {
      return { features, isRight: right && answers(hit.paragraph, i, query) };
    }),
  };
}

function answers({ text, sentences }: Paragraph, i: number, query: CollectionQuery): boolean {
  return holdsAnswer(text.slice(sentences[i]?.start, sentences[i]?.end), query.answers ?? []);
}

// A collection counts by the square root of its size, so that the large ones do not drown the others.
function weightIn(examples: readonly RankingExample[]): number {
  return 1 / Math.sqrt(examples.length);
}

/** Sentences that hold the answer against the others of the right paragraph. */
export function sentenceGroups(examples: readonly RankingExample[]): QueryGroup[] {
  const weight = weightIn(examples);
  return examples.flatMap((paragraphs) =>
    paragraphs.filter(({ isRight }) => isRight).map(({ sentences }) => groupOf(sentences, weight)),
  );
}

/** Right paragraphs against the others, with the score of the best sentence as the given sentence model has it. */
export function paragraphGroups(examples: readonly RankingExample[], sentenceModel: Weights): QueryGroup[] {
  const weight = weightIn(examples);
  const { bestSentence } = PARAGRAPH_FEATURES.index;
  return examples.map((paragraphs) => {
    const rows = paragraphs.map(({ features, isRight, sentences }) => {
      const best = Math.max(...sentences.map((sentence) => score(sentence.features, sentenceModel)));
      return { isRight, features: features.with(bestSentence, best / 5) };
    });
    return groupOf(rows, weight);
  });
}

function groupOf(rows: readonly ExampleRow[], weight: number): QueryGroup {
  return {
    relevant: rows.filter(({ isRight }) => isRight).map(({ features }) => features),
    others: rows.filter(({ isRight }) => !isRight).map(({ features }) => features),
    weight,
  };
}
