// The printed lines of a page in reading order, one column after the other.
import type { Item, Page } from "./text-layer.ts";

type Run = Readonly<{
  text: string /** Small digits above the line: perhaps the mark of a note. */;
  raised: boolean;
}>;

export type Line = Readonly<{
  page: number;
  /** Lines of one column, or over the whole width, have the same. */
  column: number;
  x: number;
  right: number;
  y: number;
  size: number;
  bold: boolean;
  runs: readonly Run[];
}>;

export function textOf({ runs }: Pick<Line, "runs">): string {
  return runs
    .map(({ text }) => text)
    .join("")
    .replace(/\s+/gu, " ")
    .trim();
}

/** The size in which most characters are printed. */
export function bodySizeOf(pages: readonly Page[]): number {
  const characters = new Map<number, number>();
  for (const { text, size } of pages.flatMap(({ items }) => items)) {
    const rounded = Math.round(size * 2) / 2;
    characters.set(rounded, (characters.get(rounded) ?? 0) + text.length);
  }
  return [...characters].reduce((best, one) => (one[1] > best[1] ? one : best), [10, 0])[0];
}

export function linesOf(page: Page, bodySize: number): readonly Line[] {
  const gutter = gutterOf(page);
  if (gutter === undefined) return linesIn(page.items, { page, column: 0, bodySize });
  const crosses = ({ x, width }: Item) => x < gutter - 2 && x + width > gutter + 2;
  const whole = linesIn(page.items.filter(crosses), { page, column: 0, bodySize });
  const sides = [
    page.items.filter((item) => !crosses(item) && item.x + item.width / 2 < gutter),
    page.items.filter((item) => !crosses(item) && item.x + item.width / 2 >= gutter),
  ].map((items, side) => linesIn(items, { page, column: side + 1, bodySize }));
  const ordered: Line[] = [];
  // A line over the whole width ends both columns above it.
  let top = Number.POSITIVE_INFINITY;
  for (const bar of [...whole, undefined]) {
    const bottom = bar?.y ?? Number.NEGATIVE_INFINITY;
    for (const side of sides) ordered.push(...side.filter(({ y }) => y <= top && y > bottom));
    if (bar !== undefined) ordered.push(bar);
    top = bottom;
  }
  return ordered;
}

// How far from the middle the gutter may be, in points; what may cross it; what must be on both sides.
const MAX_OFF_CENTRE = 40;
const MAX_CROSSING = 0.08;
const MIN_PER_SIDE = 25;
const MIN_ALIGNED = 12;

/** Where the gutter between two columns is; undefined for a page of one column. */
function gutterOf({ items, width }: Page): number | undefined {
  const starts = new Map<number, number>();
  for (const { x } of items) {
    const rounded = Math.round(x);
    if (Math.abs(rounded - width / 2) <= MAX_OFF_CENTRE) starts.set(rounded, (starts.get(rounded) ?? 0) + 1);
  }
  for (const [start, aligned] of [...starts].sort((a, b) => b[1] - a[1])) {
    if (aligned < MIN_ALIGNED) break;
    const gutter = start - 3;
    const crossing = items.filter(({ x, width: own }) => x < gutter - 2 && x + own > gutter + 2).length;
    const left = items.filter(({ x, width: own }) => x + own <= gutter + 2).length;
    if (crossing < MAX_CROSSING * items.length && left >= MIN_PER_SIDE && items.length - left >= MIN_PER_SIDE)
      return gutter;
  }
  return undefined;
}

type Place = Readonly<{ page: Page; column: number; bodySize: number }>;

// Of the body's size: how far baselines of one line may be apart.
const SAME_LINE = 0.45;

function linesIn(items: readonly Item[], place: Place): readonly Line[] {
  const rows: Item[][] = [];
  for (const item of [...items].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row !== undefined && first !== undefined && first.y - item.y < SAME_LINE * place.bodySize)
      row.push(item);
    else rows.push([item]);
  }
  return rows.map((row) =>
    lineOf(
      row.sort((a, b) => a.x - b.x),
      place,
    ),
  );
}

// Of a line's size: what is smaller than this and raised by so much is above the line; so wide a gap is a space.
const RAISED_SIZE = 0.8;
const RAISED_BY = 0.1;
const SPACE = 0.15;

function lineOf(row: readonly Item[], { page, column }: Place): Line {
  const size = Math.max(...row.map((item) => item.size));
  const baseline = Math.min(...row.filter((item) => item.size > RAISED_SIZE * size).map(({ y }) => y));
  const runs: Run[] = [];
  let end: number | undefined;
  for (const item of row) {
    const raised =
      item.size < RAISED_SIZE * size &&
      item.y > baseline + RAISED_BY * size &&
      /^\s*\d{1,3}\s*$/u.test(item.text);
    const isApart = end !== undefined && item.x - end > SPACE * item.size;
    runs.push({ text: (isApart ? " " : "") + item.text, raised });
    end = item.x + item.width;
  }
  return {
    page: page.number,
    column,
    x: row[0]?.x ?? 0,
    right: end ?? 0,
    y: baseline,
    size,
    bold: row.every((item) => item.bold),
    runs,
  };
}
