// What kind of thing a question wants to hear, by its own words: a figure or a date. A sentence that holds one is a
// better answer to it than a sentence that does not.
import type { Term } from "./terms.ts";

export type AnswerType = "count" | "measure" | "date" | "any";

const COUNT = /\b(?:how (?:many|often)|number of)\b/iu;
const MEASURE =
  /\b(?:how (?:long|much|big|large|far|high|wide|deep|tall)|what (?:share|percentage|percent|proportion|amount)|price|cost|value|size)\b/iu;
const DATE = /\b(?:when|what (?:date|day|month|year|time)|which (?:day|month|year)|date|since when)\b/iu;

export function answerTypeOf(question: string): AnswerType {
  if (COUNT.test(question)) return "count";
  if (MEASURE.test(question)) return "measure";
  return DATE.test(question) ? "date" : "any";
}

const MONTH = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/u;
const YEAR = /^(?:1[5-9]|20)\d\d$/u;
const NUMBER_WORD = /^(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand)$/u;
const FRACTION_WORD = /^(?:half|third|quarter|quarters)$/u;

/** True when the sentence holds a thing of that type among words that the question does not use itself. */
export function holdsType(type: AnswerType, terms: readonly Term[], asked: ReadonlySet<string>): boolean {
  return type !== "any" && terms.some(({ stem }, at) => !asked.has(stem) && TYPES[type](terms, at));
}

type IsType = (terms: readonly Term[], at: number) => boolean;

const TYPES: Readonly<Record<Exclude<AnswerType, "any">, IsType>> = {
  date: (terms, at) => MONTH.test(wordAt(terms, at)) || YEAR.test(wordAt(terms, at)),
  count: (terms, at) => NUMBER_WORD.test(wordAt(terms, at)) || isFigure(terms, at),
  measure: (terms, at) => FRACTION_WORD.test(wordAt(terms, at)) || isFigure(terms, at),
};

/** A number in digits that is no year and no day of a month ("between 5 and 8 October"). */
function isFigure(terms: readonly Term[], at: number): boolean {
  const dated = [at - 1, at + 1, at + 2].some((near) => MONTH.test(wordAt(terms, near)));
  return /^\p{N}/u.test(wordAt(terms, at)) && !YEAR.test(wordAt(terms, at)) && !dated;
}

function wordAt(terms: readonly Term[], at: number): string {
  return terms[at]?.surface ?? "";
}
