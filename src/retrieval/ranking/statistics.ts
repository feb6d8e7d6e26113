// Measures of a paragraph and of its sentences, as shares of the question's weight: what the features are made of.

import { QUESTION, STATEMENT } from "#retrieval/analysis/annotations.ts";
import type { Matches } from "./term-matches.ts";

export type SentenceMeasures = Readonly<{
  /** Met in the sentence; in the exact form; better met in the heading; not met but begun alike. */
  cov: number;
  exact: number;
  head: number;
  pre: number;
  /** As `cov`, each term divided by the number of sentences that meet it. */
  gain: number;
  /** Met in the sentence or the one before. */
  window: number;
  /** Number of terms met. */
  matched: number;
}>;

export function measureSentences(matches: Matches): SentenceMeasures[] {
  const { query, sentences, met, exact, begins, heading } = matches;
  const shares = query.terms.map(({ share }) => share);
  const width = shares.length;
  const holders = countHolders(matches);
  const measures: SentenceMeasures[] = [];
  for (let sentence = 0; sentence < sentences; sentence++) {
    let cov = 0;
    let exactly = 0;
    let head = 0;
    let pre = 0;
    let gain = 0;
    let window = 0;
    let matched = 0;
    for (let term = 0; term < width; term++) {
      const at = sentence * width + term;
      const share = shares[term] as number;
      const strength = met[at] as number;
      const above = heading[term] as number;
      const before = sentence === 0 ? 0 : (met[at - width] as number);
      window += share * Math.max(before, strength);
      if (strength > 0) {
        matched++;
        cov += share * strength;
        gain += (share * strength) / (holders[term] as number);
        exactly += share * (exact[at] as number);
      } else if (begins[at] !== 0) pre += share;
      if (above > strength) head += share * (above - strength);
    }
    measures.push({ cov, exact: exactly, head, pre, gain, window, matched });
  }
  return measures;
}

/** Per term the number of sentences that meet it. */
function countHolders({ query, sentences, met }: Matches): number[] {
  const width = query.terms.length;
  return query.terms.map((_, term) => {
    let holders = 0;
    for (let at = term; at < sentences * width; at += width) if ((met[at] as number) > 0) holders++;
    return holders;
  });
}

export type ParagraphMeasures = Readonly<{
  /** Met anywhere, the heading included; in the body only; in the heading only. */
  cov: number;
  body: number;
  title: number;
  /** In the exact form; not met but begun alike. */
  exact: number;
  pre: number;
  /** The best two neighbouring sentences. */
  window: number;
  /** Number of terms met, and the weight of the rarest of them as a share of the rarest asked. */
  matched: number;
  rarest: number;
  /** Share of the question's names and of its figures that are met; .5 where it has none. */
  names: number;
  numbers: number;
}>;

/** How well one term is met in a paragraph, sentence by sentence and in all. */
type Met = Readonly<{ heading: number; body: number; exact: number; begun: number }>;

export function measureParagraph(matches: Matches, measures: readonly SentenceMeasures[]): ParagraphMeasures {
  const { terms } = matches.query;
  const names = createTally();
  const numbers = createTally();
  let cov = 0;
  let body = 0;
  let title = 0;
  let exact = 0;
  let pre = 0;
  let matched = 0;
  let asked = Number.EPSILON;
  let met = 0;
  for (let term = 0; term < terms.length; term++) {
    const { share, isName, isNumber } = terms[term] as (typeof terms)[number];
    const own = measureTerm(matches, term);
    const strength = Math.max(own.heading, own.body);
    cov += share * strength;
    body += share * own.body;
    title += share * own.heading;
    exact += share * own.exact;
    asked = Math.max(asked, share);
    if (strength > 0) {
      matched++;
      met = Math.max(met, share);
    } else pre += share * own.begun;
    if (isNumber) numbers.count(strength > 0);
    else if (isName) names.count(strength > 0);
  }
  return {
    cov,
    body,
    title,
    exact,
    pre,
    window: measures.reduce((most, own) => Math.max(most, own.window), 0),
    matched,
    rarest: met / asked,
    names: names.share(),
    numbers: numbers.share(),
  };
}

function measureTerm({ query, sentences, met, exact, begins, heading }: Matches, term: number): Met {
  const width = query.terms.length;
  let body = 0;
  let exactly = 0;
  let begun = 0;
  for (let at = term; at < sentences * width; at += width) {
    body = Math.max(body, met[at] as number);
    exactly |= exact[at] as number;
    begun |= begins[at] as number;
  }
  return { heading: heading[term] as number, body, exact: exactly, begun };
}

/** Share of what is there that was found; .5 where there is nothing. */
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

/** The best that single sentences have to offer; `exact` and `type` are those of the sentence with the best mix. */
export function measureBest(matches: Matches, measures: readonly SentenceMeasures[], meanSentence: number) {
  const { adjacency, typed, words } = matches;
  let cov = 0;
  let second = 0;
  let brief = 0;
  let near = 0;
  let head = 0;
  let exact = 0;
  let type = 0;
  let mix = -1;
  for (let at = 0; at < measures.length; at++) {
    const own = measures[at] as SentenceMeasures;
    if (own.cov > cov) {
      second = cov;
      cov = own.cov;
    } else if (own.cov > second) second = own.cov;
    brief = Math.max(brief, own.cov * brevity(words[at] as number, meanSentence));
    near = Math.max(near, adjacency[at] as number);
    head = Math.max(head, own.cov + own.head);
    const ownMix = own.cov + 0.3 * own.head + 0.25 * (adjacency[at] as number) + 0.15 * (typed[at] as number);
    if (ownMix <= mix) continue;
    mix = ownMix;
    exact = own.exact;
    type = typed[at] as number;
  }
  return { cov, second, brief, adjacency: near, head, exact, type, mix };
}

/** BM25's length norm for a sentence, with each term once: k .9, b .3. */
export function brevity(words: number, mean: number): number {
  return 1.9 / (1 + 0.9 * (0.7 + (0.3 * words) / mean));
}

// Fewer content words than these, beyond those of the question, say nothing of it unless they make a statement. Four to
// seven measure alike.
const MIN_NEW = 5;

/** A heading, a caption or a question: it repeats what was asked, and says nothing more and nothing of the wanted type. */
export function isBare(matches: Matches, measures: readonly SentenceMeasures[]): boolean {
  let fresh = 0;
  measures.forEach(({ matched }, at) => {
    const signs = matches.signs[at] as number;
    if ((signs & QUESTION) !== 0) return;
    const says = (signs & STATEMENT) !== 0 || matches.typed[at] === 1;
    fresh += says ? MIN_NEW : Math.max(0, (matches.words[at] as number) - matched);
  });
  return fresh < MIN_NEW;
}
