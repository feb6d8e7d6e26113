// What kind of change a differing word is: a lost "not" matters more than a synonym.
import { readFileSync } from "node:fs";
import { DIFFERENCE_KINDS, type Difference } from "#domain/quotation-check.ts";
import { parseWords } from "#text/word-list.ts";
import { normalize, wordsOf } from "./normalized-text.ts";

type DifferenceKind = Difference["kind"];

const NEGATIONS = readList("negations");
const NUMBER_WORDS = readList("number-words");
const HEDGES = readList("hedges");
const TURNING_WORDS = readList("turning-words");

const NEGATING_PREFIX = /^(?:un|in|im|il|ir|dis|non|mis)(?<rest>\p{L}{3,})$/u;

function readList(name: string): ReadonlySet<string> {
  return parseWords(readFileSync(new URL(`./data/en/${name}.txt`, import.meta.url), "utf8"));
}

/**
 * The most serious kind that applies. `report` and `quotation` are the differing words as printed; `startsSentence`: a
 * sentence of the report begins with them, which explains a capital letter.
 */
export function classifyChange(report: string, quotation: string, startsSentence: boolean): DifferenceKind {
  const [printed, quoted] = [normalizedWords(report), normalizedWords(quotation)];
  const inOneOnly = [
    ...printed.filter((word) => !quoted.includes(word)),
    ...quoted.filter((word) => !printed.includes(word)),
  ];
  const applies: Readonly<Record<DifferenceKind, boolean>> = {
    negation:
      inOneOnly.some((word) => NEGATIONS.has(word)) ||
      hasNegatedWord(printed, quoted) ||
      hasNegatedWord(quoted, printed),
    number: inOneOnly.some((word) => /[\p{N}\p{Sc}\p{Sm}]/u.test(word) || NUMBER_WORDS.has(word)),
    hedge: inOneOnly.some((word) => HEDGES.has(word)),
    name: isName(report, quotation, startsSentence) || isName(quotation, report, startsSentence),
    words: true,
  };
  return DIFFERENCE_KINDS.find((kind) => applies[kind]) ?? "words";
}

/** True for a word that turns or weakens what is said beside it: "not", "almost", "unlikely". */
export function isTurning(word: string): boolean {
  return NEGATIONS.has(word) || TURNING_WORDS.has(word);
}

function normalizedWords(text: string): readonly string[] {
  return wordsOf(normalize(text)).map(({ text: word }) => word);
}

/** True for "unlikely" where the others have "likely". */
function hasNegatedWord(words: readonly string[], others: readonly string[]): boolean {
  return words.some((word) => others.includes(NEGATING_PREFIX.exec(word)?.groups?.rest ?? ""));
}

/** True for words with a capital letter. At the start of a sentence the others must have one too, or a later word must. */
function isName(words: string, others: string, startsSentence: boolean): boolean {
  const capital = /(?<![\p{L}\p{M}])\p{Lu}/u;
  if (!capital.test(words)) return false;
  return !startsSentence || (capital.test(others) && words.trim() !== "") || /\s\p{Lu}/u.test(words);
}
