// What the linear models look at: features of a candidate paragraph, of its sentences, and of the first hits. All are
// shares of the question's weight or small numbers, so that one set of weights serves every library.
import type { Matches } from "./matches.ts";
import { brevity, measureBest, measureParagraph, type SentenceMeasures } from "./measures.ts";
import type { Query } from "./query.ts";
import { ASKS } from "./sentence-signs.ts";

/** How many paragraphs are looked at: beyond these BM25 finds next to nothing that comes first. */
export const CANDIDATES = 20;

// The type that a question wants, told apart: a figure found says more than one capitalised word among many.
const KINDS = ["figure", "date", "name", "other"] as const;

export const SENTENCE_FEATURES = [
  ...[
    "cov",
    "sbm",
    "nmatch",
    "head",
    "bi",
    ...KINDS,
    "leads",
    "exact",
    "lnWords",
    "shortness",
    "first",
    "position",
  ],
  ...["previous", "next", "unmatched", "gain", "behind", "asks", "cov2", "pre"],
] as const;

export const PARAGRAPH_FEATURES = [
  ...[
    "bm",
    "bmrel",
    "rank",
    "cov",
    "nmatch",
    "scov",
    "scov2",
    "win2",
    "sbm",
    "bi",
    "title",
    "headcov",
    "surf",
  ],
  ...["psurf", "pre", ...KINDS, "smix", "proper", "nums", "maxidf", "body", "sentence", "named"],
] as const;

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

/** One row of SENTENCE_FEATURES for each sentence. */
export function sentenceFeatures(
  matches: Matches,
  measures: readonly SentenceMeasures[],
  meanSentence: number,
): number[][] {
  const most = Math.max(0, ...measures.map(({ cov }) => cov));
  return measures.map(({ cov, exact, head, pre, matched, gain }, at) => {
    const words = matches.words[at] as number;
    return [
      cov,
      cov * brevity(words, meanSentence),
      matched / Math.max(1, matches.query.terms.length),
      head,
      matches.adjacency[at] as number,
      ...byKind(matches, matches.typed[at] as number),
      matches.leads[at] as number,
      exact,
      Math.log(1 + words) / 4,
      Math.min(1, words / 8),
      at === 0 ? 1 : 0,
      at / matches.sentences,
      measures[at - 1]?.cov ?? 0,
      measures[at + 1]?.cov ?? 0,
      1 - Math.min(1, matched / Math.max(1, words)),
      gain,
      cov - most,
      ((matches.signs[at] as number) & ASKS) === 0 ? 0 : 1,
      cov * cov,
      pre,
    ];
  });
}

function byKind({ query }: Matches, type: number): number[] {
  return KINDS.map((kind) => (kind === query.type.kind ? type : 0));
}

/** What is known of a candidate besides its matches. */
export type Found = Readonly<{
  bm25: number;
  /** BM25 of the first candidate; place in its order, from 1. */
  best: number;
  rank: number;
  meanSentence: number;
  /** Score of the best sentence. */
  sentence: number;
}>;

/** One row of PARAGRAPH_FEATURES. */
export function paragraphFeatures(
  matches: Matches,
  measures: readonly SentenceMeasures[],
  { bm25, best, rank, meanSentence, sentence }: Found,
): number[] {
  const { query } = matches;
  const whole = measureParagraph(matches);
  const top = measureBest(matches, measures, meanSentence);
  return [
    query.mass === 0 ? 0 : bm25 / query.mass,
    best === 0 ? 0 : bm25 / best,
    1 / rank,
    whole.cov,
    whole.matched / Math.max(1, query.terms.length),
    top.cov,
    top.second,
    whole.window,
    top.brief,
    top.adjacency,
    whole.title,
    top.head,
    top.exact,
    whole.exact,
    whole.pre,
    ...byKind(matches, top.type),
    top.mix,
    whole.names,
    whole.numbers,
    whole.rarest,
    whole.body,
    sentence / 5,
    matches.named,
  ];
}

const JUDGED_PLACES = JUDGED.map((name) => PARAGRAPH_FEATURES.indexOf(name));
/** Place of "cov" in a paragraph's features. */
export const COVERAGE = PARAGRAPH_FEATURES.indexOf("cov");
// Beyond these bounds more of it says no more.
const [LEAST_ODDS, MOST_ODDS] = [-3, 5];

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
    Math.min(MOST_ODDS, Math.max(LEAST_ODDS, -Math.log(against))),
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
