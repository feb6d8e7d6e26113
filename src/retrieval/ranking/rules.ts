// What the models cannot learn, because the collections that they learn from have no such paragraphs or questions: rules
// that adjust a score.
import { ESTIMATE, QUESTION, REPORTED, STATEMENT } from "#retrieval/analysis/annotations.ts";
import type { Query } from "#retrieval/query/query.ts";
import type { SentenceStatistics } from "./statistics.ts";

// Enough to outweigh that a heading or a question repeats every word of what is asked. 4 to 12 measure alike on three
// reports, where three more questions are right with it (one report has headings and questions of its own among its
// paragraphs). On a scanned report of 4,000 paragraphs two more of 40 questions were right.
export const RESTATEMENT_PENALTY = 8;

// Fewer content words than these, beyond those of the question, say nothing new unless they make a statement. Four to
// seven measure alike.
const MIN_NEW_WORDS = 5;

/**
 * True for a heading, a caption or a question among the paragraphs: it repeats what was asked, says nothing more and
 * holds nothing of the wanted type. It comes later and is never worded as an answer.
 */
export function restatesQuestion(sentences: readonly SentenceStatistics[]): boolean {
  let newWords = 0;
  for (const { annotations, hasAnswerType, words, matchedTerms } of sentences) {
    if ((annotations & QUESTION) !== 0) continue;
    const isStatement = (annotations & STATEMENT) !== 0 || hasAnswerType;
    newWords += isStatement ? MIN_NEW_WORDS : Math.max(0, words - matchedTerms);
  }
  return newWords < MIN_NEW_WORDS;
}

// Enough to outweigh a word or two that a reported claim shares with the question.
const ESTIMATE_BONUS = 8;

/** A question for a judgement is answered by the author's own estimate before a claim that the author reports. */
export function estimateBonus(query: Query, { annotations, coverage }: SentenceStatistics): number {
  if (query.type.kind !== "estimate") return 0;
  const isOwnEstimate = (annotations & ESTIMATE) !== 0 && (annotations & REPORTED) === 0;
  return isOwnEstimate ? ESTIMATE_BONUS * coverage : 0;
}
