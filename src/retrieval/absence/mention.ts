// Whether a text has any form of a word. It is asked before a reader is told that the word is absent, so when in doubt the
// answer is yes.
import { oncePer } from "#domain/once-per.ts";
import { baseFormOf, formsOf } from "#retrieval/analysis/base-forms.ts";
import { type FoldedText, lettersOf, soundOf } from "#retrieval/analysis/folded-text.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import { readWords } from "#retrieval/data/word-lists.ts";
import { isEnglish } from "#text/dictionary.ts";
import { wordsOfNumber } from "./number-words.ts";

// So much of a word's beginning stays when it is inflected or another word is derived from it: all but its last three letters,
// within these bounds.
const MIN_BEGINNING = 4;
const MAX_BEGINNING = 6;
const ENDINGS = /(?:e?s|e?d|ing|ers?|ors?|ly|y|ies|ied|ic|al|ish|ian|an)$/u;
const MIN_STEM = 2;
// Fewer consonants sound like too many words; names that differ in their endings need one more.
const MIN_SOUND = 3;
// Shorter initials occur in any text.
const MIN_INITIALS = 3;

/** Spellings that differ between countries and do so within the beginning of a word. */
const SPELLINGS: readonly (readonly [string, string])[] = [
  ["ae", "e"],
  ["oe", "e"],
  ["ae", "a"],
  ["oe", "o"],
  ["ue", "u"],
  ["ou", "o"],
  ["ey", "ay"],
  ["ay", "ey"],
  ["y", "i"],
  ["i", "y"],
];

/** `text`: as typed. */
type Question = Readonly<{ text: string }>;

/** The test for one word, as typed. `question`: the words around it, which an acronym of the text may abbreviate. */
export function createMentionTest(word: string, question: Question): (text: FoldedText) => boolean {
  const letters = lettersOf(word);
  if (/^\p{N}+$/u.test(letters)) return numberTest(letters);
  const pieces = piecesOf(letters);
  const sound = soundOf(letters);
  const mayBeInitials =
    letters.length >= MIN_INITIALS && (word === word.toUpperCase() || !isEnglish(letters));
  const initials = [letters, letters.replace(/s$/u, "")].filter((some) => some.length >= MIN_INITIALS);
  // Most words are found by their letters, so the rest is made when it is needed.
  let acronyms: readonly string[] | undefined;
  const hasAcronym = (text: FoldedText) => {
    if (text.acronyms.size === 0) return false;
    acronyms ??= acronymsFor(letters, question);
    return acronyms.some((acronym) => text.acronyms.has(acronym));
  };
  return (text) =>
    pieces.some((piece) => text.letters.includes(piece)) ||
    hasSound(text, sound) ||
    (mayBeInitials && initials.some((some) => text.initials.includes(some))) ||
    hasAcronym(text);
}

/** Any of these in a text may be a form of the word. */
function piecesOf(letters: string): readonly string[] {
  const { name = "", digits = "" } = /^(?<name>\p{L}+)(?<digits>\p{N}+)/u.exec(letters)?.groups ?? {};
  // "F-35" is not written otherwise than with its digits, but "G7" is.
  if (name !== "") return [name + digits, ...(name.length > 2 ? [name] : wordsOfNumber(digits))];
  const spellings = SPELLINGS.filter(([from]) => letters.includes(from)).map(([from, to]) =>
    letters.replaceAll(from, to),
  );
  const forms = formsOf(baseFormOf(letters));
  const stems = tokenize(letters).map(({ stem }) => stem.replace(/i$/u, ""));
  const beginnings = [letters, ...spellings, ...forms].map(beginningOf);
  const shortened = letters.replace(ENDINGS, "");
  return shortest([...beginnings, ...stems, shortened, shortened.replace(/(.)\1$/u, "$1")]);
}

/** Without those that contain another one: they are not found where that is not. */
function shortest(all: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const piece of all.filter(({ length }) => length >= MIN_STEM).sort((a, b) => a.length - b.length))
    if (!kept.some((shorter) => piece.includes(shorter))) kept.push(piece);
  return kept;
}

function beginningOf(letters: string): string {
  const singular = letters.length > 3 ? letters.replace(/s$/u, "") : letters;
  return singular.slice(0, Math.max(MIN_BEGINNING, Math.min(MAX_BEGINNING, singular.length - 3)));
}

/** A whole word of the sound, or one that begins with it where it is long enough to tell. */
function hasSound({ sounds }: FoldedText, sound: string): boolean {
  const stem = sound.replace(/s$/u, "");
  if (stem.length > MIN_SOUND) return sounds.includes(` ${stem}`);
  return stem.length === MIN_SOUND && [stem, sound, `${stem}s`].some((one) => sounds.includes(` ${one} `));
}

// "United Nations" is there where "UN" is.
const MAX_WORDS_OF_ACRONYM = 6;
const JOINERS = readWords("acronym-joiners");

function acronymsFor(letters: string, question: Question): readonly string[] {
  const words = wordsOf(question);
  const place = words.findIndex(({ folded }) => lettersOf(folded) === letters);
  if (place < 0) return [];
  const acronyms: string[] = [];
  for (let from = Math.max(0, place - MAX_WORDS_OF_ACRONYM + 1); from <= place; from++)
    for (
      let to = Math.max(place + 1, from + 2);
      to <= Math.min(words.length, from + MAX_WORDS_OF_ACRONYM);
      to++
    ) {
      const some = words.slice(from, to);
      // "US sanctions" is not what "US" abbreviates.
      if (!some.some((word) => word.isAcronym))
        acronyms.push(some.map(({ folded }) => folded.slice(0, 1)).join(""));
    }
  return acronyms;
}

// All words of a question are looked for one after the other.
const wordsOf = oncePer(({ text }: Question) =>
  tokenize(text)
    .filter(({ folded }) => !JOINERS.has(folded))
    .map(({ folded, start, end }) => ({ folded, isAcronym: isAcronym(text.slice(start, end)) })),
);

function isAcronym(word: string): boolean {
  return word.length > 1 && word === word.toUpperCase();
}

/** Numbers are compared without commas and points; "1,250" may be written "1.25 thousand", and 2018 "2017-18". */
function numberTest(digits: string): (text: FoldedText) => boolean {
  const isYear = /^(?:1[5-9]|20)\d\d$/u.test(digits);
  const pieces = [isYear ? digits : digits.replace(/0+$/u, ""), ...wordsOfNumber(digits)];
  return ({ letters, shortYears }) =>
    pieces.some((piece) => letters.includes(piece)) || (isYear && shortYears.has(digits.slice(-2)));
}
