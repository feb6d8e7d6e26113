// Whether a word of a question names something, so that a reader gains by being told that the reports never mention it.
// "They never mention "signed"" tells nothing.
import { MONTHS } from "#domain/report.ts";
import { UNIT_NAMES, unitNameOf } from "#retrieval/analysis/base-forms.ts";
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { readLines, readWords } from "#retrieval/data/word-lists.ts";
import type { Query } from "#retrieval/query/query.ts";
import { isEnglish, isNoun } from "#text/dictionary.ts";

// By their stems, so that every form of a verb is recognised.
const PLAIN_STEMS: ReadonlySet<string> = new Set(
  readLines("plain-words").flatMap((line) => contentTerms(line).map(({ stem }) => stem)),
);
// These can be written as digits.
const TIMES_AND_NUMBERS: ReadonlySet<string> = new Set([
  ...readWords("number-words"),
  ...readWords("date-words"),
  ...MONTHS.map((month) => month.toLowerCase()),
]);
// Words that only phrase a question, by what the ranking has learnt.
const MIN_DAMPING = 0.5;
// The letters of shorter words follow each other in nearly every text, so nothing can be said of them.
const MIN_LENGTH = 4;
// Shorter numbers are written in too many ways.
const MIN_DIGITS = 3;
const PREFIX = /^(?:un|re|in|im|dis|non|mis|pre|over|under|out|co|anti|inter|sub|super|semi)/u;

type Named = Pick<Query["terms"][number], "folded" | "stem" | "original" | "damping">;

export function namesSomething({ folded, stem, original, damping }: Named, { text }: Query): boolean {
  if (damping <= MIN_DAMPING || PLAIN_STEMS.has(stem) || TIMES_AND_NUMBERS.has(folded)) return false;
  if (UNIT_NAMES.has(unitNameOf(folded))) return false;
  if (/^\p{N}/u.test(folded)) return /^\p{N}+$/u.test(folded) && folded.length >= MIN_DIGITS;
  if (/\p{N}/u.test(folded)) return true;
  if (folded.length < MIN_LENGTH) return false;
  if (!isEnglishWord(folded)) return true;
  if (isName(original, text)) return !folded.endsWith("ly");
  return isNoun(folded);
}

/** With a prefix too, of which the dictionary lists few. */
function isEnglishWord(folded: string): boolean {
  return isEnglish(folded) || isEnglish(folded.replace(PREFIX, ""));
}

/** A capital letter says so, unless it begins the question or other words have one too without need. */
function isName(original: string, text: string): boolean {
  if (!/^\p{Lu}/u.test(original) || text.trimStart().startsWith(original)) return false;
  const words = text.match(/\p{L}[\p{L}'\u2019]*/gu) ?? [];
  return words.filter((word) => /^\p{Lu}/u.test(word)).length * 2 <= words.length;
}
