// The features by which the paragraph model orders the candidates. All features are shares of the question's weight or
// small numbers, so that one set of weights serves every library.
import type { Query } from "#retrieval/query/query.ts";
import { createFeatureSet } from "./feature-set.ts";
import type { BestSentenceStatistics, ParagraphStatistics } from "./statistics.ts";
import file from "./weights/paragraph.json" with { type: "json" };

export const PARAGRAPH_FEATURES = createFeatureSet(file.weights);
const INDEX = PARAGRAPH_FEATURES.index;

export type ParagraphFacts = Readonly<{
  query: Query;
  whole: ParagraphStatistics;
  best: BestSentenceStatistics;
  bm25: number;
  /** BM25 of the first candidate. */
  maxBm25: number;
  /** Place in BM25's order, from 1. */
  rank: number;
  /** The highest score that the sentence model gives a sentence. */
  sentenceScore: number;
  /** Share of the words of title and section heading that the question has too. */
  headingOverlap: number;
}>;

// The paragraph's length was tried and left out: it helped on collections whose paragraphs are all of one kind, and
// cost .01 on others.
export function paragraphFeatures(facts: ParagraphFacts): number[] {
  const { query, whole, best, bm25, maxBm25 } = facts;
  const { kind } = query.type;
  const hasAnswer = best.hasAnswerType ? 1 : 0;
  const vector = PARAGRAPH_FEATURES.createVector();
  vector[INDEX.bm25] = query.totalWeight === 0 ? 0 : bm25 / query.totalWeight;
  vector[INDEX.bm25Relative] = maxBm25 === 0 ? 0 : bm25 / maxBm25;
  vector[INDEX.reciprocalRank] = 1 / facts.rank;
  vector[INDEX.coverage] = whole.coverage;
  vector[INDEX.bodyCoverage] = whole.bodyCoverage;
  vector[INDEX.titleCoverage] = whole.titleCoverage;
  vector[INDEX.paragraphExactForm] = whole.exactForm;
  vector[INDEX.prefix] = whole.hinted;
  vector[INDEX.twoSentenceWindow] = whole.twoSentenceWindow;
  vector[INDEX.matchedTerms] = whole.matchedTerms / Math.max(1, query.terms.length);
  vector[INDEX.matchedNames] = whole.matchedNames;
  vector[INDEX.matchedNumbers] = whole.matchedNumbers;
  vector[INDEX.rarestMatched] = whole.rarestMatched;
  vector[INDEX.sentenceCoverage] = best.coverage;
  vector[INDEX.secondSentenceCoverage] = best.secondCoverage;
  vector[INDEX.sentenceBm25] = best.bm25;
  vector[INDEX.adjacency] = best.adjacency;
  vector[INDEX.headingCoverage] = best.headingCoverage;
  vector[INDEX.exactForm] = best.exactForm;
  vector[INDEX.bestMix] = best.mix;
  vector[INDEX.figureAnswer] = kind === "figure" ? hasAnswer : 0;
  vector[INDEX.dateAnswer] = kind === "date" ? hasAnswer : 0;
  vector[INDEX.nameAnswer] = kind === "name" ? hasAnswer : 0;
  vector[INDEX.otherAnswer] = kind === "other" ? hasAnswer : 0;
  vector[INDEX.bestSentence] = facts.sentenceScore / 5;
  // This feature gained .007 on selqa and on clapnq. Two, one for the title and one for the section, gained less.
  vector[INDEX.headingOverlap] = facts.headingOverlap;
  return vector;
}
