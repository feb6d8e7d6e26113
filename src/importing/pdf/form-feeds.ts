// Plain text that was made for a printer: pages that end with a form feed, each line at its place.
import { ImportError } from "#importing/optional.ts";
import type { Item, Page, TextLayer } from "./text-layer.ts";

// A typewriter's: ten characters and six lines an inch, in points.
const CHARACTER = 7.2;
const LINE = 12;
const SIZE = 10;
// Larger than the text, so that they are read as headings, and smaller by their depth ("2.1.3").
const HEADING_SIZES = [16, 14, 12];
const NUMBERED_HEADING = /^(?:Appendix )?(?<number>[\dA-Z]+(?:\.\d+)*)\.?\s{1,4}\p{Lu}/u;
const MAX_HEADING = 72;

/** Throws ImportError for a text without form feeds: it is no printout, and is read as a report as it is. */
export function readPrintout(text: string, file: string): TextLayer {
  const pages = text
    .replace(/\r\n?/gu, "\n")
    .replace(/\f\n?$/u, "")
    .split("\f")
    .map((page) => page.trimEnd().split("\n"))
    .map((lines) => lines.map((line) => line.replace(/\t/gu, "        ").trimEnd()));
  if (pages.length === 1)
    throw new ImportError(
      `"${file}" has no page breaks. Put it into the folder of reports as it is, or import the document that it was made from.`,
    );
  const indent = indentOf(pages.flat());
  const width = pages.flat().reduce((most, line) => Math.max(most, line.length), 0) * CHARACTER;
  return {
    pages: pages.map((lines, i): Page => {
      const height = (lines.length + 1) * LINE;
      const items = lines.flatMap((line, row) =>
        itemsOf(line, { y: height - (row + 1) * LINE, size: sizeOf(lines, row, indent) }),
      );
      return { number: i + 1, height, width, items, hasPicture: false, isRecognized: false };
    }),
  };
}

/** How far most lines are indented. */
function indentOf(lines: readonly string[]): number {
  const counts = new Map<number, number>();
  for (const line of lines.filter((one) => one.length > MAX_HEADING / 2)) {
    const indent = line.search(/\S/u);
    counts.set(indent, (counts.get(indent) ?? 0) + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

/** A line by itself that is numbered, in capitals, or further left than the text is a heading. */
function sizeOf(lines: readonly string[], row: number, indent: number): number {
  const line = lines[row] ?? "";
  const isAlone = (lines[row - 1] ?? "") === "" && (lines[row + 1] ?? "") === "";
  if (!isAlone || line.length > MAX_HEADING || /[.;,:]$/u.test(line) || !/\p{L}{2}/u.test(line)) return SIZE;
  if (/\s{3}\S|(?:\. ?){4}/u.test(line.trim())) return SIZE;
  const depth = (NUMBERED_HEADING.exec(line)?.groups?.number ?? "").split(".").length;
  const isHeading = NUMBERED_HEADING.test(line) || !/\p{Ll}/u.test(line) || line.search(/\S/u) < indent;
  return isHeading ? (HEADING_SIZES[depth - 1] ?? HEADING_SIZES[2] ?? SIZE) : SIZE;
}

/** What three spaces or more separate may be cells of a table. */
function itemsOf(line: string, { y, size }: Readonly<{ y: number; size: number }>): readonly Item[] {
  return [...line.matchAll(/\S+(?: {1,2}\S+)*/gu)].map(({ 0: text, index }) => ({
    text,
    x: index * CHARACTER,
    y,
    width: text.length * CHARACTER,
    size,
    bold: false,
  }));
}
