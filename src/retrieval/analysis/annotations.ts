// What a sentence contains besides its subject: numbers, dates, names, places; causes, means, estimates, reported
// claims. A sentence that contains the kind of thing a question asks for answers it better than one that does not.
import { MONTHS } from "#domain/report.ts";
import { readWords } from "#retrieval/data/word-lists.ts";
import type { Term } from "./tokenizer.ts";

/** Annotations of a word, as bits. */
export const NUMBER = 1;
export const COUNT_WORD = 2;
export const FRACTION = 4;
export const DATE = 8;
export const NAME = 16;
export const PLACE = 32;

/** Annotations of a sentence, as bits. */
export const CAUSE = 1;
export const MEANS = 2;
export const ESTIMATE = 4;
export const REPORTED = 8;
export const QUESTION = 16;
/** Ends like a statement, in a full stop, an exclamation mark or an ellipsis. Headings and captions do not. */
export const STATEMENT = 32;
/** A title beside a name: "President Ilham Aliyev", "Kochavi, the chief of staff". */
export const OFFICE_HOLDER = 64;

const MONTH_WORDS: ReadonlySet<string> = new Set(MONTHS.map((month) => month.toLowerCase()));
const PLACE_PREPOSITIONS = readWords("place-prepositions");
const WORD_BITS = bitsByWord([
  ["number-words", COUNT_WORD],
  ["date-words", DATE],
  ["fraction-words", FRACTION],
]);
const SENTENCE_BITS = bitsByWord([
  ["cause-words", CAUSE],
  ["means-words", MEANS],
  ["estimate-words", ESTIMATE],
  ["reporting-words", REPORTED],
]);

const STARTS_WITH_DIGIT = /^\p{N}/u;
const YEAR = /^(?:1[5-9]|20)\d\d$/u;
// "628", "1066": a year or a count, so it is annotated as both.
const YEAR_OR_COUNT = /^[1-9]\d{2,3}$/u;

/** The annotations of each word of a sentence; `terms` are all its words, stop words included. */
export function annotateWords(terms: readonly Term[]): number[] {
  return terms.map((term, i) => {
    const { folded } = term;
    if (STARTS_WITH_DIGIT.test(folded)) {
      if (YEAR.test(folded) || isDay(terms, i)) return DATE;
      return YEAR_OR_COUNT.test(folded) ? DATE | NUMBER : NUMBER;
    }
    const bits = WORD_BITS.get(folded) ?? 0;
    if (!term.capitalized) return bits;
    if (MONTH_WORDS.has(folded)) return DATE;
    // The first word of a sentence always has a capital letter.
    if (i === 0) return bits;
    return bits | NAME | (PLACE_PREPOSITIONS.has(terms[i - 1]?.folded ?? "") ? PLACE : 0);
  });
}

/** A number of at most two digits near a month ("between 5 and 8 October"). */
function isDay(terms: readonly Term[], i: number): boolean {
  const digits = terms[i]?.folded.length ?? 0;
  return digits <= 2 && [i - 1, i + 1, i + 2, i + 3].some((near) => isMonth(terms[near]));
}

/** Only with a capital letter, because "may" and "march" are verbs too. */
function isMonth(term: Term | undefined): boolean {
  return term?.capitalized === true && MONTH_WORDS.has(term.folded);
}

/** The annotations of a whole sentence; `text` is the sentence as printed and `terms` are its words. */
export function annotateSentence(terms: readonly Term[], text: string): number {
  const mark = /(?<mark>[?.!\u2026])["'\u201D\u2019)\]\p{N}]*$/u.exec(text)?.groups?.mark;
  let bits = mark === undefined ? 0 : mark === "?" ? QUESTION : STATEMENT;
  for (const { folded } of terms) bits |= SENTENCE_BITS.get(folded) ?? 0;
  return namesOfficeHolder(terms) ? bits | OFFICE_HOLDER : bits;
}

const OFFICES = readWords("offices");
// In words: "Chief of Staff Kochavi", "Kochavi, who is the chief".
const MAX_TITLE_DISTANCE = 4;

function namesOfficeHolder(terms: readonly Term[]): boolean {
  return terms.some(({ folded }, i) => {
    if (!OFFICES.has(folded)) return false;
    const near = terms.slice(Math.max(0, i - MAX_TITLE_DISTANCE), i + MAX_TITLE_DISTANCE + 1);
    return near.some(
      (term) =>
        term.capitalized && /^\p{L}/u.test(term.folded) && !OFFICES.has(term.folded) && term !== terms[0],
    );
  });
}

function bitsByWord(lists: readonly (readonly [name: string, bit: number])[]): ReadonlyMap<string, number> {
  const bits = new Map<string, number>();
  for (const [name, bit] of lists)
    for (const word of readWords(name)) bits.set(word, (bits.get(word) ?? 0) | bit);
  return bits;
}
