// Splits a text into terms. Reports and questions go through the same analysis, so that their terms can match.
import { stemmer } from "stemmer";
import { readWords } from "#retrieval/data/word-lists.ts";
import { INVISIBLE, INVISIBLE_IN_WORDS } from "#text/unicode.ts";
import { baseFormOf, unitNameOf } from "./base-forms.ts";

/**
 * One word of a text, in the forms that are searched, and its place: `text.slice(start, end)` is the word as printed.
 */
export type Term = Readonly<{
  /** Folded and stemmed: what is looked up. */
  stem: string;
  /** Folded but not stemmed: distinguishes "invade" from "invasion" where the exact form matters. */
  folded: string;
  start: number;
  end: number;
  /** Begins with a capital letter or a digit: probably a name or a number. */
  capitalized: boolean;
}>;

// Question words are stop words too: a paragraph that answers "who" rarely contains the word.
const STOP_WORDS = readWords("stop-words");

const INVISIBLE_CHARACTERS = new RegExp(`[${INVISIBLE}]`, "gu");
const WORD_CLASS = String.raw`[\p{L}\p{M}\p{N}${INVISIBLE_IN_WORDS}]`;

// The alternatives, in order: dotted abbreviations (U.S., a.m.); models (F-35, F35s, HF-1); numbers, with a unit or an
// ordinal ending split off; words, including those that a scan broke at a line end ("Chal- lenger", but not "in- and
// outflow"); the percent sign. The groups that are read, models and numbers, have no names, because names cost time.
const TOKEN = new RegExp(
  [
    "(?<!\\p{L})(?:\\p{L}\\.){2,}",
    "((?<![\\p{L}\\p{N}])\\p{L}{1,2}[-\\u2010\\u2011]?\\p{N}+)s?(?![\\p{L}\\p{N}])",
    "(\\p{N}+(?:[.,]\\p{N}+)*)(?:(?:st|nd|rd|th|s)(?![\\p{L}\\p{N}])|(?=(?:km|kg|m|bn|mn|mln|tn|k|mph|am|pm)(?![\\p{L}\\p{N}]))|(?![\\p{L}\\p{N}]))",
    `${WORD_CLASS}+(?:['\\u2019\\u02BC]\\p{L}+|- (?!(?:and|or|to|nor)\\b)\\p{Ll}+)*`,
    "%",
  ].join("|"),
  "gu",
);

/** Every word of a text in order, stop words included. Takes time linear in the length of the text. */
export function tokenize(text: string): Term[] {
  const terms: Term[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [word, model, number] = match;
    const printed = number ?? model ?? word;
    const { stem, folded, capitalized } = formOf(printed, number !== undefined);
    if (folded === "") continue;
    terms.push({ stem, folded, start: match.index, end: match.index + printed.length, capitalized });
  }
  return terms;
}

/** The terms of a text without its stop words. */
export function contentTerms(text: string): Term[] {
  return tokenize(text).filter(isContentWord);
}

/** False for a stop word. */
export function isContentWord({ folded }: Term): boolean {
  return !STOP_WORDS.has(folded);
}

/**
 * Removes case, accents, width variants, invisible characters, a possessive "'s", apostrophes, dots, hyphens and
 * spaces.
 */
export function fold(word: string): string {
  return word
    .normalize("NFKD")
    .replace(INVISIBLE_CHARACTERS, "")
    .replace(/['\u2019\u02BC]s$/u, "")
    .replace(/[\p{M}'\u2019\u02BC.\-\u2010\u2011 ]/gu, "")
    .toLowerCase();
}

type Form = Readonly<{ stem: string; folded: string; capitalized: boolean }>;

// Texts repeat their words, and folding and stemming are slow: doing it once for each printed form makes loading
// several times faster. The bound keeps the memory of a process that reloads for months from growing.
const forms = new Map<string, Form>();
const MAX_FORMS = 100_000;

function formOf(printed: string, isNumber: boolean): Form {
  const cached = forms.get(printed);
  if (cached !== undefined) return cached;
  const plain = isNumber ? printed.normalize("NFKC").replaceAll(",", "") : fold(printed);
  const folded = unitNameOf(plain);
  const stem = isStemmable(folded) ? stemmer(baseFormOf(folded)) : folded;
  const form = { stem, folded, capitalized: /^[\p{Lu}\p{N}]/u.test(printed) };
  if (forms.size >= MAX_FORMS) forms.clear();
  forms.set(printed, form);
  return form;
}

/** The stemmer is for English, and nothing of more than 40 letters is an English word. */
function isStemmable(folded: string): boolean {
  return folded.length <= 40 && /^\p{Script=Latin}+$/u.test(folded);
}
