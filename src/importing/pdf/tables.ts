// Tables that are told by nothing but their white space: lines whose words stand in columns.
import { type Line, type Run, textOf } from "./lines.ts";

/** A table, row by row; the runs of a cell, line by line. */
export type Table = Readonly<{
  lines: readonly Line[];
  /** Absent when it is not certain which words are in which cell: then each line is a row. */
  rows?: readonly (readonly (readonly (readonly Run[])[])[])[];
}>;

// Of the size: a gap within a line that is wider than any space between words.
const WIDE = 1.5;
const MIN_ROWS = 3;
// Of the usual distance of two lines: where a row, or the table, ends.
const ROW_GAP = 1.25;
const TABLE_GAP = 2.6;
// Of a table's lines: so many have words in several columns.
const MIN_SPLIT = 0.5;
const LABEL = /^(?:[^\p{L}\p{N}]{1,2}|\(?[\p{L}\p{N}]{1,4}[.)]|\d{1,3})$/u;
const LEADERS = /(?:\.\s?){4}/u;

type Cell = Readonly<{ x: number; right: number; runs: readonly Run[] }>;

/** The tables by their first line. `pitch`: the usual distance of two lines, in points. */
export function tablesIn(lines: readonly Line[], pitch: number): ReadonlyMap<Line, Table> {
  const tables = new Map<Line, Table>();
  for (let at = 0; at < lines.length; at++) {
    const own = linesFrom(lines, at, pitch);
    const [first] = own;
    if (first === undefined) continue;
    tables.set(first, tableOf(own, pitch));
    at += own.length - 1;
  }
  return tables;
}

/** The lines of the table that begins here; none if none does. */
function linesFrom(lines: readonly Line[], at: number, pitch: number): readonly Line[] {
  const first = lines[at];
  if (first === undefined || !isSplit(first)) return [];
  const own = [first];
  for (const line of lines.slice(at + 1)) {
    const last = own.at(-1) ?? first;
    const gap = last.y - line.y;
    const isBelow = line.page === first.page && line.column === first.column && gap > 0;
    if (!isBelow || gap > TABLE_GAP * pitch || LEADERS.test(textOf(line))) break;
    // Between two rows there may be a line that goes on with one cell.
    if (!isSplit(line) && (gap > ROW_GAP * pitch || line.right - line.x > widthOf(own) / 2)) break;
    own.push(line);
  }
  while (own.length > 0 && !isSplit(own.at(-1) ?? first) && (own.at(-1)?.x ?? 0) < first.x + first.size)
    own.pop();
  const split = own.filter(isSplit).length;
  return split >= MIN_ROWS && split >= MIN_SPLIT * own.length ? own : [];
}

function widthOf(lines: readonly Line[]): number {
  return Math.max(...lines.map(({ right }) => right)) - Math.min(...lines.map(({ x }) => x));
}

/** Words in several cells; the mark of an item and its words are not. */
function isSplit(line: Line): boolean {
  if (line.tag !== undefined) return false;
  const cells = cellsOf(line);
  return cells.length > 1 && !LEADERS.test(textOf(line)) && !LABEL.test(textOf(cells[0] ?? line));
}

function cellsOf({ runs, size }: Line): readonly Cell[] {
  const cells: { x: number; right: number; runs: Run[] }[] = [];
  for (const run of runs) {
    const last = cells.at(-1);
    if (last === undefined || run.x - last.right > WIDE * size)
      cells.push({ x: run.x, right: run.right, runs: [run] });
    else {
      last.runs.push(run);
      last.right = run.right;
    }
  }
  return cells;
}

/** The columns are what is left between the gaps that go through all lines. */
function tableOf(lines: readonly Line[], pitch: number): Table {
  const cells = lines.map(cellsOf);
  const columns: { x: number; right: number }[] = [];
  for (const { x, right } of cells.flat().sort((a, b) => a.x - b.x)) {
    const last = columns.at(-1);
    if (last !== undefined && x < last.right + 1) last.right = Math.max(last.right, right);
    else columns.push({ x, right });
  }
  const isClear = columns.length > 1 && cells.every((own) => own.length <= columns.length);
  if (!isClear) return { lines };
  const columnOf = (cell: Cell) => columns.findIndex(({ right }) => cell.x <= right);
  const placed = lines.map((line, i) => ({
    line,
    cells: columns.map((_, column) =>
      (cells[i] ?? []).filter((cell) => columnOf(cell) === column).flatMap(({ runs }) => runs),
    ),
  }));
  const gaps = lines.map((line, i) => (lines[i - 1]?.y ?? line.y) - line.y);
  // One wide gap may be that below the head of the table.
  const isSpaced = gaps.filter((gap) => gap > ROW_GAP * pitch).length > 1;
  const rows: (readonly Run[])[][][] = [];
  for (const [i, { cells: own }] of placed.entries()) {
    const begins = i === 0 || (isSpaced ? (gaps[i] ?? 0) > ROW_GAP * pitch : (own[0]?.length ?? 0) > 0);
    if (begins) rows.push(columns.map(() => []));
    for (const [column, runs] of own.entries()) if (runs.length > 0) rows.at(-1)?.[column]?.push(runs);
  }
  return { lines, rows };
}
