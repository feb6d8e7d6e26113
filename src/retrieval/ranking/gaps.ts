// What the question has and the sentence to mark lacks. A paragraph that shares most words with a question may still be about
// something else: another person, another year, the opposite.

import type { Paragraph } from "#domain/report.ts";
import { annotateWords, COUNT_WORD, NUMBER } from "#retrieval/analysis/annotations.ts";
import { contentTerms, tokenize } from "#retrieval/analysis/tokenizer.ts";
import { readLines, readWords } from "#retrieval/data/word-lists.ts";
import type { Query } from "#retrieval/query/query.ts";
import type { Matches } from "./term-matches.ts";

export type Gaps = Readonly<{
  /** The weight of the question's terms that the sentence does not match, from 0 to 1. */
  inSentence: number;
  /** The same of the sentence, its neighbours and the headings together. */
  nearby: number;
  /** How many of the question's names are not matched nearby, and how many of its numbers; 2 means two or more. */
  names: number;
  numbers: number;
}>;

type Marked = Readonly<{ paragraph: Paragraph; bestSentence: number }>;

const MAX_COUNT = 2;

/** `sentence`: index of the sentence to mark. */
export function measureGaps(
  { query, sentenceCount, strength, headingStrength }: Matches,
  sentence: number,
): Gaps {
  const width = query.terms.length;
  let inSentence = 0;
  let nearby = 0;
  let names = 0;
  let numbers = 0;
  const first = Math.max(0, sentence - 1);
  const last = Math.min(sentenceCount - 1, sentence + 1);
  for (let term = 0; term < width; term++) {
    if ((strength[sentence * width + term] as number) > 0) continue;
    const { weight, isName, isNumber } = query.terms[term] as Query["terms"][number];
    inSentence += weight;
    let isNear = (headingStrength[term] as number) > 0;
    for (let i = first; i <= last; i++) isNear ||= (strength[i * width + term] as number) > 0;
    if (isNear) continue;
    nearby += weight;
    if (isName) names++;
    if (isNumber) numbers++;
  }
  return { inSentence, nearby, names: Math.min(MAX_COUNT, names), numbers: Math.min(MAX_COUNT, numbers) };
}

const NEGATION = new RegExp(`\\b(?:${[...readWords("negations")].join("|")})\\b|n['\\u2019]t\\b`, "u");

/** Whether the question asks for what is not so ("no longer used") and the sentence has no negation. */
export function lacksNegation(question: string, sentence: string): boolean {
  return NEGATION.test(question.toLowerCase()) && !NEGATION.test(sentence.toLowerCase());
}

const OPPOSITES = readOpposites();

/** Whether the sentence has the opposite of a word of the question ("north" for "south") and not the word itself. */
export function hasOpposite({ terms }: Query, sentence: string): boolean {
  const withOpposites = terms.filter(({ stem }) => OPPOSITES.has(stem));
  if (withOpposites.length === 0) return false;
  const printed = sentence.toLowerCase();
  return withOpposites.some(
    ({ stem }) =>
      !hasStem(printed, stem) && OPPOSITES.get(stem)?.some((one) => hasStem(printed, one)) === true,
  );
}

const LETTER = /\p{L}/u;
const REST_OF_WORD = /[\p{L}\p{M}'\u2019]*/uy;

/** Whether a text in lower case has a word of this stem. Only words that begin with its letters are analysed, for that takes long. */
function hasStem(text: string, stem: string): boolean {
  const letters = stem.slice(0, -1);
  for (let at = text.indexOf(letters); at !== -1; at = text.indexOf(letters, at + 1)) {
    if (at > 0 && LETTER.test(text.charAt(at - 1))) continue;
    REST_OF_WORD.lastIndex = at;
    const word = REST_OF_WORD.exec(text)?.[0] ?? "";
    if (contentTerms(word)[0]?.stem === stem) return true;
  }
  return false;
}

/** The opposites of each stem. */
function readOpposites(): ReadonlyMap<string, readonly string[]> {
  const opposites = new Map<string, string[]>();
  const add = (word: string, other: string) => opposites.set(word, [...(opposites.get(word) ?? []), other]);
  for (const line of readLines("opposites")) {
    const [one, other] = contentTerms(line);
    if (one === undefined || other === undefined) throw new Error(`opposites.txt: not two words: ${line}`);
    add(one.stem, other.stem);
    add(other.stem, one.stem);
  }
  return opposites;
}

const COUNT_BITS = NUMBER | COUNT_WORD;
// In words: "three Israeli drones", "drones: three".
const MAX_COUNT_DISTANCE = 3;

/** Whether the question asks how many there are of something and the sentence has no number beside the word for it. */
export function lacksCount({ counted }: Query, sentence: string): boolean {
  if (counted === undefined) return false;
  const terms = tokenize(sentence);
  if (!terms.some(({ stem }) => stem === counted)) return true;
  const bits = annotateWords(terms);
  return !terms.some(({ stem }, i) => {
    if (stem !== counted) return false;
    const near = bits.slice(Math.max(0, i - MAX_COUNT_DISTANCE), i + MAX_COUNT_DISTANCE + 1);
    return near.some((one) => (one & COUNT_BITS) !== 0);
  });
}

/** Whether the question asks how many, and neither the sentence to mark nor its neighbours have a number. */
export function lacksNumber({ counted }: Query, { paragraph, bestSentence }: Marked): boolean {
  if (counted === undefined) return false;
  // The one to mark comes first, for it has a number most often.
  return ![bestSentence, bestSentence - 1, bestSentence + 1].some((i) => {
    const span = paragraph.sentences[i];
    const terms = span === undefined ? [] : tokenize(paragraph.text.slice(span.start, span.end));
    return annotateWords(terms).some((bits) => (bits & COUNT_BITS) !== 0);
  });
}
