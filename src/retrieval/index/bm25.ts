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

/** A paragraph by its number, with the score of the best of its docs and how much of the telling terms' weight that doc matches. */
export type ScoredDoc = Readonly<{ paragraph: number; bm25: number; matched: number }>;

// BM25 ranks a long paragraph that has every word of the question once below short ones that repeat a few. With up to three of
// these beside the twenty best, two more of 40 questions about a report of 4,000 paragraphs are right; in place of the last
// three, one more. They cost a question 3 % of its time at 10,000 paragraphs and 20 % at 100,000.
const MAX_FULL_MATCHES = 3;
// What all terms together weigh: sums of shares of it fit into 16 bits, rounded up.
const WHOLE = 60_000;
// A term with less of the weight is so frequent that to count it takes more time than all others together.
const MIN_TELLING = WHOLE / 10;

/**
 * Finds the `limit` best paragraphs for weighted terms: best first, equal ones in reading order; after them up to three
 * more that match as much of the terms' weight as any of them. The buffers are shared by all searches, so a search must end
 * before the next begins.
 */
export function createScorer({ offsets, docIds, termFreqs, docLengths, paragraphOf }: Postings) {
  const docCount = docLengths.length;
  const meanLength = Math.max(1, docLengths.reduce((sum, length) => sum + length, 0) / Math.max(1, docCount));
  const lengthNorm = Float64Array.from(docLengths, (length) => K1 * (1 - B + (B * length) / meanLength));
  const scores = new Float64Array(docCount);
  // Two bytes a doc: with eight a question takes twice as much longer.
  const matched = new Uint16Array(docCount);
  const scored = new Uint32Array(docCount);
  return (terms: readonly WeightedTerm[], limit: number): ScoredDoc[] => {
    // The rarest first, so that the docs that have one of the telling terms come first in `scored`.
    const lists = terms
      .map(({ term, weight }) => {
        const [from, to] = [offsets[term] as number, offsets[term + 1] as number];
        return { from, to, factor: weight * idf(to - from, docCount) * (K1 + 1) };
      })
      .filter(({ factor }) => factor > 0)
      .sort((a, b) => b.factor - a.factor);
    const whole = lists.reduce((sum, { factor }) => sum + factor, 0);
    let count = 0;
    let telling = 0;
    for (const { from, to, factor } of lists) {
      const share = Math.round((factor / whole) * WHOLE);
      const isTelling = share >= MIN_TELLING;
      for (let posting = from; posting < to; posting++) {
        const doc = docIds[posting] as number;
        const tf = termFreqs[posting] as number;
        const before = scores[doc] as number;
        if (before === 0) scored[count++] = doc;
        scores[doc] = before + (factor * tf) / (tf + (lengthNorm[doc] as number));
        if (isTelling) matched[doc] = (matched[doc] as number) + share;
      }
      if (isTelling) telling = count;
    }
    const sums = { scores, matched, paragraphOf };
    const best = bestOf(scored.subarray(0, count), limit, sums);
    if (best.length === limit) best.push(...fullMatches(scored.subarray(0, telling), best, sums));
    for (let i = 0; i < count; i++) scores[scored[i] as number] = 0;
    for (let i = 0; i < telling; i++) matched[scored[i] as number] = 0;
    return best;
  };
}

type Sums = Readonly<{ scores: Float64Array; matched: Uint16Array; paragraphOf: Uint32Array }>;

/** Keeps the best in a short sorted list; the best doc of a paragraph decides. */
function bestOf(docs: Uint32Array, limit: number, { scores, matched, paragraphOf }: Sums): ScoredDoc[] {
  const best: ScoredDoc[] = [];
  let minScore = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] as number;
    const bm25 = scores[doc] as number;
    if (bm25 < minScore) continue;
    insert(best, { paragraph: paragraphOf[doc] as number, bm25, matched: matched[doc] as number });
    if (best.length > limit) best.pop();
    if (best.length === limit) minScore = (best[limit - 1] as ScoredDoc).bm25;
  }
  return best;
}

/** Those that are not among the best and match no less than the one of these that matches most. */
function fullMatches(
  docs: Uint32Array,
  best: readonly ScoredDoc[],
  { scores, matched, paragraphOf }: Sums,
): ScoredDoc[] {
  const most = best.reduce((max, one) => Math.max(max, one.matched), 0);
  const full: ScoredDoc[] = [];
  let minScore = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] as number;
    if ((matched[doc] as number) < most) continue;
    const bm25 = scores[doc] as number;
    const paragraph = paragraphOf[doc] as number;
    if (bm25 < minScore || best.some((one) => one.paragraph === paragraph)) continue;
    insert(full, { paragraph, bm25, matched: most });
    if (full.length > MAX_FULL_MATCHES) full.pop();
    if (full.length === MAX_FULL_MATCHES) minScore = (full[MAX_FULL_MATCHES - 1] as ScoredDoc).bm25;
  }
  return full;
}

function insert(best: ScoredDoc[], added: ScoredDoc): void {
  const same = best.findIndex(({ paragraph }) => paragraph === added.paragraph);
  if (same >= 0) {
    if (!isBefore(added, best[same] as ScoredDoc)) return;
    best.splice(same, 1);
  }
  let i = best.length;
  while (i > 0 && isBefore(added, best[i - 1] as ScoredDoc)) i--;
  best.splice(i, 0, added);
}

function isBefore(a: ScoredDoc, b: ScoredDoc): boolean {
  return a.bm25 > b.bm25 || (a.bm25 === b.bm25 && a.paragraph < b.paragraph);
}
