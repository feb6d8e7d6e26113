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

/**
 * Finds the `limit` best paragraphs for weighted terms: best first, equal ones in reading order. The buffers are shared by
 * all searches, so a search must end before the next begins.
 */
export function createScorer({ offsets, docIds, termFreqs, docLengths, paragraphOf }: Postings) {
  const docCount = docLengths.length;
  const meanLength = Math.max(1, docLengths.reduce((sum, length) => sum + length, 0) / Math.max(1, docCount));
  const lengthNorm = Float64Array.from(docLengths, (length) => K1 * (1 - B + (B * length) / meanLength));
  const scores = new Float64Array(docCount);
  const scored = new Uint32Array(docCount);
  return (terms: readonly WeightedTerm[], limit: number): ScoredDoc[] => {
    let count = 0;
    for (const { term, weight } of terms) {
      const from = offsets[term] as number;
      const to = offsets[term + 1] as number;
      const factor = weight * idf(to - from, docCount) * (K1 + 1);
      if (factor <= 0) continue;
      for (let posting = from; posting < to; posting++) {
        const doc = docIds[posting] as number;
        const tf = termFreqs[posting] as number;
        const before = scores[doc] as number;
        if (before === 0) scored[count++] = doc;
        scores[doc] = before + (factor * tf) / (tf + (lengthNorm[doc] as number));
      }
    }
    const best = bestOf(scored.subarray(0, count), { scores, paragraphOf, limit });
    for (let i = 0; i < count; i++) scores[scored[i] as number] = 0;
    return best;
  };
}

type Selection = Readonly<{ scores: Float64Array; paragraphOf: Uint32Array; limit: number }>;

/** Keeps the best in a short sorted list; the best doc of a paragraph decides. */
function bestOf(docs: Uint32Array, { scores, paragraphOf, limit }: Selection): ScoredDoc[] {
  const best: ScoredDoc[] = [];
  let minScore = 0;
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] as number;
    const bm25 = scores[doc] as number;
    if (bm25 < minScore) continue;
    insert(best, { paragraph: paragraphOf[doc] as number, bm25 });
    if (best.length > limit) best.pop();
    if (best.length === limit) minScore = (best[limit - 1] as ScoredDoc).bm25;
  }
  return best;
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
