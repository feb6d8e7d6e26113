// Lines as headings, paragraphs, items of lists, notes and tables: as the PDF says it, else by size, weight, gap and indent.
import type { Block, Draft, Kind } from "./block.ts";
import { type Line, textOf } from "./lines.ts";
import { append, BULLET, NOTE_NUMBER, piecesOf } from "./pieces.ts";
import type { Tag } from "./structure.ts";
import { addCell, addTable, isCell } from "./table-blocks.ts";
import { tablesIn } from "./tables.ts";

export type Blocks = Readonly<{ blocks: readonly Block[]; doubts: readonly string[] }>;

const NUMBERED = /^(?:\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,4}[.)])\s+\S/u;
const END = /[.!?:;]["'\u201D\u2019)\]]*$/u;
// A line of a table of contents.
const CONTENTS = /(?:\.\s?){4,}\s*[\divx]+$/u;
const MAX_HEADING = 120;
const HEADING_SIZE = 1.08;
const NOTE_SIZE = 0.93;
const WIDE_GAP = 1.3;
const SHORT = 0.85;
// In points: items that begin closer to each other are of one list.
const SAME_INDENT = 4;

type Context = Readonly<{
  bodySize: number;
  pitch: number;
  known: ReadonlySet<string>;
  /** Of the headings, the largest first. */
  sizes: readonly number[];
  widths: ReadonlyMap<number, Column>;
  /** The elements whose lines all look like headings; none where the PDF says itself what is a heading. */
  headings: ReadonlySet<Tag>;
}>;

export function blocksOf(lines: readonly Line[], bodySize: number, known: ReadonlySet<string>): Blocks {
  const headingSizes = lines.filter((line) => isHeading(line, bodySize)).map(({ size }) => Math.round(size));
  const context: Context = {
    bodySize,
    pitch: pitchOf(lines, bodySize),
    known,
    sizes: [...new Set(headingSizes)].sort((a, b) => b - a),
    widths: widthsOf(lines),
    headings: headingElements(lines, bodySize),
  };
  const tables = tablesIn(lines, context.pitch);
  const inTables = new Set([...tables.values()].flatMap((table) => table.lines));
  const blocks: Draft[] = [];
  const doubts: string[] = [];
  const state = { notes: 0, indents: [] as number[] };
  for (const line of lines) {
    const table = tables.get(line);
    if (table !== undefined) doubts.push(...addTable(blocks, table, known));
    else if (inTables.has(line)) continue;
    else if (isCell(line.tag)) doubts.push(...addCell(blocks, line, line.tag, known));
    else doubts.push(...addLine(blocks, line, state, context));
  }
  return { blocks, doubts };
}

type State = { notes: number; indents: number[] };

/** Adds the line to the block that it goes on with, or begins one; returns what is doubtful. */
function addLine(blocks: Draft[], line: Line, state: State, context: Context): readonly string[] {
  const { bodySize, known, sizes } = context;
  const kind = kindOf(line, state, context);
  const isFirstOfNote = kind === "note" && !isTagged(line, "note");
  const last = blocks.at(-1);
  const mayBeNote = last?.kind === "note" && line.size < NOTE_SIZE * bodySize;
  const open = mayBeNote ? last : blocks.findLast((block) => block.kind !== "note");
  const target = isFirstOfNote ? undefined : continues(open, line, kind, context);
  if (target !== undefined) {
    target.last = line;
    return append(target.pieces, line, known);
  }
  const text = textOf(line);
  if (kind === "note") state.notes++;
  if (kind === "heading") state.indents = [];
  const tagged = typeof line.tag === "object" ? line.tag : undefined;
  const level = () => {
    if (kind === "item") return tagged?.level ?? depthOf(line.x, state.indents);
    if (tagged?.kind === "heading") return 1 + tagged.level;
    return 2 + Math.max(0, sizes.indexOf(Math.round(line.size)));
  };
  const mark = () => {
    if (kind === "note") return NOTE_NUMBER.exec(text)?.groups?.mark ?? String(state.notes);
    return kind === "item" ? (BULLET.exec(text)?.[0].trim() ?? "") : "";
  };
  blocks.push({
    kind,
    level: level(),
    mark: mark(),
    pieces: piecesOf(line, kind),
    rows: [],
    first: line,
    last: line,
  });
  return [];
}

function isTagged({ tag }: Line, kind: Tag["kind"]): boolean {
  return typeof tag === "object" && tag.kind === kind;
}

function kindOf(line: Line, { notes }: State, { bodySize, headings }: Context): Exclude<Kind, "table"> {
  const text = textOf(line);
  const number = NOTE_NUMBER.exec(text)?.groups?.mark;
  const isNext = line.size < NOTE_SIZE * bodySize && number !== undefined && Number(number) === notes + 1;
  if (isNext && (line.tag === undefined || isTagged(line, "paragraph"))) return "note";
  if (typeof line.tag === "object" && line.tag.kind !== "cell")
    return headings.has(line.tag) && line.tag.kind === "paragraph" ? "heading" : line.tag.kind;
  if (isHeading(line, bodySize)) return "heading";
  return BULLET.test(text) ? "item" : "paragraph";
}

/** How many lists an item is in that begins there; `indents` are those of the lists, the outermost first. */
function depthOf(x: number, indents: number[]): number {
  while ((indents.at(-1) ?? Number.NEGATIVE_INFINITY) > x + SAME_INDENT) indents.pop();
  if ((indents.at(-1) ?? Number.NEGATIVE_INFINITY) < x - SAME_INDENT) indents.push(x);
  return indents.length;
}

/** Where the PDF names no headings at all, they are told by how they look. */
function headingElements(lines: readonly Line[], bodySize: number): ReadonlySet<Tag> {
  const tagged = lines.flatMap((line) => (typeof line.tag === "object" ? [{ line, tag: line.tag }] : []));
  if (tagged.some(({ tag }) => tag.kind === "heading")) return new Set();
  const byElement = Map.groupBy(tagged, ({ tag }) => tag);
  const elements = [...byElement].filter(([, own]) => own.every(({ line }) => isHeading(line, bodySize)));
  return new Set(elements.map(([tag]) => tag));
}

function isHeading(line: Line, bodySize: number): boolean {
  const text = textOf(line);
  if (text.length >= MAX_HEADING || /[.;,]$/u.test(text) || !/\p{L}/u.test(text) || BULLET.test(text))
    return false;
  return line.size > HEADING_SIZE * bodySize || (line.bold && line.size >= NOTE_SIZE * bodySize);
}

/** The block that the line goes on with, or undefined if it begins one. */
function continues(
  open: Draft | undefined,
  line: Line,
  kind: Kind,
  { bodySize, pitch, widths }: Context,
): Draft | undefined {
  if (open === undefined || open.kind === "table") return undefined;
  const { last } = open;
  if (typeof line.tag === "object" && typeof last.tag === "object") {
    if (last.page === line.page) return last.tag.element === line.tag.element ? open : undefined;
    const isSameKind = open.kind === kind || (open.kind === "item" && kind === "paragraph");
    return isSameKind && kind !== "heading" ? continuesThere(open, line) : undefined;
  }
  const text = textOf(line);
  const before = textOf(last);
  const isSamePlace = last.page === line.page && last.column === line.column && last.y > line.y;
  const gap = isSamePlace ? last.y - line.y : 0;
  if (open.kind === "note") return isSamePlace ? open : continuesThere(open, line);
  if ((kind === "heading") !== (open.kind === "heading")) return undefined;
  if (kind === "heading")
    return isSamePlace && gap < 1.6 * line.size && Math.abs(last.size - line.size) < 0.6 ? open : undefined;
  if (kind === "item" || NUMBERED.test(text) || CONTENTS.test(before)) return undefined;
  const column = widths.get(line.column) ?? { left: 0, right: 0 };
  const isShort = last.right - column.left < SHORT * (column.right - column.left);
  if (!isSamePlace) return isShort && !/^\p{Ll}/u.test(text) ? undefined : continuesThere(open, line);
  if (gap > WIDE_GAP * pitch) return undefined;
  if (open.kind === "item" && isLeftOf(open, line)) return undefined;
  if (isShort && END.test(before)) return undefined;
  const isIndented =
    line.x > column.left + bodySize && Math.abs(last.x - column.left) < 2 && open.kind !== "item";
  return isIndented && END.test(before) ? undefined : open;
}

/** The lines of an item do not begin left of its bullet, nor below it once one has begun right of it. */
function isLeftOf({ first, last }: Draft, { x }: Line): boolean {
  return x < first.x - SAME_INDENT || (last.x > first.x + SAME_INDENT && x < first.x + SAME_INDENT);
}

/** Over the end of a page or column: a sentence that is not at its end goes on. */
function continuesThere(open: Draft, line: Line): Draft | undefined {
  const [before, text] = [textOf(open.last), textOf(line)];
  if (line.page > open.last.page + 1) return undefined;
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
