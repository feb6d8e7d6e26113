// The features of the two answerability models: the first hit compared with the others, and the terms that the reports
// lack.
import type { Query } from "#retrieval/query/query.ts";
import { createFeatureSet } from "./feature-set.ts";
import { hasOpposite, lacksCount, lacksNegation } from "./gaps.ts";
import { type Hit, MAX_CANDIDATES } from "./hit.ts";
import { PARAGRAPH_FEATURES } from "./paragraph-features.ts";
import { SENTENCE_FEATURES } from "./sentence-features.ts";
import file from "./weights/answerability.json" with { type: "json" };

const { bias: _, ...named } = file.answerable;
export const ANSWERABILITY_FEATURES = createFeatureSet(named);
const INDEX = ANSWERABILITY_FEATURES.index;
const PARAGRAPH_INDEX = PARAGRAPH_FEATURES.index;

// Beyond these bounds a larger lead says nothing more.
const MIN_LOG_ODDS = -3;
const MAX_LOG_ODDS = 5;

/**
 * `lead`, `rivals` and `unknownNames` serve the choice between `answer` and `closest`: on a report of 4,000 paragraphs
 * 28 replies were worded as answers without them and 22 with them, of which 19 were right in both cases. The number of
 * paragraphs, the lead over the second hit alone and the type of the question were tried and added nothing.
 */
export function answerabilityFeatures(query: Query, first: Hit, others: readonly Hit[]): number[] {
  const unknown = query.terms.filter(({ indexedOrAlias }) => !indexedOrAlias);
  const coverage = coverageOf(first);
  const rivals = others.filter((other) => coverageOf(other) >= coverage);
  const paragraph = first.features;
  const vector = ANSWERABILITY_FEATURES.createVector();
  vector[INDEX.bm25] = paragraph[PARAGRAPH_INDEX.bm25] as number;
  vector[INDEX.coverage] = coverage;
  vector[INDEX.matchedTerms] = paragraph[PARAGRAPH_INDEX.matchedTerms] as number;
  vector[INDEX.headingCoverage] = paragraph[PARAGRAPH_INDEX.headingCoverage] as number;
  vector[INDEX.adjacency] = paragraph[PARAGRAPH_INDEX.adjacency] as number;
  vector[INDEX.exactForm] = paragraph[PARAGRAPH_INDEX.exactForm] as number;
  vector[INDEX.prefix] = paragraph[PARAGRAPH_INDEX.prefix] as number;
  vector[INDEX.matchedNames] = paragraph[PARAGRAPH_INDEX.matchedNames] as number;
  vector[INDEX.matchedNumbers] = paragraph[PARAGRAPH_INDEX.matchedNumbers] as number;
  vector[INDEX.rarestMatched] = paragraph[PARAGRAPH_INDEX.rarestMatched] as number;
  vector[INDEX.unknownTerms] = weightOf(unknown);
  vector[INDEX.unknownNames] = weightOf(unknown.filter(({ isName }) => isName));
  vector[INDEX.questionLength] = Math.min(2, query.terms.length / 10);
  vector[INDEX.paragraphScore] = first.score / 10;
  vector[INDEX.lead] = leadOf(first, others);
  vector[INDEX.rivals] = rivals.length / MAX_CANDIDATES;
  vector[INDEX.lacksAnswerType] = lacksAnswerType(query, first) ? 1 : 0;
  const marked = sentenceOf(first);
  vector[INDEX.missingInSentence] = first.gaps.inSentence;
  vector[INDEX.missingInSentenceSquared] = first.gaps.inSentence ** 2;
  vector[INDEX.missingNearby] = first.gaps.nearby;
  vector[INDEX.missingNames] = first.gaps.names;
  vector[INDEX.missingNumbers] = first.gaps.numbers;
  vector[INDEX.lacksNegation] = lacksNegation(query.text, marked) ? 1 : 0;
  vector[INDEX.lacksCount] = lacksCount(query, marked) ? 1 : 0;
  vector[INDEX.hasOpposite] = first.gaps.inSentence > 0 && hasOpposite(query, marked) ? 1 : 0;
  return vector;
}

/** The sentence of the hit that is to be marked. */
function sentenceOf({ paragraph: { text, sentences }, bestSentence }: Hit): string {
  const span = sentences[bestSentence];
  return text.slice(span?.start, span?.end);
}

/** How much of the question's weight the paragraph matches. */
export function coverageOf({ features }: Hit): number {
  return features[PARAGRAPH_INDEX.coverage] as number;
}

function weightOf(terms: Query["terms"]): number {
  return terms.reduce((sum, { weight }) => sum + weight, 0);
}

/** Log odds that the first hit beats all others, taking the adjusted scores as log-linear. */
function leadOf(first: Hit, others: readonly Hit[]): number {
  const against = others.reduce((sum, hit) => sum + Math.exp(hit.adjustedScore - first.adjustedScore), 0);
  return Math.min(MAX_LOG_ODDS, Math.max(MIN_LOG_ODDS, -Math.log(against)));
}

/** True if the question asks for a figure or a date and the marked sentence has none. */
function lacksAnswerType({ type: { kind } }: Query, { sentenceFeatures, bestSentence }: Hit): boolean {
  if (kind !== "figure" && kind !== "date") return false;
  return sentenceFeatures[bestSentence]?.[SENTENCE_FEATURES.index[`${kind}Answer`]] === 0;
}
