// Recognises the text of printed pages that was taken out of a PDF as it was: page heads and feet stand among its lines, and so
// inside what would be quoted letter for letter.
import type { TextDiagnostic } from "#domain/diagnostic.ts";
import { plural } from "#text/plural.ts";
import type { SourceBlock } from "./markdown.ts";

// A head or a foot is on most pages; a line of a text comes again on a few.
const MIN_PAGES = 4;
const MIN_LINE_LENGTH = 8;
const MAX_LINE_LENGTH = 120;
// Of many paragraphs only: a short text may have no heading, and unusual paragraphs.
const MIN_PARAGRAPHS = 40;
const MIN_SHARE_TORN = 0.4;

const HINT =
  "page heads, page feet and broken paragraphs would be part of quotations; import the document that it was made from, or this file if it has page breaks, with `ibid import` (docs/knowledge.md)";

/** At most one warning, about the whole file; `source` begins on line `firstLine`. */
export function findDump(
  source: string,
  firstLine: number,
  blocks: readonly SourceBlock[],
): readonly TextDiagnostic[] {
  const pages = formFeeds(source);
  const torn = tornParagraphs(blocks);
  // Nobody types a form feed. Each of the others may have another reason, but hardly both.
  if (pages === undefined && torn === undefined) return [];
  const repeated = repeatedLine(source);
  if (pages === undefined && repeated === undefined) return [];
  const found = [pages, repeated, torn].filter((evidence) => evidence !== undefined);
  const message = `looks like the pages of a PDF as plain text: ${found.join("; ")}`;
  return [{ severity: "warning", line: firstLine, message, hint: HINT }];
}

/** Digits are masked, for page numbers differ. Headings, lists and tables repeat for good reasons. */
function repeatedLine(source: string): string | undefined {
  const counts = new Map<string, number>();
  for (const line of source.split(/[\n\f]/u)) {
    const masked = line.trim().replace(/\d+/gu, "#");
    if (
      masked.length < MIN_LINE_LENGTH ||
      masked.length > MAX_LINE_LENGTH ||
      !/\p{L}{2}/u.test(masked) ||
      /^(?:[#>|*+-]|#[.)])/u.test(masked)
    )
      continue;
    counts.set(masked, (counts.get(masked) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most === undefined || most[1] < MIN_PAGES
    ? undefined
    : `the line "${most[0]}" is there ${most[1]} times`;
}

function formFeeds(source: string): string | undefined {
  const count = source.split("\f").length - 1;
  return count === 0 ? undefined : plural(count, "page break");
}

function tornParagraphs(blocks: readonly SourceBlock[]): string | undefined {
  const paragraphs = blocks.filter(({ kind }) => kind === "paragraph");
  const hasHeadings = blocks.some(({ kind, runIn }) => kind === "heading" || runIn !== undefined);
  if (paragraphs.length < MIN_PARAGRAPHS || hasHeadings) return undefined;
  const torn = paragraphs.filter(
    ({ text }) => /^\p{Ll}/u.test(text) || !/[.!?:;]["'\u201D\u2019)\]]*$/u.test(text),
  );
  const share = torn.length / paragraphs.length;
  return share < MIN_SHARE_TORN
    ? undefined
    : `no heading, and ${Math.round(share * 100)} % of the paragraphs are not whole sentences`;
}
