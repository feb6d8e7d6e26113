// The printed lines of a page in reading order, one column after the other.
import type { Tag } from "./structure.ts";
import type { Item, Page } from "./text-layer.ts";

export type Run = Readonly<{
  /** With the space before it, if there is one. */
  text: string;
  /** Small digits above the line: perhaps the mark of a note. */
  raised: boolean;
  x: number;
  right: number;
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
  /** When its first words are drawn, among those of the page. */
  drawn: number;
  tag?: Tag | "furniture";
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

type Drawn = Item & Readonly<{ drawn: number }>;

/** The lines of all pages. */
export function linesOf(pages: readonly Page[], bodySize: number): readonly Line[] {
  const gutters = pages.map(guttersOf);
  const usual = usualOf(gutters.filter((own) => own.length > 0));
  return pages.flatMap((page, i) => {
    const own = gutters[i] ?? [];
    // The last page often has too few lines to tell its columns by themselves.
    return linesOn(page, bodySize, own.length === 0 && !isCrossed(page, usual) ? usual : own);
  });
}

function usualOf(gutters: readonly (readonly number[])[]): readonly number[] {
  const alike = [...Map.groupBy(gutters, (own) => own.map((x) => Math.round(x / 10)).join()).values()];
  return alike.sort((a, b) => b.length - a.length)[0]?.[0] ?? [];
}

function isCrossed({ items }: Page, gutters: readonly number[]): boolean {
  return gutters.some((gutter) => countOver(items, gutter) >= MAX_CROSSING * items.length);
}

function countOver(items: readonly Item[], gutter: number): number {
  return items.filter((item) => isOver(item, gutter)).length;
}

function isOver({ x, width }: Item, gutter: number): boolean {
  return x < gutter - 2 && x + width > gutter + 2;
}

function linesOn(page: Page, bodySize: number, gutters: readonly number[]): readonly Line[] {
  const items = page.items.map((item, drawn) => ({ ...item, drawn }));
  const whole = { page, column: 0, bodySize };
  if (items.some(({ tag }) => tag !== undefined)) return taggedLines(items, whole);
  if (gutters.length === 0) return linesIn(items, whole);
  const crosses = (item: Item) => gutters.some((gutter) => isOver(item, gutter));
  const bars = linesIn(items.filter(crosses), whole);
  const columns = Map.groupBy(
    items.filter((item) => !crosses(item)),
    (item) => gutters.filter((gutter) => item.x + item.width / 2 >= gutter).length,
  );
  const sides = [0, ...gutters].map((_, side) =>
    linesIn(columns.get(side) ?? [], { page, column: side + 1, bodySize }),
  );
  const ordered: Line[] = [];
  // A line over several columns ends those above it.
  let top = Number.POSITIVE_INFINITY;
  for (const bar of [...bars, undefined]) {
    const bottom = bar?.y ?? Number.NEGATIVE_INFINITY;
    for (const side of sides) ordered.push(...side.filter(({ y }) => y <= top && y > bottom));
    if (bar !== undefined) ordered.push(bar);
    top = bottom;
  }
  return ordered;
}

/** In the order of the elements; the words of each in the order in which they are drawn, for it may go over columns. */
function taggedLines(items: readonly Drawn[], place: Place): readonly Line[] {
  const byElement = Map.groupBy(items, ({ tag }) => (typeof tag === "object" ? tag.element : -1));
  const elements = [...byElement].sort(([a], [b]) => a - b).map(([, own]) => own);
  return elements.flatMap((own) => {
    const tag = own[0]?.tag;
    const lines = tag === "furniture" ? linesIn(own, place) : rowsAsDrawn(own, place).map(lineIn(place));
    return lines.map((line) => (tag === undefined ? line : { ...line, tag }));
  });
}

function rowsAsDrawn(items: readonly Drawn[], { bodySize }: Place): readonly (readonly Drawn[])[] {
  const rows: Drawn[][] = [];
  for (const item of items) {
    const row = rows.at(-1);
    const [first, last] = [row?.[0], row?.at(-1)];
    const goesOn =
      first !== undefined &&
      last !== undefined &&
      Math.abs(first.y - item.y) < SAME_LINE * bodySize &&
      item.x > last.x - 1;
    if (goesOn) row?.push(item);
    else rows.push([item]);
  }
  return rows;
}

// How far from its usual place a gutter may be, in points; what may cross it; what must be on both sides, and begin beside it.
const MAX_OFF_PLACE = 40;
const MAX_CROSSING = 0.08;
const MIN_PER_SIDE = 25;
const MIN_ALIGNED = 12;

/** Where the gutters between two or three columns are; none for a page of one column. */
function guttersOf(page: Page): readonly number[] {
  const { width } = page;
  const thirds = [width / 3, (2 * width) / 3].flatMap((place) => gutterNear(place, page) ?? []);
  if (thirds.length === 2) return thirds;
  return [gutterNear(width / 2, page) ?? []].flat();
}

function gutterNear(place: number, { items }: Page): number | undefined {
  const starts = new Map<number, number>();
  for (const { x } of items) {
    const rounded = Math.round(x);
    if (Math.abs(rounded - place) <= MAX_OFF_PLACE) starts.set(rounded, (starts.get(rounded) ?? 0) + 1);
  }
  for (const [start, aligned] of [...starts].sort((a, b) => b[1] - a[1])) {
    if (aligned < MIN_ALIGNED) break;
    const gutter = start - 3;
    const crossing = countOver(items, gutter);
    const left = items.filter(({ x, width: own }) => x + own <= gutter + 2).length;
    if (crossing < MAX_CROSSING * items.length && left >= MIN_PER_SIDE && items.length - left >= MIN_PER_SIDE)
      return gutter;
  }
  return undefined;
}

type Place = Readonly<{ page: Page; column: number; bodySize: number }>;

// Of the body's size: how far baselines of one line may be apart.
const SAME_LINE = 0.45;

function linesIn(items: readonly Drawn[], place: Place): readonly Line[] {
  const rows: Drawn[][] = [];
  for (const item of [...items].sort((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row !== undefined && first !== undefined && first.y - item.y < SAME_LINE * place.bodySize)
      row.push(item);
    else rows.push([item]);
  }
  return rows.map((row) => row.sort((a, b) => a.x - b.x)).map(lineIn(place));
}

// Of a line's size: what is smaller than this and raised by so much is above the line; so wide a gap is a space.
const RAISED_SIZE = 0.8;
const RAISED_BY = 0.1;
const SPACE = 0.15;

const lineIn =
  ({ page, column }: Place) =>
  (row: readonly Drawn[]): Line => {
    const size = Math.max(...row.map((item) => item.size));
    const baseline = Math.min(...row.filter((item) => item.size > RAISED_SIZE * size).map(({ y }) => y));
    const runs: Run[] = [];
    for (const { text, x, y, width, size: own } of row) {
      const raised =
        own < RAISED_SIZE * size && y > baseline + RAISED_BY * size && /^\s*\d{1,3}\s*$/u.test(text);
      const end = runs.at(-1)?.right;
      const isApart = end !== undefined && x - end > SPACE * own;
      runs.push({ text: (isApart ? " " : "") + text, raised, x, right: x + width });
    }
    return {
      page: page.number,
      column,
      x: runs[0]?.x ?? 0,
      right: runs.at(-1)?.right ?? 0,
      y: baseline,
      size,
      bold: row.every((item) => item.bold),
      runs,
      drawn: Math.min(...row.map(({ drawn }) => drawn)),
    };
  };
