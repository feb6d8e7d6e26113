// Finds where the words of a quotation occur: in a segment, in one of its paragraphs, and letter for letter in a paragraph.
import type { Span } from "#domain/report.ts";
import { areCompatible, BOUNDARY, type NormalizedText, normalize } from "./normalized-text.ts";

type Searched = Readonly<{ text: string; boundaries: ArrayLike<number> }>;

/** The first place at or after `from` where the same whole words occur; -1 when there is none. */
export function findWords(searched: Searched, words: NormalizedText, from: number): number {
  const { text } = searched;
  if (words.text === "") return -1;
  let at = text.indexOf(words.text, from);
  while (at !== -1 && !hasWordsAt(searched, words, at)) at = text.indexOf(words.text, at + 1);
  return at;
}

/** True when the text, which has the same letters there, has the same whole words. */
function hasWordsAt({ boundaries }: Searched, words: NormalizedText, at: number): boolean {
  const { length } = words.text;
  if (boundaries[at] === BOUNDARY.none || boundaries[at + length] === BOUNDARY.none) return false;
  for (let i = 1; i < length; i++)
    if (!areCompatible(boundaries[at + i] ?? BOUNDARY.none, words.boundaries[i] ?? BOUNDARY.none))
      return false;
  return true;
}

/** Words with the characters between them. */
export type ExactWords = Readonly<{
  text: string;
  /** How many characters of `text` come before the first word. */
  lead: number;
  /** Where the last word ends in `text`. */
  end: number;
  words: NormalizedText;
}>;

// Words end here, whatever comes next. The byte order mark counts as white space in JavaScript, but may be inside a word.
const EDGE = /[;:!?()\u3001\u3002\uFF0C\uFF1A\uFF1B]|(?!\uFEFF)\s/u;

/**
 * The first place where a paragraph has these characters as whole words, the first word at or after `from`. The span is
 * that of the words. Only what is next to the place is normalized, not the paragraph.
 */
export function findExact(
  paragraph: string,
  { text, lead, end, words }: ExactWords,
  from: number,
): Span | undefined {
  if (words.text === "") return undefined;
  for (let at = paragraph.indexOf(text, from - lead); at !== -1; at = paragraph.indexOf(text, at + 1)) {
    let [first, last] = [at, at + text.length];
    while (first > 0 && !EDGE.test(paragraph[first] ?? "")) first -= 1;
    while (last < paragraph.length && !EDGE.test(paragraph[last] ?? "")) last += 1;
    const near = normalize(paragraph.slice(first, last));
    const unit = near.starts.indexOf(at + lead - first);
    if (unit !== -1 && near.text.startsWith(words.text, unit) && hasWordsAt(near, words, unit))
      return { start: at + lead, end: at + end };
  }
  return undefined;
}
