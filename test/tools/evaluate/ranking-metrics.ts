// How well a ranker orders the paragraphs of a test collection.
import type { Paragraph } from "#domain/report.ts";
import { holdsAnswer } from "./answers.ts";
import type { Collection, CollectionQuery } from "./beir.ts";
import { type CollectionLibrary, libraryOf } from "./collection-library.ts";
import type { RankedParagraph, Ranker } from "./ranker.ts";

export type LoadedCollection = CollectionLibrary & Readonly<{ collection: Collection }>;

export function loadCollection(collection: Collection): LoadedCollection {
  return { ...libraryOf(collection), collection };
}

/** All are means over the answerable questions, from 0 to 1. */
export type RankingMetrics = Readonly<{
  name: string;
  questions: number;
  /** The first paragraph is right. */
  rightFirst: number;
  /** The marked sentence of the first paragraph holds the answer. */
  marked: number;
  /** MRR@10, nDCG@10 and recall@10, as trec_eval has them. */
  reciprocalRank: number;
  ndcg: number;
  recall: number;
}>;

const DEPTH = 10;

export function isRight(
  paragraph: Paragraph,
  query: CollectionQuery,
  { collection, passageOf }: LoadedCollection,
): boolean {
  return collection.qrels.get(query.id)?.has(passageOf.get(paragraph) ?? "") ?? false;
}

/** The answerable questions that have relevance judgements, evenly thinned out to about `max`. */
export function answerable(
  { qrels, queries }: Collection,
  max = Number.POSITIVE_INFINITY,
): CollectionQuery[] {
  const all = queries.filter((query) => query.answerable && qrels.has(query.id));
  const step = Math.max(1, all.length / max);
  return all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

export async function measureRanking(
  loaded: LoadedCollection,
  rank: Ranker,
  queries: readonly CollectionQuery[] = answerable(loaded.collection),
): Promise<RankingMetrics> {
  const sums = { rightFirst: 0, marked: 0, reciprocalRank: 0, ndcg: 0, recall: 0 };
  for (const query of queries) {
    const ranked = (await rank(query.text)).slice(0, DEPTH);
    const grades = loaded.collection.qrels.get(query.id) ?? new Map<string, number>();
    const gains = ranked.map(({ paragraph }) => grades.get(loaded.passageOf.get(paragraph) ?? "") ?? 0);
    const first = gains.findIndex((gain) => gain > 0);
    if (first === 0) sums.rightFirst++;
    if (first >= 0) sums.reciprocalRank += 1 / (first + 1);
    if (holdsMarked(ranked[0], query)) sums.marked++;
    sums.ndcg += discounted(gains) / discounted([...grades.values()].sort((a, b) => b - a).slice(0, DEPTH));
    sums.recall += gains.filter((gain) => gain > 0).length / grades.size;
  }
  const mean = (sum: number) => sum / queries.length;
  return {
    name: loaded.collection.name,
    questions: queries.length,
    rightFirst: mean(sums.rightFirst),
    marked: mean(sums.marked),
    reciprocalRank: mean(sums.reciprocalRank),
    ndcg: mean(sums.ndcg),
    recall: mean(sums.recall),
  };
}

function holdsMarked(first: RankedParagraph | undefined, { answers = [] }: CollectionQuery): boolean {
  if (first?.sentence === undefined) return false;
  const { paragraph, sentence } = first;
  return holdsAnswer(paragraph.text.slice(sentence.start, sentence.end), answers);
}

/** Discounted cumulative gain. */
function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}
