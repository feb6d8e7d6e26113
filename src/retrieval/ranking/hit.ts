// A ranked paragraph, with the figures that decided its rank.
import type { Candidate } from "#retrieval/index/library-index.ts";
import type { Gaps } from "./gaps.ts";

/**
 * How many paragraphs are re-ranked. Of those that BM25 ranks lower, the model would put next to none first: with twenty the same
 * questions of two reports were right, and one more of 592 of covidqa, for a tenth of the time.
 */
export const MAX_CANDIDATES = 17;

export type Hit = Candidate &
  Readonly<{
    /** The vector of PARAGRAPH_FEATURES. */
    features: readonly number[];
    /** The paragraph model's score. */
    score: number;
    /** `score` with the adjustments of `rules.ts`; the hits are sorted by it. */
    adjustedScore: number;
    /** It only repeats the question; see `rules.ts`. */
    restatesQuestion: boolean;
    /** For each sentence its vector of SENTENCE_FEATURES. */
    sentenceFeatures: readonly (readonly number[])[];
    /** Index of the sentence to mark. */
    bestSentence: number;
    /** The question asks for an estimate, and that sentence is the author's own; or for a source, and it names one. */
    isWantedStatement: boolean;
    /** What that sentence lacks. */
    gaps: Gaps;
  }>;
