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
// these beside the best, two more of 40 questions about a report of 4,000 paragraphs are right; in place of the last
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
  // The docs that have a term, and their scores, by their place in this list.
  const scored = new Uint32Array(docCount);
  const totals = new Float64Array(docCount);
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
    // Read and cleared in one go, because each time takes as long as a third of the postings.
    for (let place = 0; place < count; place++) {
      const doc = scored[place] as number;
      totals[place] = scores[doc] as number;
      scores[doc] = 0;
    }
    const found = { lists, counts, scored, totals, lengthNorm, docIds, paragraphOf };
    const best = bestOf(count, { limit, mayBe: () => true }, found);
    if (best.length === limit) best.push(...fullMatches(best, found));
    return best.map((place) => ({
      paragraph: paragraphOf[scored[place] as number] as number,
      bm25: totals[place] as number,
    }));
  };
}

/** A doc is given by its place in `scored` and `totals`. */
type Found = Readonly<{
  lists: readonly List[];
  counts: readonly number[];
  scored: Uint32Array;
  totals: Float64Array;
  lengthNorm: Float64Array;
  docIds: Uint32Array;
  paragraphOf: Uint32Array;
}>;

type Wanted = Readonly<{ limit: number; mayBe: (place: number) => boolean }>;

/** The best of the first `count` docs, in a short sorted list; the best doc of a paragraph decides. */
function bestOf(count: number, { limit, mayBe }: Wanted, found: Found): number[] {
  const { totals } = found;
  const best: number[] = [];
  let minScore = 0;
  for (let place = 0; place < count; place++) {
    if ((totals[place] as number) < minScore || !mayBe(place)) continue;
    insert(place, best, found);
    if (best.length > limit) best.pop();
    if (best.length === limit) minScore = totals[best[limit - 1] as number] as number;
  }
  return best;
}

/** The best of the docs that are not among the best and match no less than the one of these that matches most. */
function fullMatches(best: readonly number[], found: Found): readonly number[] {
  const { lists, counts, scored, totals, lengthNorm, docIds, paragraphOf } = found;
  const whole = lists.reduce((sum, { factor }) => sum + factor, 0);
  const telling = lists.filter(({ factor }) => factor >= MIN_TELLING * whole);
  const all = telling.reduce((sum, { factor }) => sum + factor, 0);
  // Of a doc that matches less than `least` any smaller number will do.
  const matchedAt = (place: number, least: number) => {
    let sum = all;
    for (const list of telling) {
      if (!hasDoc(docIds, list, scored[place] as number)) sum -= list.factor;
      if (sum < least) break;
    }
    return sum;
  };
  // With every term once a doc that matches so much has no lower score. That is quicker to see than which terms it matches.
  const mayMatch = (place: number, weight: number) =>
    (totals[place] as number) * (1 + (lengthNorm[scored[place] as number] as number)) >= weight;
  let most = 0;
  for (const place of best)
    if (most < all && mayMatch(place, most)) most = Math.max(most, matchedAt(place, most));
  most -= ROUNDING * whole;
  // A doc that lacks all of the first lists matches less than `most`: those after them need not be looked at.
  let rest = all;
  let needed = 0;
  while (needed < telling.length && rest >= most) rest -= (telling[needed++] as List).factor;
  const taken = best.map((place) => paragraphOf[scored[place] as number]);
  const mayBe = (place: number) => mayMatch(place, most);
  return bestOf(counts[needed - 1] ?? 0, { limit: MAX_LIKELY, mayBe }, found)
    .filter(
      (place) => matchedAt(place, most) >= most && !taken.includes(paragraphOf[scored[place] as number]),
    )
    .slice(0, MAX_FULL_MATCHES);
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
function insert(place: number, best: number[], { scored, totals, paragraphOf }: Found): void {
  const total = totals[place] as number;
  const paragraph = paragraphOf[scored[place] as number] as number;
  const isBefore = (other: number) => {
    const difference = total - (totals[other] as number);
    return (
      difference > 0 || (difference === 0 && paragraph < (paragraphOf[scored[other] as number] as number))
    );
  };
  for (let i = 0; i < best.length; i++) {
    const other = best[i] as number;
    if (paragraphOf[scored[other] as number] !== paragraph) continue;
    if (!isBefore(other)) return;
    best.splice(i, 1);
  }
  let i = best.length;
  for (; i > 0 && isBefore(best[i - 1] as number); i--) best[i] = best[i - 1] as number;
  best[i] = place;
}
