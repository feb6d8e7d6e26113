// Lines as headings, paragraphs, items of lists and notes, by the rules of newcomers to a page: size, weight, gap, indent.
import { joinLines } from "./hyphens.ts";
import { type Line, textOf } from "./lines.ts";

/** A stretch of a block's text on one page. `note`: it is the mark of a note. */
export type Piece = Readonly<{ text: string; page: number; note?: true }>;

export type Block = Readonly<{
  kind: "heading" | "paragraph" | "item" | "note";
  /** Of a heading: from 2. */
  level: number;
  /** Of a note: its number. Of an item: its bullet, which some fonts draw for a letter. */
  mark: string;
  pieces: readonly Piece[];
}>;

export type Blocks = Readonly<{ blocks: readonly Block[]; doubts: readonly string[] }>;

type Kind = Block["kind"];

const BULLET =
  /^[\u2022\u25CF\u25AA\u25E6\u2023\u2219\u00B7\uF0B7\uF0A7\u2013\u25A0\u25CB\u0194]\s*|^[ox]\s+(?=\p{Lu})/u;
const NUMBERED = /^(?:\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,4}[.)])\s+\S/u;
const NOTE_NUMBER = /^(?<mark>\d{1,3})\s*(?=\S)/u;
const END = /[.!?:;]["'\u201D\u2019)\]]*$/u;
const MAX_HEADING = 120;
const HEADING_SIZE = 1.08;
const NOTE_SIZE = 0.93;
const WIDE_GAP = 1.3;
const SHORT = 0.85;

type Context = Readonly<{
  bodySize: number;
  pitch: number;
  known: ReadonlySet<string>;
  sizes: readonly number[];
}>;

export function blocksOf(lines: readonly Line[], bodySize: number, known: ReadonlySet<string>): Blocks {
  const headingSizes = lines.filter((line) => isHeading(line, bodySize)).map(({ size }) => Math.round(size));
  const sizes = [...new Set(headingSizes)].sort((a, b) => b - a);
  const context = { bodySize, pitch: pitchOf(lines, bodySize), known, sizes };
  const blocks: { kind: Kind; level: number; mark: string; pieces: Piece[]; last: Line }[] = [];
  const doubts: string[] = [];
  const widths = widthsOf(lines);
  let notes = 0;
  for (const line of lines) {
    const open = blocks.findLast(({ kind, last }) => (kind === "note") === isNote(line, last, bodySize));
    const number = NOTE_NUMBER.exec(textOf(line))?.groups?.mark;
    const isSmall = line.size < NOTE_SIZE * bodySize;
    const kind: Kind =
      isSmall && number !== undefined && Number(number) === notes + 1
        ? "note"
        : isHeading(line, bodySize)
          ? "heading"
          : BULLET.test(textOf(line))
            ? "item"
            : "paragraph";
    const target = kind === "note" ? undefined : continues(open, line, kind, { ...context, widths });
    if (target !== undefined) {
      doubts.push(...append(target.pieces, line, known));
      target.last = line;
      continue;
    }
    if (kind === "note") notes++;
    blocks.push({
      kind,
      level: 2 + Math.max(0, sizes.indexOf(Math.round(line.size))),
      mark:
        kind === "note"
          ? String(notes)
          : kind === "item"
            ? (BULLET.exec(textOf(line))?.[0].trim() ?? "")
            : "",
      pieces: piecesOf(line, kind),
      last: line,
    });
  }
  return { blocks, doubts };
}

function isNote(line: Line, last: Line, bodySize: number): boolean {
  return line.size < NOTE_SIZE * bodySize && last.size < NOTE_SIZE * bodySize;
}

function isHeading(line: Line, bodySize: number): boolean {
  const text = textOf(line);
  if (text.length >= MAX_HEADING || /[.;,]$/u.test(text) || !/\p{L}/u.test(text) || BULLET.test(text))
    return false;
  return line.size > HEADING_SIZE * bodySize || (line.bold && line.size >= NOTE_SIZE * bodySize);
}

type Open = { kind: Kind; pieces: Piece[]; last: Line };

/** The block that the line goes on with, or undefined if it begins one. */
function continues<One extends Open>(
  open: One | undefined,
  line: Line,
  kind: Kind,
  { bodySize, pitch, widths }: Context & Readonly<{ widths: ReadonlyMap<number, Column> }>,
): One | undefined {
  if (open === undefined) return undefined;
  const { last } = open;
  const text = textOf(line);
  const before = textOf(last);
  const isSamePlace = last.page === line.page && last.column === line.column && last.y > line.y;
  const gap = isSamePlace ? last.y - line.y : 0;
  if (open.kind === "note") return line.size < NOTE_SIZE * bodySize ? open : undefined;
  if ((kind === "heading") !== (open.kind === "heading")) return undefined;
  if (kind === "heading")
    return isSamePlace && gap < 1.6 * line.size && Math.abs(last.size - line.size) < 0.6 ? open : undefined;
  if (kind === "item" || NUMBERED.test(text)) return undefined;
  const column = widths.get(line.column) ?? { left: 0, right: 0 };
  const isShort = last.right - column.left < SHORT * (column.right - column.left);
  if (!isSamePlace) return isShort && !/^\p{Ll}/u.test(text) ? undefined : continuesThere(open, text);
  if (gap > WIDE_GAP * pitch) return undefined;
  if (isShort && END.test(before)) return undefined;
  const isIndented =
    line.x > column.left + bodySize && Math.abs(last.x - column.left) < 2 && open.kind !== "item";
  return isIndented && END.test(before) ? undefined : open;
}

/** Over the end of a page or column: a sentence that is not at its end goes on. */
function continuesThere<One extends Open>(open: One, text: string): One | undefined {
  const before = textOf(open.last);
  const goesOn = /^[\p{Ll}\p{N}("\u201C]/u.test(text) || /(?:\p{Ll}|,)$/u.test(before);
  return !END.test(before) && goesOn ? open : undefined;
}

type Column = Readonly<{ left: number; right: number }>;

/** Where the text of each column begins and ends: most lines do so. */
function widthsOf(lines: readonly Line[]): ReadonlyMap<number, Column> {
  const byColumn = Map.groupBy(lines, ({ column }) => column);
  return new Map(
    [...byColumn].map(([column, own]) => {
      const lefts = own.map(({ x }) => x).sort((a, b) => a - b);
      const rights = own.map(({ right }) => right).sort((a, b) => a - b);
      return [
        column,
        {
          left: lefts[Math.floor(lefts.length * 0.1)] ?? 0,
          right: rights[Math.floor(rights.length * 0.9)] ?? 0,
        },
      ];
    }),
  );
}

/** The usual distance of two lines. */
function pitchOf(lines: readonly Line[], bodySize: number): number {
  const gaps = lines.flatMap((line, i) => {
    const last = lines[i - 1];
    const gap =
      last === undefined || last.page !== line.page || last.column !== line.column ? 0 : last.y - line.y;
    return gap > 0.8 * bodySize && gap < 3 * bodySize && Math.abs(line.size - bodySize) < 0.6
      ? [Math.round(gap * 2) / 2]
      : [];
  });
  const counts = Map.groupBy(gaps, (gap) => gap);
  return [...counts].reduce(
    (best, one) => (one[1].length > best[1].length ? one : best),
    [1.2 * bodySize, [] as number[]],
  )[0];
}

function piecesOf({ runs, page }: Line, kind: Kind): Piece[] {
  const pieces: Piece[] = runs.map(({ text, raised }) =>
    raised ? { text: text.trim(), page, note: true as const } : { text, page },
  );
  const [first, ...rest] = merge(pieces);
  if (first === undefined) return [];
  const marker = kind === "item" ? BULLET : kind === "note" ? NOTE_NUMBER : undefined;
  if (kind === "note" && first.note === true)
    return rest.map((piece, i) => (i === 0 ? { ...piece, text: piece.text.trimStart() } : piece));
  return [
    {
      ...first,
      text: marker === undefined ? first.text.trimStart() : first.text.trimStart().replace(marker, ""),
    },
    ...rest,
  ];
}

function merge(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (last !== undefined && last.page === piece.page && last.note === undefined && piece.note === undefined)
      merged[merged.length - 1] = { ...last, text: last.text + piece.text };
    else merged.push(piece);
  }
  return merged.map((piece) => ({ ...piece, text: piece.text.replace(/\s+/gu, " ") }));
}

/** Appends a line to the block; returns the words of which it is not certain how they are spelt. */
function append(pieces: Piece[], line: Line, known: ReadonlySet<string>): readonly string[] {
  const [first, ...rest] = piecesOf(line, "paragraph");
  const last = pieces.at(-1);
  if (first === undefined || last === undefined) return [];
  if (last.note === true || first.note === true) {
    pieces.push(first.note === true ? first : { ...first, text: ` ${first.text}` }, ...rest);
    return [];
  }
  const before = last.text.trimEnd();
  const joined = joinLines(before, first.text, known);
  const isSamePage = last.page === first.page;
  if (isSamePage) pieces[pieces.length - 1] = { ...last, text: joined.text };
  else {
    // What the join has changed is at the end of the first page's words.
    const tail = joined.text.slice(joined.text.length - first.text.length);
    pieces[pieces.length - 1] = {
      ...last,
      text: joined.text.slice(0, joined.text.length - first.text.length),
    };
    pieces.push({ ...first, text: tail });
  }
  pieces.push(...rest);
  return joined.doubt === undefined ? [] : [`page ${line.page}: ${joined.doubt}`];
}
