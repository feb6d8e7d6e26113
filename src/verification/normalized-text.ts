// A text reduced to the letters, digits and symbols of its words, so that two printings of the same words are equal.
// Stricter than a search, which stems words, converts units and removes accents: here all of these stay different.
import { INVISIBLE } from "#text/unicode.ts";

/**
 * What separates two units. An `optional` boundary, such as a dash, may be missing in another printing of the same
 * words; a `required` one may not.
 */
export const BOUNDARY = { none: 0, optional: 1, required: 2 } as const;

/** The three arrays have one entry for each UTF-16 code unit of `text`. */
export type NormalizedText = Readonly<{
  /** Case, width and ligatures folded; white space, punctuation, dashes and quotation marks removed. */
  text: string;
  /** Where the character that the unit comes from starts and ends in the original text. */
  starts: readonly number[];
  ends: readonly number[];
  /** The boundary before the unit, a value of BOUNDARY. */
  boundaries: readonly number[];
}>;

/** A word of a normalized text, with its span in the original text. */
export type NormalizedWord = Readonly<{ text: string; start: number; end: number }>;

// A number keeps its decimal point and loses the commas between thousands. A minus counts only directly before a number.
// Mathematical symbols count as words ("p < .05"), except the bars and slashes that merely separate words or numbers.
const TOKEN = new RegExp(
  [
    "(?<letters>\\p{L}[\\p{L}\\p{M}]*)",
    "(?<number>\\p{Nd}+(?:,\\p{Nd}{3}(?!\\p{Nd})|\\.\\p{Nd}+)*|[\\p{No}\\p{Nl}])",
    "(?<symbol>[\\p{Sc}%\\u2030\\u00B0]|(?![|\\u2044\\u2212])\\p{Sm}|(?<![^\\s(])[-\\u2212](?=\\p{Nd}))",
  ].join("|"),
  "gu",
);
// Apostrophes and invisible characters: they may occur inside a word and separate nothing.
const NOT_SEPARATING = new RegExp(String.raw`['\u2018\u2019\u02BC\u2032${"`"}${INVISIBLE}]`, "gu");
const DASH = /[-\u2010-\u2015\u2212]/u;
// Scripts without spaces between words: a word may begin at any letter.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Takes time linear in the length of the text. */
export function normalize(text: string): NormalizedText {
  const normalized = { text: "", starts: [] as number[], ends: [] as number[], boundaries: [] as number[] };
  let end = 0;
  let before = "";
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0] ?? "";
    const gap = text.slice(end, match.index);
    appendToken(normalized, match, before === "" ? BOUNDARY.required : boundaryIn(gap, before, kind));
    end = match.index + match[0].length;
    before = kind;
  }
  return normalized;
}

/** The boundary that `gap` makes between two tokens of these kinds. */
function boundaryIn(gap: string, before: string, after: string): number {
  const separator = gap.replace(NOT_SEPARATING, "");
  if (separator === "") return before === after ? BOUNDARY.none : BOUNDARY.optional;
  if (before === "number" && after === "number") return BOUNDARY.required;
  if (DASH.test(separator) || before !== after) return BOUNDARY.optional;
  return /\s/u.test(separator) ? BOUNDARY.required : BOUNDARY.optional;
}

type Builder = { text: string; starts: number[]; ends: number[]; boundaries: number[] };

function appendToken(builder: Builder, { 0: token, index }: RegExpExecArray, boundary: number): void {
  const isUnspaced = UNSPACED.test(token);
  // A character with its combining marks. The commas between thousands match nothing here and are dropped.
  for (const { 0: character, index: offset } of token.matchAll(/[^\p{M},]\p{M}*/gu)) {
    const folded = fold(character);
    for (let i = 0; i < folded.length; i++) {
      const inside = isUnspaced && i === 0 ? BOUNDARY.optional : BOUNDARY.none;
      builder.boundaries.push(offset === 0 && i === 0 ? boundary : inside);
      builder.starts.push(index + offset);
      builder.ends.push(index + offset + character.length);
    }
    builder.text += folded;
  }
}

/** Superscripts and fractions stay as they are: NFKC would turn "10\u00B2" into "102" and "1\u00BD" into "11\u20442". */
function fold(character: string): string {
  if (character === "\u2212") return "-";
  return /\p{No}/u.test(character) ? character : character.normalize("NFKC").toLowerCase();
}

/** The words between boundaries of any kind. */
export function wordsOf({ text, starts, ends, boundaries }: NormalizedText): readonly NormalizedWord[] {
  const words: NormalizedWord[] = [];
  let from = 0;
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && boundaries[i] === BOUNDARY.none) continue;
    words.push({ text: text.slice(from, i), start: starts[from] ?? 0, end: ends[i - 1] ?? 0 });
    from = i;
  }
  return words;
}

/** False only where one text has a required boundary and the other has none. */
export function areCompatible(boundary: number, other: number): boolean {
  return Math.min(boundary, other) !== BOUNDARY.none || Math.max(boundary, other) !== BOUNDARY.required;
}

/** True when only punctuation, case, white space, dashes or quotation marks differ. */
export function hasSameWords(one: NormalizedText, other: NormalizedText): boolean {
  return (
    one.text === other.text &&
    one.boundaries.every(
      (boundary, i) => i === 0 || areCompatible(boundary, other.boundaries[i] ?? BOUNDARY.required),
    )
  );
}
