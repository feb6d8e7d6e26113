// Measures of a paragraph and of its sentences, as shares of the question's weight: what the features are made of.
import type { Matches } from "./matches.ts";
import { ASKS, STATES } from "./sentence-signs.ts";

export type SentenceMeasures = Readonly<{
  /** Met in the sentence; in the exact form; better met in the heading; not met but begun alike. */
  cov: number;
  exact: number;
  head: number;
  pre: number;
  /** As `cov`, each term divided by the number of sentences that meet it. */
  gain: number;
  /** Number of terms met. */
  matched: number;
}>;

export function measureSentences(matches: Matches): SentenceMeasures[] {
  const { query, sentences, met, exact, begins, heading } = matches;
  const { terms } = query;
  const holders = countHolders(matches);
  const measures: SentenceMeasures[] = [];
  for (let sentence = 0; sentence < sentences; sentence++) {
    const own = { cov: 0, exact: 0, head: 0, pre: 0, gain: 0, matched: 0 };
    for (let term = 0; term < terms.length; term++) {
      const at = sentence * terms.length + term;
      const share = terms[term]?.share as number;
      const strength = met[at] as number;
      const above = heading[term] as number;
      if (strength > 0) {
        own.matched++;
        own.cov += share * strength;
        own.gain += (share * strength) / (holders[term] as number);
      } else if ((begins[at] as number) > 0) own.pre += share;
      if (above > strength) own.head += share * (above - strength);
      own.exact += share * (exact[at] as number);
    }
    measures.push(own);
  }
  return measures;
}

/** Per term the number of sentences that meet it. */
function countHolders({ query, sentences, met }: Matches): number[] {
  const holders: number[] = new Array(query.terms.length).fill(0);
  for (let at = 0; at < sentences * holders.length; at++)
    if ((met[at] as number) > 0) holders[at % holders.length] = (holders[at % holders.length] as number) + 1;
  return holders;
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

export function measureParagraph(matches: Matches): ParagraphMeasures {
  const { query, sentences } = matches;
  const sums = { cov: 0, body: 0, title: 0, exact: 0, pre: 0, matched: 0, rarest: 0 };
  const names = createTally();
  const numbers = createTally();
  const windows: number[] = new Array(Math.max(1, sentences - 1)).fill(0);
  let rarest = Number.EPSILON;
  query.terms.forEach(({ share, isName, isNumber }, term) => {
    const { heading, body, exact, begun } = measureTerm(matches, term, windows);
    const strength = Math.max(heading, body);
    sums.cov += share * strength;
    sums.body += share * body;
    sums.title += share * heading;
    sums.exact += share * exact;
    rarest = Math.max(rarest, share);
    if (strength > 0) {
      sums.matched++;
      sums.rarest = Math.max(sums.rarest, share);
    } else sums.pre += share * begun;
    if (isNumber) numbers.count(strength > 0);
    else if (isName) names.count(strength > 0);
  });
  return {
    ...sums,
    rarest: sums.rarest / rarest,
    window: Math.max(...windows),
    names: names.share(),
    numbers: numbers.share(),
  };
}

/** Adds the term's share to every window of two sentences that meets it. */
function measureTerm(
  { query, sentences, met, exact, begins, heading }: Matches,
  term: number,
  windows: number[],
): Met {
  const width = query.terms.length;
  const share = query.terms[term]?.share as number;
  const all = { heading: heading[term] as number, body: 0, exact: 0, begun: 0 };
  let before = 0;
  for (let sentence = 0; sentence < sentences; sentence++) {
    const at = sentence * width + term;
    const here = met[at] as number;
    if (here > all.body) all.body = here;
    all.exact |= exact[at] as number;
    all.begun |= begins[at] as number;
    if (sentence > 0 || sentences === 1) {
      const window = Math.max(0, sentence - 1);
      windows[window] = (windows[window] as number) + share * Math.max(before, here);
    }
    before = here;
  }
  return all;
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
  const top = { cov: 0, second: 0, brief: 0, adjacency: 0, head: 0, exact: 0, type: 0, mix: -1 };
  measures.forEach(({ cov, head, exact }, at) => {
    if (cov > top.cov) {
      top.second = top.cov;
      top.cov = cov;
    } else if (cov > top.second) top.second = cov;
    const adjacency = matches.adjacency[at] as number;
    const type = matches.typed[at] as number;
    top.brief = Math.max(top.brief, cov * brevity(matches.words[at] as number, meanSentence));
    top.adjacency = Math.max(top.adjacency, adjacency);
    top.head = Math.max(top.head, cov + head);
    const mix = cov + 0.3 * head + 0.25 * adjacency + 0.15 * type;
    if (mix <= top.mix) return;
    top.mix = mix;
    top.exact = exact;
    top.type = type;
  });
  return top;
}

/** BM25's length norm for a sentence, with each term once: k .9, b .3. */
export function brevity(words: number, mean: number): number {
  return 1.9 / (1 + 0.9 * (0.7 + (0.3 * words) / mean));
}

// Fewer content words than these, beyond those of the question, say nothing of it unless they make a statement. Four to
// seven measure alike.
const FEWEST_NEW = 5;

/** A heading, a caption or a question: it repeats what was asked, and says nothing more and nothing of the wanted type. */
export function isBare(matches: Matches, measures: readonly SentenceMeasures[]): boolean {
  let fresh = 0;
  measures.forEach(({ matched }, at) => {
    const signs = matches.signs[at] as number;
    if ((signs & ASKS) !== 0) return;
    const says = (signs & STATES) !== 0 || matches.typed[at] === 1;
    fresh += says ? FEWEST_NEW : Math.max(0, (matches.words[at] as number) - matched);
  });
  return fresh < FEWEST_NEW;
}
