// How well a ranker orders the paragraphs of a test collection.
import type { Paragraph, Span } from "#domain/report.ts";
import { holdsAnswer } from "./answers.ts";
import type { Collection, CollectionQuery } from "./beir.ts";
import { type CollectionLibrary, libraryOf } from "./collection-library.ts";

export type Read = CollectionLibrary & Readonly<{ collection: Collection }>;

export function readLibrary(collection: Collection): Read {
  return { ...libraryOf(collection), collection };
}

type Ranked = Readonly<{ paragraph: Paragraph; sentence?: Span }>;
/** Paragraphs for a question, best first, each with the sentence to mark. */
export type Ranker = (question: string) => Promise<readonly Ranked[]>;

/** All are means over the answerable questions. */
export type OrderFigures = Readonly<{
  name: string;
  questions: number;
  /** The first paragraph is right; its marked sentence holds the answer. */
  right: number;
  marked: number;
  reciprocalRank: number;
  ndcg: number;
  recall: number;
}>;

const DEPTH = 10;

export function isRight(
  paragraph: Paragraph,
  asked: CollectionQuery,
  { collection, passageOf }: Read,
): boolean {
  return collection.qrels.get(asked.id)?.has(passageOf.get(paragraph) ?? "") ?? false;
}

/** The answerable questions that have judgements, evenly thinned out to about `most`. */
export function answerable(
  { qrels, queries }: Collection,
  most = Number.POSITIVE_INFINITY,
): CollectionQuery[] {
  const all = queries.filter((query) => query.answerable && qrels.has(query.id));
  const step = Math.max(1, all.length / most);
  return all.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

export async function measureOrder(
  read: Read,
  rank: Ranker,
  questions: readonly CollectionQuery[] = answerable(read.collection),
): Promise<OrderFigures> {
  const sums = { right: 0, marked: 0, reciprocalRank: 0, ndcg: 0, recall: 0 };
  for (const asked of questions) {
    const ranked = (await rank(asked.text)).slice(0, DEPTH);
    const grades = read.collection.qrels.get(asked.id) ?? new Map<string, number>();
    const gains = ranked.map(({ paragraph }) => grades.get(read.passageOf.get(paragraph) ?? "") ?? 0);
    const first = gains.findIndex((gain) => gain > 0);
    if (first === 0) sums.right++;
    if (first >= 0) sums.reciprocalRank += 1 / (first + 1);
    if (holdsMarked(ranked[0], asked)) sums.marked++;
    sums.ndcg += discounted(gains) / discounted([...grades.values()].sort((a, b) => b - a).slice(0, DEPTH));
    sums.recall += gains.filter((gain) => gain > 0).length / grades.size;
  }
  const share = (sum: number) => sum / questions.length;
  return {
    name: read.collection.name,
    questions: questions.length,
    right: share(sums.right),
    marked: share(sums.marked),
    reciprocalRank: share(sums.reciprocalRank),
    ndcg: share(sums.ndcg),
    recall: share(sums.recall),
  };
}

function holdsMarked(first: Ranked | undefined, { answers = [] }: CollectionQuery): boolean {
  if (first?.sentence === undefined) return false;
  const { paragraph, sentence } = first;
  return holdsAnswer(paragraph.text.slice(sentence.start, sentence.end), answers);
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
}
