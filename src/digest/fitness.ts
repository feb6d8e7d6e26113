// Which paragraphs can stand alone in a channel: those that say something in a whole sentence.
import type { Paragraph } from "#domain/report.ts";

/** Why a paragraph is left out of digests. */
export type Unfitness = "footnote" | "no whole sentence of 12 words";

// A sentence that says something by itself. "Sincerely," has one word, "An issuance date." three.
const MIN_WORDS = 12;

// "[12] See \u2026" and "12 See \u2026" where a converter has left notes among the paragraphs.
const NOTE_START =
  /^(?:\[\^?\d{1,3}\]:?|\d{1,3}\s+(?:See|Ibid|Id\.|Cf\.|E\.g\.|https?:)|(?:See|Ibid\.?|Cf\.)[,\s])/u;
const SENTENCE_START = /^["'\u2018\u201C([]*(?:\p{Lu}|\p{N})/u;
const SENTENCE_END = /[.!?\u2026]["'\u2019\u201D)\]]*(?:\[\^?\d{1,3}\]|\d{1,3})*$/u;
const ADDRESS = /(?:https?:|www\.|@)\S*/u;

/** Undefined for a paragraph that a digest may show. */
export function unfitnessOf({ note, text, sentences }: Paragraph): Unfitness | undefined {
  if (note !== undefined || NOTE_START.test(text)) return "footnote";
  const isFit = sentences.some(({ start, end }) => isWhole(text.slice(start, end).trim()));
  return isFit ? undefined : "no whole sentence of 12 words";
}

/**
 * True for a sentence that begins and ends as sentences do. Most of its words begin with a small letter: a letterhead or a
 * signature has a full stop too.
 */
function isWhole(sentence: string): boolean {
  if (!SENTENCE_START.test(sentence) || !SENTENCE_END.test(sentence)) return false;
  const printed = sentence.split(" ");
  const words = printed.filter((word) => /\p{L}{2}/u.test(word) && !ADDRESS.test(word));
  const small = words.filter((word) => /^\P{L}*\p{Ll}/u.test(word));
  // A scan that was read badly has most of its letters apart.
  const isReadable = words.length * 2 >= printed.length;
  return words.length >= MIN_WORDS && small.length * 2 >= words.length && isReadable;
}
