// What a sentence holds besides its words: figures, dates, names, places; causes, means, estimates, reported claims.
// A sentence with a thing of the kind that a question wants is a better answer to it than one without.
import type { Term } from "./tokenizer.ts";

/** Signs of a word, as bits. */
export const NUMBER = 1;
export const COUNT_WORD = 2;
export const FRACTION = 4;
export const DATE = 8;
export const NAME = 16;
export const PLACE = 32;

/** Signs of a whole sentence, as bits. */
export const CAUSE = 1;
export const MEANS = 2;
export const ESTIMATE = 4;
export const REPORTED = 8;
export const QUESTION = 16;
/** Ends as a statement does; a heading or a caption has no point. */
export const STATEMENT = 32;

const MONTH = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/u;
const YEAR = /^(?:1[5-9]|20)\d\d$/u;
// "628", "1066": a year or a count.
const MAYBE_YEAR = /^[1-9]\d{2,3}$/u;
const DIGIT = /^\p{N}/u;
const WORD_SIGNS: ReadonlyMap<string, number> = new Map([
  ..."two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety dozen hundred thousand million billion"
    .split(" ")
    .map((word): [string, number] => [word, COUNT_WORD]),
  ["one", COUNT_WORD],
  ..."century centuries decade bc bce ad monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter"
    .split(" ")
    .map((word): [string, number] => [word, DATE]),
  ..."half third thirds quarter quarters majority percent"
    .split(" ")
    .map((word): [string, number] => [word, FRACTION]),
]);
const PLACE_WORDS = setOf("in at near from to into across around outside inside toward towards between of");

/** The signs of each word of a sentence. */
export function annotateWords(terms: readonly Term[]): number[] {
  return terms.map((term, at) => {
    const { folded: surface } = term;
    if (DIGIT.test(surface)) {
      if (YEAR.test(surface) || isDay(terms, at)) return DATE;
      return MAYBE_YEAR.test(surface) ? DATE | NUMBER : NUMBER;
    }
    const lexical = WORD_SIGNS.get(surface) ?? 0;
    if (!term.capitalized) return lexical;
    if (MONTH.test(surface)) return DATE;
    if (at === 0) return lexical;
    return lexical | NAME | (PLACE_WORDS.has(terms[at - 1]?.folded ?? "") ? PLACE : 0);
  });
}

/** A number of at most two digits beside a month ("between 5 and 8 October"). */
function isDay(terms: readonly Term[], at: number): boolean {
  const surface = terms[at]?.folded ?? "";
  return surface.length <= 2 && [at - 1, at + 1, at + 2, at + 3].some((near) => isMonth(terms[near]));
}

function isMonth(term: Term | undefined): boolean {
  return term?.capitalized === true && MONTH.test(term.folded);
}

const SENTENCE_SIGNS: readonly (readonly [number, ReadonlySet<string>])[] = [
  [
    CAUSE,
    setOf(
      "because due cause causes caused causing result results resulted reason reasons therefore thus led leads lead owing since response prompted driven fear fears fearing order",
    ),
  ],
  [MEANS, setOf("by using use used uses via through with means method process")],
  [
    ESTIMATE,
    setOf(
      "likely unlikely probably probable improbable possibly possible certainly certain doubtful plausible might may could would should appear appears expect expected anticipate assess assessed judge chance likelihood probability risk suggest suggests theoretically almost",
    ),
  ],
  [
    REPORTED,
    setOf(
      "said says claim claims claimed reportedly allegedly alleged reported stated stating told announced insisted according cited quoted denounced accused",
    ),
  ],
];

/** The signs of a sentence as a whole. */
export function annotateSentence(terms: readonly Term[], text: string): number {
  const end = /(?<mark>[?.!\u2026])["'\u201D\u2019)\]\p{N}]*$/u.exec(text)?.groups?.mark;
  let signs = end === undefined ? 0 : end === "?" ? QUESTION : STATEMENT;
  for (const [sign, words] of SENTENCE_SIGNS)
    if (terms.some(({ folded: surface }) => words.has(surface))) signs |= sign;
  return signs;
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
