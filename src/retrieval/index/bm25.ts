// The inverted index as flat arrays, and exact BM25 over it: the same scores as MiniSearch gives, without an object for
// every paragraph touched.

/** Which pieces of text hold a term, and how often. A paragraph is one piece, a very long one several. */
export type Postings = Readonly<{
  /** Per term its first posting; one more entry closes the last. */
  start: Uint32Array;
  /** Per posting the piece and the number of times, in rising order of pieces. */
  piece: Uint32Array;
  times: Uint16Array;
  /** Per piece its length as MiniSearch counts it, in distinct terms. */
  length: Uint16Array;
  /** Per piece the number of its paragraph. */
  owner: Uint32Array;
}>;

// Optimum on eight tuning collections; plateau ±.002 for k .9-1.6 and b .6-.75.
const BM25 = { k: 1.2, b: 0.7, d: 0 } as const;

/** Inverse document frequency as BM25 has it. */
export function inverseFrequency(frequency: number, pieces: number): number {
  return Math.log(1 + (pieces - frequency + 0.5) / (frequency + 0.5));
}

export type WeightedTerm = Readonly<{ term: number; weight: number }>;
export type Scored = Readonly<{ paragraph: number; bm25: number }>;

/** Finds the best paragraphs for weighted terms, best first, equals in reading order. Not re-entrant. */
export function createScorer({ start, piece, times, length, owner }: Postings) {
  const pieces = length.length;
  const average = Math.max(1, length.reduce((sum, one) => sum + one, 0) / Math.max(1, pieces));
  const norm = Float64Array.from(length, (one) => BM25.k * (1 - BM25.b + (BM25.b * one) / average));
  const scores = new Float64Array(pieces);
  const touched = new Uint32Array(pieces);
  return (terms: readonly WeightedTerm[], limit: number): Scored[] => {
    let count = 0;
    for (const { term, weight } of terms) {
      const from = start[term] ?? 0;
      const to = start[term + 1] ?? 0;
      const factor = weight * inverseFrequency(to - from, pieces) * (BM25.k + 1);
      if (factor <= 0) continue;
      for (let at = from; at < to; at++) {
        const one = piece[at] as number;
        const often = times[at] as number;
        const before = scores[one] as number;
        if (before === 0) touched[count++] = one;
        scores[one] = before + (factor * often) / (often + (norm[one] as number));
      }
    }
    const best = bestOf({ scores, touched, count, owner, limit });
    for (let at = 0; at < count; at++) scores[touched[at] as number] = 0;
    return best;
  };
}

type Touched = Readonly<{
  scores: Float64Array;
  touched: Uint32Array;
  count: number;
  owner: Uint32Array;
  limit: number;
}>;

/** Keeps the best in a short sorted list; a paragraph counts by its best piece. */
function bestOf({ scores, touched, count, owner, limit }: Touched): Scored[] {
  const best: Scored[] = [];
  let least = 0;
  for (let at = 0; at < count; at++) {
    const one = touched[at] as number;
    const bm25 = scores[one] as number;
    if (bm25 < least) continue;
    insert(best, { paragraph: owner[one] as number, bm25 });
    if (best.length > limit) best.pop();
    if (best.length === limit) least = best[limit - 1]?.bm25 ?? 0;
  }
  return best;
}

function insert(best: Scored[], scored: Scored): void {
  const same = best.findIndex(({ paragraph }) => paragraph === scored.paragraph);
  if (same >= 0) {
    if (!isBefore(scored, best[same] as Scored)) return;
    best.splice(same, 1);
  }
  let at = best.length;
  while (at > 0 && isBefore(scored, best[at - 1] as Scored)) at--;
  best.splice(at, 0, scored);
}

function isBefore(a: Scored, b: Scored): boolean {
  return a.bm25 > b.bm25 || (a.bm25 === b.bm25 && a.paragraph < b.paragraph);
}
