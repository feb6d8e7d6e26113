// The paragraphs that have most of a quotation's words close together.
import type { Range } from "./alignment.ts";
import type { QuotationIndex } from "./quotation-index.ts";
import { type IndexedParagraph, postingsOf, type Segment } from "./segment.ts";

export type Candidate = IndexedParagraph &
  Readonly<{
    /** The share of the quotation's words found, weighted by their idf; at most 1. */
    coverage: number;
    /** The words of the paragraph among which they were found. */
    window: Range;
  }>;

export type CandidateBounds = Readonly<{ limit: number; minCoverage: number }>;

// Sums of the same weights in another order may differ in the last digits.
const ROUNDING = 1e-9;

/**
 * Best first, in reading order where equal. Only paragraphs whose postings show enough of the words are looked at: a window
 * a little longer than the quotation is moved over them.
 */
export async function findCandidates(
  wanted: readonly number[],
  { segments, idf, slices }: QuotationIndex,
  { limit, minCoverage }: CandidateBounds,
): Promise<readonly Candidate[]> {
  const demands = new Map<number, Demand>();
  for (const id of wanted) demands.set(id, { count: (demands.get(id)?.count ?? 0) + 1, weight: idf(id) });
  const total = wanted.reduce((sum, id) => sum + idf(id), 0);
  const findBestWindow = createWindowFinder(demands, Math.ceil(wanted.length * 1.25) + 2);
  const best: Candidate[] = [];
  for (const segment of segments) {
    for (const [position, weight] of maxWeights(segment, demands).entries()) {
      const needed = best.length < limit ? minCoverage : Math.max(minCoverage, best.at(-1)?.coverage ?? 0);
      if (weight < needed * total * (1 - ROUNDING) || weight === 0) continue;
      const found = findBestWindow({ segment, position });
      const coverage = found.weight / total;
      if (coverage < minCoverage) continue;
      const index = best.findIndex((other) => other.coverage < coverage);
      best.splice(index === -1 ? best.length : index, 0, {
        segment,
        position,
        coverage,
        window: found.window,
      });
      best.length = Math.min(best.length, limit);
    }
    if (slices.isOver()) await slices.next();
  }
  return best;
}

/** How often the quotation has a word, and what each occurrence weighs. */
type Demand = Readonly<{ count: number; weight: number }>;
type Demands = ReadonlyMap<number, Demand>;

/** For each paragraph, what its words weigh if it has each of them as often and as close together as the quotation. */
function maxWeights(segment: Segment, demands: Demands): Float64Array {
  const weights = new Float64Array(segment.paragraphs.length);
  for (const [id, { count, weight }] of demands)
    for (const position of postingsOf(segment, id))
      weights[position] = (weights[position] ?? 0) + count * weight;
  return weights;
}

type BestWindow = Readonly<{ weight: number; window: Range }>;

/** The highest weight of wanted words in `width` adjacent words; a word counts at most as often as it is wanted. */
function createWindowFinder(demands: Demands, width: number) {
  // Arrays instead of maps: every word of every likely paragraph is looked up here.
  const all = [...demands].filter(([id]) => id >= 0);
  const slots = new Int32Array(all.reduce((max, [id]) => Math.max(max, id), 0) + 1).fill(-1);
  for (const [slot, [id]] of all.entries()) slots[id] = slot;
  const wantedCounts = Int32Array.from(all, ([, { count }]) => count);
  const weights = Float64Array.from(all, ([, { weight }]) => weight);
  const counts = new Int32Array(all.length);
  return ({ segment: { wordIds, wordStarts }, position }: IndexedParagraph): BestWindow => {
    counts.fill(0);
    const [from, to] = [wordStarts[position] ?? 0, wordStarts[position + 1] ?? 0];
    let [weight, best, bestEnd] = [0, 0, from];
    for (let i = from; i < to; i++) {
      const entering = slots[wordIds[i] ?? 0] ?? -1;
      if (entering >= 0) {
        counts[entering] = (counts[entering] ?? 0) + 1;
        if ((counts[entering] ?? 0) <= (wantedCounts[entering] ?? 0)) weight += weights[entering] ?? 0;
      }
      const leaving = i - from < width ? -1 : (slots[wordIds[i - width] ?? 0] ?? -1);
      if (leaving >= 0) {
        if ((counts[leaving] ?? 0) <= (wantedCounts[leaving] ?? 0)) weight -= weights[leaving] ?? 0;
        counts[leaving] = (counts[leaving] ?? 0) - 1;
      }
      if (weight > best) [best, bestEnd] = [weight, i + 1];
    }
    return { weight: best, window: { from: Math.max(from, bestEnd - width) - from, to: bestEnd - from } };
  };
}
