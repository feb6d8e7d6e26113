// What the models of the verdict look at: features of the first hits.

import type { Query } from "#retrieval/query/query.ts";
import { CANDIDATES, PARAGRAPH_FEATURES, SENTENCE_FEATURES } from "./features.ts";

// Taken over from the first paragraph.
const JUDGED = [
  ...["bm", "cov", "nmatch", "headcov", "bi", "surf", "pre", "proper", "nums", "maxidf"],
] as const;

export const JUDGE_FEATURES = [
  ...JUDGED,
  "unknown",
  "stranger",
  "terms",
  "score",
  "odds",
  "rivals",
  "lacks",
] as const;

const JUDGED_PLACES = JUDGED.map((name) => PARAGRAPH_FEATURES.indexOf(name));
/** Place of "cov" in a paragraph's features. */
export const COVERAGE = PARAGRAPH_FEATURES.indexOf("cov");
// Beyond these bounds more of it says no more.
const [MIN_ODDS, MAX_ODDS] = [-3, 5];

type Ranked = Readonly<{
  features: readonly number[];
  score: number;
  worth: number;
  sentences: readonly (readonly number[])[];
  marked: number;
}>;

/** One row of JUDGE_FEATURES: what the hits, best first, say of whether the question is answered. */
export function judgeFeatures(query: Query, first: Ranked, others: readonly Ranked[]): number[] {
  const unknown = query.terms.filter(({ known }) => !known);
  // The odds of the first against all others, as the model of the order has them.
  const against = others.reduce((sum, { worth }) => sum + Math.exp(worth - first.worth), 0);
  const coverage = first.features[COVERAGE] as number;
  const rivals = others.filter(({ features }) => (features[COVERAGE] as number) >= coverage).length;
  return [
    ...JUDGED_PLACES.map((place) => first.features[place] as number),
    shareOf(unknown),
    shareOf(unknown.filter(({ isName }) => isName)),
    Math.min(2, query.terms.length / 10),
    first.score / 10,
    Math.min(MAX_ODDS, Math.max(MIN_ODDS, -Math.log(against))),
    rivals / CANDIDATES,
    lacksType(query, first) ? 1 : 0,
  ];
}

function shareOf(terms: Query["terms"]): number {
  return terms.reduce((sum, { share }) => sum + share, 0);
}

/** A figure or a date is asked for, and the marked sentence has none. */
function lacksType({ type: { kind } }: Query, { sentences, marked }: Ranked): boolean {
  if (kind !== "figure" && kind !== "date") return false;
  return sentences[marked]?.[SENTENCE_FEATURES.indexOf(kind)] === 0;
}
