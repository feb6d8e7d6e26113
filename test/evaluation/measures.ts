// The measures of a ranking, as trec_eval has them.

/** How one question went; each from 0 to 1. */
export type Measures = Readonly<{
  /** A relevant passage comes first. */
  rightFirst: number;
  /** 1 / rank of the first relevant passage among the first ten, 0 without one. */
  mrr: number;
  /** nDCG@10; the gain of a passage is its grade. */
  ndcg: number;
  /** Share of the relevant passages that are among the first ten. */
  recall: number;
}>;

const DEPTH = 10;

/** @param ranking ids of passages, best first. @param grades the relevant passages with their grade, at least one. */
export function measureRanking(ranking: readonly string[], grades: ReadonlyMap<string, number>): Measures {
  const gains = ranking.slice(0, DEPTH).map((id) => grades.get(id) ?? 0);
  const first = gains.findIndex((gain) => gain > 0);
  const ideal = [...grades.values()].sort((a, b) => b - a).slice(0, DEPTH);
  return {
    rightFirst: first === 0 ? 1 : 0,
    mrr: first < 0 ? 0 : 1 / (first + 1),
    ndcg: discounted(gains) / discounted(ideal),
    recall: gains.filter((gain) => gain > 0).length / grades.size,
  };
}

function discounted(gains: readonly number[]): number {
  return gains.reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The value that `share` of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
