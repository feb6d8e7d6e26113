// A text as the run of letters, figures and signs that its words are made of, with the borders between them.
// Stricter than the terms of a search: no stem, no unit, no accent is folded away.

/** What parts two units. A soft border (a dash, a slash) may be missing in another printing, a hard one parts words. */
export const BORDER = { none: 0, soft: 1, hard: 2 } as const;

export type Letters = Readonly<{
  /** Case, width and ligatures folded; white space, punctuation, dashes and quotation marks left out. */
  run: string;
  /** Where each unit of the run begins and ends in the text. */
  starts: readonly number[];
  ends: readonly number[];
  /** The border before each unit. */
  borders: readonly number[];
}>;

export type Word = Readonly<{ letters: string; start: number; end: number }>;

// A figure keeps its decimal point and loses the commas between thousands; a minus stands before a figure only. Signs of
// mathematics are read as words ("p < .05"), save those that only draw a line between words or figures.
const PIECE = new RegExp(
  [
    "(?<letters>\\p{L}[\\p{L}\\p{M}]*)",
    "(?<figure>\\p{Nd}+(?:,\\p{Nd}{3}(?!\\p{Nd})|\\.\\p{Nd}+)*|[\\p{No}\\p{Nl}])",
    "(?<sign>[\\p{Sc}%\\u2030\\u00B0]|(?![|\\u2044\\u2212])\\p{Sm}|(?<![^\\s(])[-\\u2212](?=\\p{Nd}))",
  ].join("|"),
  "gu",
);
const NO_BORDER = /['\u2018\u2019\u02BC\u2032`\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;
const DASH = /[-\u2010-\u2015\u2212]/u;
// Scripts that write no blanks: any letter may begin a word.
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Linear in the length of the text. */
export function lettersOf(text: string): Letters {
  const letters = { run: "", starts: [] as number[], ends: [] as number[], borders: [] as number[] };
  let end = 0;
  let before = "";
  for (const match of text.matchAll(PIECE)) {
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0] ?? "";
    const border =
      end === 0 && before === "" ? BORDER.hard : borderOf(text.slice(end, match.index), before, kind);
    addPiece(letters, match, border);
    end = match.index + match[0].length;
    before = kind;
  }
  return letters;
}

function borderOf(gap: string, before: string, after: string): number {
  const parting = gap.replace(NO_BORDER, "");
  if (parting === "") return before === after ? BORDER.none : BORDER.soft;
  if (before === "figure" && after === "figure") return BORDER.hard;
  if (DASH.test(parting) || before !== after) return BORDER.soft;
  return /\s/u.test(parting) ? BORDER.hard : BORDER.soft;
}

type Growing = { run: string; starts: number[]; ends: number[]; borders: number[] };

function addPiece(letters: Growing, { 0: piece, index }: RegExpExecArray, border: number): void {
  const unspaced = UNSPACED.test(piece);
  for (const { 0: cluster, index: at } of piece.matchAll(/[^\p{M},]\p{M}*/gu)) {
    const folded = cluster === "\u2212" ? "-" : /\p{No}/u.test(cluster) ? cluster : fold(cluster);
    for (let unit = 0; unit < folded.length; unit++) {
      const inside = unspaced && unit === 0 ? BORDER.soft : BORDER.none;
      letters.borders.push(at === 0 && unit === 0 ? border : inside);
      letters.starts.push(index + at);
      letters.ends.push(index + at + cluster.length);
    }
    letters.run += folded;
  }
}

function fold(cluster: string): string {
  return cluster.normalize("NFKC").toLowerCase();
}

/** The words between borders of any kind. */
export function wordsOf({ run, starts, ends, borders }: Letters): readonly Word[] {
  const words: Word[] = [];
  let from = 0;
  for (let at = 1; at <= run.length; at++) {
    if (at < run.length && borders[at] === BORDER.none) continue;
    words.push({ letters: run.slice(from, at), start: starts[from] ?? 0, end: ends[at - 1] ?? 0 });
    from = at;
  }
  return words;
}

/** True unless a border that parts words is in one of them only. */
export function isSameBorder(one: number, other: number): boolean {
  return Math.min(one, other) !== BORDER.none || Math.max(one, other) !== BORDER.hard;
}

/** True when only punctuation, case, white space, dashes or quotation marks differ. */
export function hasSameWords(one: Letters, other: Letters): boolean {
  return (
    one.run === other.run &&
    one.borders.every((border, at) => at === 0 || isSameBorder(border, other.borders[at] ?? BORDER.hard))
  );
}
