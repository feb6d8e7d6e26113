// Heads and feet of pages: lines at the edge that come again and again, page numbers, handling labels.
import { type Line, textOf } from "./lines.ts";
import type { Page } from "./text-layer.ts";

// The part of the page's height at either end where they are.
const EDGE = 0.1;
const ALWAYS =
  /^(?:(?:page\s+)?\d{1,4}(?:\s+(?:of|\/)\s+\d{1,4})?|-\s*\d{1,4}\s*-|[ivxl]{1,6}|TLP:\s?[A-Z]+(?:\+STRICT)?)$/iu;

/** True for the lines that are no part of the text. */
export function createFurniture(pages: readonly Page[], lines: readonly Line[]): (line: Line) => boolean {
  const heights = new Map(pages.map(({ number, height }) => [number, height]));
  const outermost = new Set([...Map.groupBy(lines, ({ page }) => page).values()].flatMap(firstAndLast));
  const isInMargin = ({ page, y }: Line) => {
    const height = heights.get(page) ?? 0;
    return y < EDGE * height || y > (1 - EDGE) * height;
  };
  const isAtEdge = (line: Line) => isInMargin(line) || outermost.has(line);
  const pagesWith = new Map<string, Set<number>>();
  for (const line of lines.filter(isAtEdge)) {
    const masked = mask(line);
    pagesWith.set(masked, (pagesWith.get(masked) ?? new Set()).add(line.page));
  }
  const often = pages.length < 6 ? 2 : 3;
  const isRepeated = (line: Line) => isAtEdge(line) && (pagesWith.get(mask(line))?.size ?? 0) >= often;
  return (line) =>
    line.tag === "furniture" || (isInMargin(line) && ALWAYS.test(textOf(line))) || isRepeated(line);
}

/** On small pages and with wide margins they are further in. */
function firstAndLast(lines: readonly Line[]): readonly Line[] {
  const byHeight = lines.toSorted((a, b) => b.y - a.y);
  return [byHeight[0] ?? [], byHeight.at(-1) ?? []].flat();
}

function mask(line: Line): string {
  return textOf(line).replace(/\d+/gu, "#");
}
