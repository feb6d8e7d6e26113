// Exact BM25 over flat postings: the scores that MiniSearch gives, without an object for every doc that is scored. Here and
// in the rest of the index an element is read `as number` where the index is in range by construction.
import type { Postings } from "./inverted-index.ts";

// The optimum on eight tuning collections; within .002 of it for k1 from .9 to 1.6 and b from .6 to .75.
const K1 = 1.2;
const B = 0.7;

/** Inverse document frequency: how much a term says that occurs in `df` of `docCount` docs. */
export function idf(df: number, docCount: number): number {
  return Math.log(1 + (docCount - df + 0.5) / (df + 0.5));
}

export type WeightedTerm = Readonly<{ term: number; weight: number }>;

/** A paragraph by its number, with the score of the best of its docs. */
export type ScoredDoc = Readonly<{ paragraph: number; bm25: number }>;

// BM25 ranks a long paragraph that has every word of the question once below short ones that repeat a few. With up to three of
// these beside the twenty best, two more of 40 questions about a report of 4,000 paragraphs are right; in place of the last
// three, one more.
const MAX_FULL_MATCHES = 3;
// Beside the best, of how many docs it is looked whether they match as much.
const MAX_LIKELY = 28;
// A term with less of the weight of all is so frequent that to look for it takes long, and it tells little.
const MIN_TELLING = 0.1;
// Sums of the same shares in another order differ in their last digits.
const ROUNDING = 1e-9;

/** The postings of a term; `factor`: its weight in the score. */
type List = Readonly<{ from: number; to: number; factor: number }>;

/**
 * Finds the `limit` best paragraphs for weighted terms: best first, equal ones in reading order; after them up to three
 * more that match as much of the telling terms' weight as any of them. The buffers are shared by all searches, so a search
 * must end before the next begins.
 */
export function createScorer(postings: Postings) {
  const { offsets, docIds, termFreqs, docLengths, paragraphOf } = postings;
  const docCount = docLengths.length;
  const meanLength = Math.max(1, docLengths.reduce((sum, length) => sum + length, 0) / Math.max(1, docCount));
  const lengthNorm = Float64Array.from(docLengths, (length) => K1 * (1 - B + (B * length) / meanLength));
  const scores = new Float64Array(docCount);
  const scored = new Uint32Array(docCount);
  return (terms: readonly WeightedTerm[], limit: number): ScoredDoc[] => {
    // The rarest first, so that the docs that have one of them come first in `scored`.
    const lists = terms
      .map(({ term, weight }): List => {
        const [from, to] = [offsets[term] as number, offsets[term + 1] as number];
        return { from, to, factor: weight * idf(to - from, docCount) * (K1 + 1) };
      })
      .filter(({ factor }) => factor > 0)
      .sort((a, b) => b.factor - a.factor);
    // By list: how many docs are scored when its postings are.
    const counts: number[] = [];
    let count = 0;
    for (const { from, to, factor } of lists) {
      for (let posting = from; posting < to; posting++) {
        const doc = docIds[posting] as number;
        const tf = termFreqs[posting] as number;
        const before = scores[doc] as number;
        if (before === 0) scored[count++] = doc;
        scores[doc] = before + (factor * tf) / (tf + (lengthNorm[doc] as number));
      }
      counts.push(count);
    }
    const found = { ...postings, lists, counts, scored, scores, lengthNorm };
    const docs = bestOf(scored.subarray(0, count), limit, found);
    if (docs.length === limit) docs.push(...fullMatches(docs, found));
    const best = docs.map((doc) => ({
      paragraph: paragraphOf[doc] as number,
      bm25: scores[doc] as number,
    }));
    for (let i = 0; i < count; i++) scores[scored[i] as number] = 0;
    return best;
  };
}

type Scores = Readonly<{ scores: Float64Array; paragraphOf: Uint32Array }>;

/** Keeps the best in a short sorted list; the best doc of a paragraph decides. */
function bestOf(docs: Uint32Array, limit: number, { scores, paragraphOf }: Scores): number[] {
  const best: number[] = [];
  let minScore = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] as number;
    if ((scores[doc] as number) < minScore) continue;
    insert(doc, best, { scores, paragraphOf });
    if (best.length > limit) best.pop();
    if (best.length === limit) minScore = scores[best[limit - 1] as number] as number;
  }
  return best;
}

type Found = Postings &
  Readonly<{
    lists: readonly List[];
    counts: readonly number[];
    scored: Uint32Array;
    scores: Float64Array;
    lengthNorm: Float64Array;
  }>;

/** The best of the docs that are not among the best and match no less than the one of these that matches most. */
function fullMatches(best: readonly number[], found: Found): readonly number[] {
  const { lists, counts, scored, docIds, paragraphOf } = found;
  const whole = lists.reduce((sum, { factor }) => sum + factor, 0);
  const telling = lists.filter(({ factor }) => factor >= MIN_TELLING * whole);
  const all = telling.reduce((sum, { factor }) => sum + factor, 0);
  // Of a doc that matches less than `least` any smaller number will do.
  const matchedBy = (doc: number, least: number) => {
    let sum = all;
    for (const list of telling) {
      if (!hasDoc(docIds, list, doc)) sum -= list.factor;
      if (sum < least) break;
    }
    return sum;
  };
  let most = 0;
  for (const doc of best)
    if (most < all && mayMatch(doc, most, found)) most = Math.max(most, matchedBy(doc, most));
  most -= ROUNDING * whole;
  // A doc that lacks all of the first lists matches less than `most`: those after them need not be looked at.
  let rest = all;
  let needed = 0;
  while (needed < telling.length && rest >= most) rest -= (telling[needed++] as List).factor;
  const taken = best.map((doc) => paragraphOf[doc]);
  return likeliest(scored.subarray(0, counts[needed - 1] ?? 0), most, found)
    .filter((doc) => matchedBy(doc, most) >= most && !taken.includes(paragraphOf[doc]))
    .slice(0, MAX_FULL_MATCHES);
}

/** With every term once a doc that matches so much has no lower score. That is quicker to see than which terms it matches. */
function mayMatch(doc: number, weight: number, { scores, lengthNorm }: Found): boolean {
  return (scores[doc] as number) * (1 + (lengthNorm[doc] as number)) >= weight;
}

/** The best of the docs that may match so much. */
function likeliest(docs: Uint32Array, weight: number, found: Found): number[] {
  const best: number[] = [];
  let minScore = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] as number;
    if ((found.scores[doc] as number) < minScore || !mayMatch(doc, weight, found)) continue;
    insert(doc, best, found);
    if (best.length > MAX_LIKELY) best.pop();
    if (best.length === MAX_LIKELY) minScore = found.scores[best[MAX_LIKELY - 1] as number] as number;
  }
  return best;
}

/** Binary search: the docs of a term ascend. */
function hasDoc(docIds: Uint32Array, { from, to }: List, doc: number): boolean {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((docIds[middle] as number) < doc) low = middle + 1;
    else high = middle;
  }
  return low < to && docIds[low] === doc;
}

/** Inserts a doc where it belongs, unless a better one of its paragraph is there; a worse one of it is removed. */
function insert(doc: number, best: number[], { scores, paragraphOf }: Scores): void {
  const bm25 = scores[doc] as number;
  const paragraph = paragraphOf[doc] as number;
  const isBefore = (other: number) => {
    const difference = bm25 - (scores[other] as number);
    return difference > 0 || (difference === 0 && paragraph < (paragraphOf[other] as number));
  };
  for (let i = 0; i < best.length; i++) {
    if (paragraphOf[best[i] as number] !== paragraph) continue;
    if (!isBefore(best[i] as number)) return;
    best.splice(i, 1);
  }
  let i = best.length;
  for (; i > 0 && isBefore(best[i - 1] as number); i--) best[i] = best[i - 1] as number;
  best[i] = doc;
}
