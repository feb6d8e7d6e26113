// The features by which the sentence model chooses the sentence of a paragraph that answers. All features are shares of
// the question's weight or small numbers, so that one set of weights serves every library.
import { OFFICE_HOLDER, QUESTION } from "#retrieval/analysis/annotations.ts";
import type { Query } from "#retrieval/query/query.ts";
import { createFeatureSet } from "./feature-set.ts";
import { type SentenceStatistics, sentenceLengthNorm } from "./statistics.ts";
import file from "./weights/sentence.json" with { type: "json" };

export const SENTENCE_FEATURES = createFeatureSet(file.weights);
const INDEX = SENTENCE_FEATURES.index;

export type Surroundings = Readonly<{
  query: Query;
  /** All sentences of the paragraph. */
  sentences: readonly SentenceStatistics[];
  /** The highest coverage among them. */
  maxCoverage: number;
  /** Mean length of the library's sentences in content words. */
  meanSentenceLength: number;
}>;

/** The features of the sentence with index `i`. */
export function sentenceFeatures(i: number, surroundings: Surroundings): number[] {
  const { query, sentences, maxCoverage, meanSentenceLength } = surroundings;
  const sentence = sentences[i] as SentenceStatistics;
  const { coverage, matchedTerms, words } = sentence;
  const { kind } = query.type;
  const hasAnswer = sentence.hasAnswerType ? 1 : 0;
  const vector = SENTENCE_FEATURES.createVector();
  vector[INDEX.coverage] = coverage;
  vector[INDEX.coverageSquared] = coverage * coverage;
  vector[INDEX.sentenceBm25] = coverage * sentenceLengthNorm(words, meanSentenceLength);
  vector[INDEX.matchedTerms] = matchedTerms / Math.max(1, query.terms.length);
  vector[INDEX.headingExtra] = sentence.headingExtra;
  vector[INDEX.exclusiveCoverage] = sentence.exclusiveCoverage;
  vector[INDEX.exactForm] = sentence.exactForm;
  vector[INDEX.prefix] = sentence.hinted;
  vector[INDEX.adjacency] = sentence.adjacency;
  vector[INDEX.startsWithTerm] = sentence.startsWithTerm ? 1 : 0;
  // One feature per type: a number where one is asked for is stronger evidence than one name among many.
  vector[INDEX.figureAnswer] = kind === "figure" ? hasAnswer : 0;
  vector[INDEX.dateAnswer] = kind === "date" ? hasAnswer : 0;
  vector[INDEX.nameAnswer] = kind === "name" ? hasAnswer : 0;
  vector[INDEX.otherAnswer] = kind === "other" ? hasAnswer : 0;
  const isOffice = (query.type.sentence & OFFICE_HOLDER) !== 0;
  vector[INDEX.officeHolder] = isOffice && (sentence.annotations & OFFICE_HOLDER) !== 0 ? 1 : 0;
  vector[INDEX.isQuestion] = (sentence.annotations & QUESTION) === 0 ? 0 : 1;
  vector[INDEX.logLength] = Math.log(1 + words) / 4;
  // Below 1 for a sentence of fewer than eight words.
  vector[INDEX.cappedLength] = Math.min(1, words / 8);
  // Share of the words that match nothing.
  vector[INDEX.unmatchedWords] = 1 - Math.min(1, matchedTerms / Math.max(1, words));
  vector[INDEX.isFirst] = i === 0 ? 1 : 0;
  vector[INDEX.position] = i / sentences.length;
  vector[INDEX.previousCoverage] = i === 0 ? 0 : (sentences[i - 1] as SentenceStatistics).coverage;
  vector[INDEX.nextCoverage] = sentences[i + 1]?.coverage ?? 0;
  // 0 for the sentence that covers most, below 0 for the others.
  vector[INDEX.behindBest] = coverage - maxCoverage;
  return vector;
}
