// Rules that adjust a score for what the models cannot learn: the collections that they are trained on have no such
// paragraphs or questions.
import { ESTIMATE, QUESTION, REPORTED, STATEMENT } from "#retrieval/analysis/annotations.ts";
import type { Query } from "#retrieval/query/query.ts";
import type { SentenceStatistics } from "./statistics.ts";

// Enough to outweigh that a heading, or a question that the report itself asks, repeats every word of the asker's
// question. With it, three more questions were right on three reports, one of which has headings and questions among
// its paragraphs, and two more of 40 on a scanned report of 4,000 paragraphs. Values from 4 to 12 score the same on the
// three reports.
export const RESTATEMENT_PENALTY = 8;

// A paragraph with fewer than this many content words that are not in the question adds nothing, unless it contains a
// statement. Values from 4 to 7 score the same.
const MIN_NEW_WORDS = 5;

/**
 * True for a paragraph that repeats the question and adds nothing, such as a heading, a caption or a question: it makes
 * no statement and holds nothing of the wanted type. Such a hit is moved down and is never worded as an answer.
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

// Enough to outweigh a sentence of another kind that shares one or two more words with the question.
const STATEMENT_BONUS = 8;

/**
 * For a question that asks for a judgement, the author's estimate comes before a claim that the author only reports; for
 * one that asks for a source, a sentence that names it, with a figure if the question is about one, comes before all others: it
 * need not repeat the question's words.
 */
export function statementBonus({ type }: Query, sentence: SentenceStatistics): number {
  const { annotations, coverage, hasAnswerType } = sentence;
  const isReported = (annotations & REPORTED) !== 0;
  if (type.kind === "estimate")
    return (annotations & ESTIMATE) !== 0 && !isReported ? STATEMENT_BONUS * coverage : 0;
  const isSource = type.kind === "source" && isReported && coverage > 0;
  return isSource && (type.word === 0 || hasAnswerType) ? STATEMENT_BONUS : 0;
}
