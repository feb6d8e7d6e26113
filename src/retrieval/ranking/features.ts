// What the linear models look at: features of a candidate paragraph, of its sentences, and of the first hits. All are
// shares of the question's weight or small numbers, so that one set of weights serves every library.

import { QUESTION } from "#retrieval/analysis/annotations.ts";
import { brevity, measureBest, measureParagraph, type SentenceMeasures } from "./statistics.ts";
import type { Matches } from "./term-matches.ts";

/** How many paragraphs are looked at: beyond these BM25 finds next to nothing that comes first. */
export const CANDIDATES = 20;

// "figure", "date", "name", "other": the type that a question wants, told apart, for a figure found says more than one
// capitalised word among many.
export const SENTENCE_FEATURES = [
  ...["cov", "sbm", "nmatch", "head", "bi", "figure", "date", "name", "other", "leads", "exact"],
  ...["lnWords", "shortness", "first", "position", "previous", "next", "unmatched", "gain", "behind"],
  ...["asks", "cov2", "pre"],
] as const;

export const PARAGRAPH_FEATURES = [
  ...["bm", "bmrel", "rank", "cov", "nmatch", "scov", "scov2", "win2", "sbm", "bi", "title", "headcov"],
  ...["surf", "psurf", "pre", "figure", "date", "name", "other", "smix", "proper", "nums", "maxidf"],
  ...["body", "sentence", "named"],
] as const;

/** One row of SENTENCE_FEATURES for each sentence. */
export function sentenceFeatures(
  matches: Matches,
  measures: readonly SentenceMeasures[],
  meanSentence: number,
): number[][] {
  const most = measures.reduce((most, { cov }) => Math.max(most, cov), 0);
  const { kind } = matches.query.type;
  return measures.map(({ cov, exact, head, pre, matched, gain }, at) => {
    const words = matches.words[at] as number;
    const typed = matches.typed[at] as number;
    return [
      cov,
      cov * brevity(words, meanSentence),
      matched / Math.max(1, matches.query.terms.length),
      head,
      matches.adjacency[at] as number,
      kind === "figure" ? typed : 0,
      kind === "date" ? typed : 0,
      kind === "name" ? typed : 0,
      kind === "other" ? typed : 0,
      matches.leads[at] as number,
      exact,
      Math.log(1 + words) / 4,
      Math.min(1, words / 8),
      at === 0 ? 1 : 0,
      at / matches.sentences,
      at === 0 ? 0 : (measures[at - 1]?.cov ?? 0),
      at + 1 === measures.length ? 0 : (measures[at + 1]?.cov ?? 0),
      1 - Math.min(1, matched / Math.max(1, words)),
      gain,
      cov - most,
      ((matches.signs[at] as number) & QUESTION) === 0 ? 0 : 1,
      cov * cov,
      pre,
    ];
  });
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
  const whole = measureParagraph(matches, measures);
  const top = measureBest(matches, measures, meanSentence);
  const { kind } = query.type;
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
    kind === "figure" ? top.type : 0,
    kind === "date" ? top.type : 0,
    kind === "name" ? top.type : 0,
    kind === "other" ? top.type : 0,
    top.mix,
    whole.names,
    whole.numbers,
    whole.rarest,
    whole.body,
    sentence / 5,
    matches.named,
  ];
}
