// Statistics of a paragraph and of its sentences, from which the features are made. Coverages are shares of the
// question's weight.
import type { Matches } from "./term-matches.ts";

export type SentenceStatistics = Readonly<{
  /** Matched in the sentence. */
  coverage: number;
  /** Matched in the exact form. */
  exactForm: number;
  /** What the heading matches better than the sentence. */
  headingExtra: number;
  /** Not matched, but hinted at: a word begins like the term, or is a synonym. */
  prefix: number;
  /** As `coverage`, each term divided by the number of sentences that match it. */
  exclusiveCoverage: number;
  /** Matched in the sentence or the one before. */
  window: number;
  /** Number of terms matched. */
  matchedTerms: number;
  /** Number of content words. */
  words: number;
  /** Share of the question's neighbouring terms that are near each other. */
  adjacency: number;
  /** Holds something of the wanted type that the question does not name. */
  hasAnswerType: boolean;
  /** The first content word is one of the question's. */
  startsWithTerm: boolean;
  /** Bits of `analysis/annotations.ts`. */
  annotations: number;
}>;

export function measureSentences(matches: Matches): SentenceStatistics[] {
  const { query, sentenceCount, strength, exactForm, prefix, headingStrength } = matches;
  const weights = query.terms.map(({ weight }) => weight);
  const width = weights.length;
  const sentencesWith = countSentencesWith(matches);
  const statistics: SentenceStatistics[] = [];
  for (let i = 0; i < sentenceCount; i++) {
    let coverage = 0;
    let exact = 0;
    let headingExtra = 0;
    let hinted = 0;
    let exclusiveCoverage = 0;
    let window = 0;
    let matchedTerms = 0;
    for (let term = 0; term < width; term++) {
      const cell = i * width + term;
      const weight = weights[term] as number;
      const own = strength[cell] as number;
      const heading = headingStrength[term] as number;
      const before = i === 0 ? 0 : (strength[cell - width] as number);
      window += weight * Math.max(before, own);
      if (own > 0) {
        matchedTerms++;
        coverage += weight * own;
        exclusiveCoverage += (weight * own) / (sentencesWith[term] as number);
        exact += weight * (exactForm[cell] as number);
      } else if (prefix[cell] !== 0) hinted += weight;
      if (heading > own) headingExtra += weight * (heading - own);
    }
    statistics.push({
      coverage,
      exactForm: exact,
      headingExtra,
      prefix: hinted,
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
function countSentencesWith({ query, sentenceCount, strength }: Matches): number[] {
  const width = query.terms.length;
  return query.terms.map((_, term) => {
    let count = 0;
    for (let cell = term; cell < sentenceCount * width; cell += width)
      if ((strength[cell] as number) > 0) count++;
    return count;
  });
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
  prefix: number;
  /** The best two neighbouring sentences. */
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
  let prefix = 0;
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
    } else prefix += weight * term.prefix;
    if (isNumber) numbers.count(strength > 0);
    else if (isName) names.count(strength > 0);
  }
  return {
    coverage,
    bodyCoverage,
    titleCoverage,
    exactForm,
    prefix,
    twoSentenceWindow: sentences.reduce((max, { window }) => Math.max(max, window), 0),
    matchedTerms,
    rarestMatched: rarestMatched / rarest,
    matchedNames: names.share(),
    matchedNumbers: numbers.share(),
  };
}

/** How well one term is matched in the heading and in the sentence that matches it best. */
function measureTerm(matches: Matches, term: number) {
  const { query, sentenceCount, strength, exactForm, prefix, headingStrength } = matches;
  const width = query.terms.length;
  let body = 0;
  let exact = 0;
  let hinted = 0;
  for (let cell = term; cell < sentenceCount * width; cell += width) {
    body = Math.max(body, strength[cell] as number);
    exact |= exactForm[cell] as number;
    hinted |= prefix[cell] as number;
  }
  return { heading: headingStrength[term] as number, body, exactForm: exact, prefix: hinted };
}

/** Share of all that was found; .5 where there is nothing to find. */
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

/** The best values that single sentences have, each from the sentence where it is highest. */
export type BestSentenceStatistics = Readonly<{
  coverage: number;
  secondCoverage: number;
  /** Coverage with BM25's length norm. */
  bm25: number;
  adjacency: number;
  /** The sentence together with what the heading adds. */
  headingCoverage: number;
  /** A rough mix of coverage, heading, adjacency and answer type. */
  mix: number;
  /** Both are those of the sentence with the best mix. */
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
    bm25 = Math.max(bm25, sentence.coverage * lengthNorm(sentence.words, meanSentenceLength));
    adjacency = Math.max(adjacency, sentence.adjacency);
    headingCoverage = Math.max(headingCoverage, sentence.coverage + sentence.headingExtra);
    const own = mixOf(sentence);
    if (own <= mix) continue;
    mix = own;
    exactForm = sentence.exactForm;
    hasAnswerType = sentence.hasAnswerType;
  }
  return { coverage, secondCoverage, bm25, adjacency, headingCoverage, mix, exactForm, hasAnswerType };
}

function mixOf({ coverage, headingExtra, adjacency, hasAnswerType }: SentenceStatistics): number {
  return coverage + 0.3 * headingExtra + 0.25 * adjacency + 0.15 * (hasAnswerType ? 1 : 0);
}

/** BM25's norm for a sentence of so many words that holds each term once: k .9, b .3. */
export function lengthNorm(words: number, meanWords: number): number {
  return 1.9 / (1 + 0.9 * (0.7 + (0.3 * words) / meanWords));
}
