// A paragraph as ranked.
import type { Candidate } from "#retrieval/index/library-index.ts";

/** How many paragraphs are re-ranked: beyond these BM25 finds next to nothing that the model would put first. */
export const MAX_CANDIDATES = 20;

export type Hit = Candidate &
  Readonly<{
    /** The vector of PARAGRAPH_FEATURES. */
    features: readonly number[];
    /** What the paragraph model makes of the features. */
    score: number;
    /** `score` with the adjustments of `rules.ts`: this decides the order. */
    adjustedScore: number;
    /** It only repeats the question. */
    restatesQuestion: boolean;
    /** Per sentence the vector of SENTENCE_FEATURES. */
    sentenceFeatures: readonly (readonly number[])[];
    /** Index of the sentence to mark. */
    bestSentence: number;
  }>;
