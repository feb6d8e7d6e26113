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

/** A word of ASCII characters, or one character of another word. */
export type Piece = Readonly<{
  /** As in the normalized text; at least one. */
  units: string;
  /** The boundary before the first unit; there is none between the others. */
  boundary: number;
  /** Where the piece is in the original text. */
  start: number;
  end: number;
  /** Every unit is one character of the original text. */
  isAscii: boolean;
}>;

/** How far a text has been read. */
export type Scan = {
  readonly text: string;
  at: number;
  /** The kind of the token before `at`. */
  before?: Kind;
  /** Where that token ends. */
  end: number;
  /** Pieces of that token that are still to come, the next one last. */
  pending: Piece[];
};

type Kind = "letters" | "number" | "symbol";
type Token = Readonly<{ kind: Kind; start: number; end: number }>;

// A number keeps its decimal point and loses the commas between thousands. A minus counts only directly before a number.
// Mathematical symbols count as words ("p < .05"), except the bars and slashes that merely separate words or numbers.
const TOKEN = new RegExp(
  [
    "(\\p{L}[\\p{L}\\p{M}]*)",
    "(\\p{Nd}+(?:,\\p{Nd}{3}(?!\\p{Nd})|\\.\\p{Nd}+)*|[\\p{No}\\p{Nl}])",
    "[\\p{Sc}%\\u2030\\u00B0]|(?![|\\u2044\\u2212])\\p{Sm}|(?<![^\\s(])[-\\u2212](?=\\p{Nd})",
  ].join("|"),
  "uy",
);
// Apostrophes and invisible characters: they may occur inside a word and separate nothing.
const NOT_SEPARATING = new RegExp(String.raw`['\u2018\u2019\u02BC\u2032${"`"}${INVISIBLE}]`, "gu");
const DASH = /[-\u2010-\u2015\u2212]/u;
// Scripts without spaces between words: a word may begin at any letter.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

// What an ASCII character may be. Most texts are ASCII for the most part, and without a regular expression for each word
// they are read ten times as fast.
const ASCII = { separator: 0, letter: 1, other: 2 } as const;
const ASCII_KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/iu.test(character)) return ASCII.letter;
  return /[\d%$+<=>~-]/u.test(character) ? ASCII.other : ASCII.separator;
});

export function startScan(text: string): Scan {
  return { text, at: 0, end: 0, pending: [] };
}

/** The next piece of the text; undefined at its end. */
export function nextPiece(scan: Scan): Piece | undefined {
  const pending = scan.pending.pop();
  if (pending !== undefined) return pending;
  const token = nextToken(scan);
  if (token === undefined) return undefined;
  const { text, before } = scan;
  const { kind, start, end } = token;
  const boundary =
    before === undefined ? BOUNDARY.required : boundaryIn(text.slice(scan.end, start), before, kind);
  scan.before = kind;
  scan.at = end;
  scan.end = end;
  const printed = text.slice(start, end);
  if (isPlain(printed)) return { units: printed.toLowerCase(), boundary, start, end, isAscii: true };
  scan.pending = piecesOf(printed, start, boundary).reverse();
  return scan.pending.pop();
}

function nextToken({ text, at }: Scan): Token | undefined {
  for (let start = at; start < text.length; ) {
    const code = text.charCodeAt(start);
    const ascii = ASCII_KINDS[code];
    if (ascii === ASCII.separator) {
      start += 1;
      continue;
    }
    if (ascii === ASCII.letter) {
      let end = start + 1;
      while (ASCII_KINDS[text.charCodeAt(end)] === ASCII.letter) end += 1;
      // Any other character may be a letter or a mark that belongs to the word.
      if (end === text.length || text.charCodeAt(end) < ASCII_KINDS.length)
        return { kind: "letters", start, end };
    }
    TOKEN.lastIndex = start;
    const found = TOKEN.exec(text);
    if (found !== null) return { kind: kindOf(found), start, end: start + found[0].length };
    start += (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
  }
  return undefined;
}

function kindOf([, letters, number]: RegExpExecArray): Kind {
  if (letters !== undefined) return "letters";
  return number === undefined ? "symbol" : "number";
}

/** True for ASCII without the commas between thousands, which are dropped. */
function isPlain(token: string): boolean {
  for (let i = 0; i < token.length; i++)
    if (token.charCodeAt(i) >= ASCII_KINDS.length || token[i] === ",") return false;
  return true;
}

/** The boundary that `gap` makes between two tokens of these kinds. */
function boundaryIn(gap: string, before: Kind, after: Kind): number {
  const separator = gap === " " ? gap : gap.replace(NOT_SEPARATING, "");
  if (separator === "") return before === after ? BOUNDARY.none : BOUNDARY.optional;
  if (before === "number" && after === "number") return BOUNDARY.required;
  if (before !== after || DASH.test(separator)) return BOUNDARY.optional;
  return /\s/u.test(separator) ? BOUNDARY.required : BOUNDARY.optional;
}

/** The characters of a token, each with its combining marks. */
function piecesOf(token: string, start: number, boundary: number): Piece[] {
  const inside = UNSPACED.test(token) ? BOUNDARY.optional : BOUNDARY.none;
  return Array.from(token.matchAll(/[^\p{M},]\p{M}*/gu), ({ 0: character, index }) => ({
    units: fold(character),
    boundary: index === 0 ? boundary : inside,
    start: start + index,
    end: start + index + character.length,
    isAscii: false,
  }));
}

/** Superscripts and fractions stay as they are: NFKC would turn "10\u00B2" into "102" and "1\u00BD" into "11\u20442". */
function fold(character: string): string {
  if (character === "\u2212") return "-";
  if (/\p{No}/u.test(character)) return character;
  // NFKC writes an Arabic mark that is printed alone, such as U+FC5E, as a space with the mark above it.
  return character.normalize("NFKC").replace(/\s/gu, "").toLowerCase();
}

/** Takes time linear in the length of the text. */
export function normalize(original: string): NormalizedText {
  let text = "";
  const starts: number[] = [];
  const ends: number[] = [];
  const boundaries: number[] = [];
  const scan = startScan(original);
  for (let piece = nextPiece(scan); piece !== undefined; piece = nextPiece(scan)) {
    const { units, boundary, start, end, isAscii } = piece;
    for (let i = 0; i < units.length; i++) {
      starts.push(isAscii ? start + i : start);
      ends.push(isAscii ? start + i + 1 : end);
      boundaries.push(i === 0 ? boundary : BOUNDARY.none);
    }
    text += units;
  }
  return { text, starts, ends, boundaries };
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
