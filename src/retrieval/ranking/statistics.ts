// Statistics of a paragraph and of its sentences, from which the features are made. Coverages are shares of the
// question's weight.
import type { Matches } from "./term-matches.ts";

export type SentenceStatistics = Readonly<{
  /** Matched in the sentence. */
  coverage: number;
  /** Matched in the exact form. */
  exactForm: number;
  /** By how much the heading matches terms better than the sentence does. */
  headingExtra: number;
  /** Not matched, but hinted at: a word begins like the term, or is a synonym. */
  hinted: number;
  /** As `coverage`, each term divided by the number of sentences that match it. */
  exclusiveCoverage: number;
  /** Matched in the sentence or the one before it. */
  window: number;
  /** Number of terms matched. */
  matchedTerms: number;
  /** Number of content words. */
  words: number;
  /** How near each other the question's neighbouring terms are, from 0 to 1; see `proximity.ts`. */
  adjacency: number;
  /** Holds something of the wanted type that the question does not name. */
  hasAnswerType: boolean;
  /** The first content word matches a term. */
  startsWithTerm: boolean;
  /** Bits of `analysis/annotations.ts`. */
  annotations: number;
}>;

export function measureSentences(matches: Matches): SentenceStatistics[] {
  const { weights, sentenceCount, strength, exactForm, hinted, headingStrength } = matches;
  const width = weights.length;
  const sentencesWith = countSentencesWith(matches);
  const statistics: SentenceStatistics[] = [];
  for (let i = 0; i < sentenceCount; i++) {
    let coverage = 0;
    let exact = 0;
    let headingExtra = 0;
    let hintedWeight = 0;
    let exclusiveCoverage = 0;
    let window = 0;
    let matchedTerms = 0;
    for (let term = 0; term < width; term++) {
      const cell = i * width + term;
      const weight = weights[term] as number;
      const here = strength[cell] as number;
      const before = i === 0 ? 0 : (strength[cell - width] as number);
      const inHeading = headingStrength[term] as number;
      window += weight * Math.max(before, here);
      if (here > 0) {
        matchedTerms++;
        coverage += weight * here;
        exclusiveCoverage += (weight * here) / (sentencesWith[term] as number);
        exact += weight * (exactForm[cell] as number);
      } else if (hinted[cell] !== 0) hintedWeight += weight;
      if (inHeading > here) headingExtra += weight * (inHeading - here);
    }
    statistics.push({
      coverage,
      exactForm: exact,
      headingExtra,
      hinted: hintedWeight,
      exclusiveCoverage,
      window,
      matchedTerms,
      words: matches.wordCounts[i] as number,
      adjacency: matches.adjacency[i] as number,
      hasAnswerType: matches.hasAnswerType[i] === 1,
      startsWithTerm: matches.startsWithTerm[i] === 1,
      annotations: matches.annotations[i] as number,
    });
  }
  return statistics;
}

/** Per term the number of sentences that match it. */
function countSentencesWith({ weights, sentenceCount, strength }: Matches): Uint32Array {
  const width = weights.length;
  const counts = new Uint32Array(width);
  for (let i = 0; i < sentenceCount; i++)
    for (let term = 0; term < width; term++)
      if ((strength[i * width + term] as number) > 0) counts[term] = (counts[term] as number) + 1;
  return counts;
}

export type ParagraphStatistics = Readonly<{
  /** Matched anywhere, the heading included. */
  coverage: number;
  /** Matched in the body. */
  bodyCoverage: number;
  /** Matched by title and section heading. */
  titleCoverage: number;
  /** Matched in the exact form. */
  exactForm: number;
  /** Not matched, but hinted at. */
  hinted: number;
  /** Matched by the best two neighbouring sentences together. */
  twoSentenceWindow: number;
  /** Number of terms matched. */
  matchedTerms: number;
  /** Weight of the rarest matched term as a share of the rarest of the question. */
  rarestMatched: number;
  /** Share of the question's names and of its numbers that are matched; .5 where it has none. */
  matchedNames: number;
  matchedNumbers: number;
}>;

export function measureParagraph(
  matches: Matches,
  sentences: readonly SentenceStatistics[],
): ParagraphStatistics {
  const { terms } = matches.query;
  const names = createTally();
  const numbers = createTally();
  let coverage = 0;
  let bodyCoverage = 0;
  let titleCoverage = 0;
  let exactForm = 0;
  let hinted = 0;
  let matchedTerms = 0;
  let rarest = Number.EPSILON;
  let rarestMatched = 0;
  for (let i = 0; i < terms.length; i++) {
    const { weight, isName, isNumber } = terms[i] as (typeof terms)[number];
    const term = measureTerm(matches, i);
    const strength = Math.max(term.heading, term.body);
    coverage += weight * strength;
    bodyCoverage += weight * term.body;
    titleCoverage += weight * term.heading;
    exactForm += weight * term.exactForm;
    rarest = Math.max(rarest, weight);
    if (strength > 0) {
      matchedTerms++;
      rarestMatched = Math.max(rarestMatched, weight);
    } else hinted += weight * term.hinted;
    if (isNumber) numbers.count(strength > 0);
    else if (isName) names.count(strength > 0);
  }
  return {
    coverage,
    bodyCoverage,
    titleCoverage,
    exactForm,
    hinted,
    twoSentenceWindow: sentences.reduce((max, { window }) => Math.max(max, window), 0),
    matchedTerms,
    rarestMatched: rarestMatched / rarest,
    matchedNames: names.share(),
    matchedNumbers: numbers.share(),
  };
}

/** How well one term is matched in the heading and in the sentence that matches it best. */
function measureTerm(matches: Matches, term: number) {
  const { query, sentenceCount, strength, exactForm, hinted, headingStrength } = matches;
  const width = query.terms.length;
  let body = 0;
  let anyExact = 0;
  let anyHinted = 0;
  for (let cell = term; cell < sentenceCount * width; cell += width) {
    body = Math.max(body, strength[cell] as number);
    anyExact |= exactForm[cell] as number;
    anyHinted |= hinted[cell] as number;
  }
  return { heading: headingStrength[term] as number, body, exactForm: anyExact, hinted: anyHinted };
}

/** Counts things to find; the share of them that was found is .5 when there are none. */
function createTally() {
  let all = 0;
  let found = 0;
  return {
    count(isFound: boolean): void {
      all++;
      if (isFound) found++;
    },
    share: () => (all === 0 ? 0.5 : found / all),
  };
}

/** The highest value that any sentence has, for each statistic by itself. */
export type BestSentenceStatistics = Readonly<{
  coverage: number;
  /** That of the sentence with the second highest coverage. */
  secondCoverage: number;
  /** Coverage times `sentenceLengthNorm`. */
  bm25: number;
  adjacency: number;
  /** The sentence together with what the heading adds. */
  headingCoverage: number;
  /** See `mixOf`. */
  mix: number;
  /** This and `hasAnswerType` are those of the sentence with the highest mix, not the highest of all. */
  exactForm: number;
  hasAnswerType: boolean;
}>;

export function measureBestSentence(
  sentences: readonly SentenceStatistics[],
  meanSentenceLength: number,
): BestSentenceStatistics {
  let coverage = 0;
  let secondCoverage = 0;
  let bm25 = 0;
  let adjacency = 0;
  let headingCoverage = 0;
  let mix = -1;
  let exactForm = 0;
  let hasAnswerType = false;
  for (const sentence of sentences) {
    if (sentence.coverage > coverage) {
      secondCoverage = coverage;
      coverage = sentence.coverage;
    } else if (sentence.coverage > secondCoverage) secondCoverage = sentence.coverage;
    bm25 = Math.max(bm25, sentence.coverage * sentenceLengthNorm(sentence.words, meanSentenceLength));
    adjacency = Math.max(adjacency, sentence.adjacency);
    headingCoverage = Math.max(headingCoverage, sentence.coverage + sentence.headingExtra);
    const sentenceMix = mixOf(sentence);
    if (sentenceMix <= mix) continue;
    mix = sentenceMix;
    exactForm = sentence.exactForm;
    hasAnswerType = sentence.hasAnswerType;
  }
  return { coverage, secondCoverage, bm25, adjacency, headingCoverage, mix, exactForm, hasAnswerType };
}

/**
 * A guess at how well a sentence answers. Its factors were chosen by hand; the model learns only how much the sum
 * counts.
 */
function mixOf({ coverage, headingExtra, adjacency, hasAnswerType }: SentenceStatistics): number {
  return coverage + 0.3 * headingExtra + 0.25 * adjacency + 0.15 * (hasAnswerType ? 1 : 0);
}

const K1 = 0.9;
const B = 0.3;

/**
 * BM25's factor for a term that occurs once in a sentence of `words` words: 1 at the mean length, less in a longer one.
 */
export function sentenceLengthNorm(words: number, meanWords: number): number {
  return (K1 + 1) / (1 + K1 * (1 - B + (B * words) / meanWords));
}
