// The check of every outgoing quotation: it must be in a report that may be seen, letter for letter.

import { excerptText, isVerbatim } from "#domain/excerpt.ts";
import type { Message } from "#domain/message.ts";
import type { Library } from "#domain/report.ts";
import { quoteRuns } from "./messages/blocks.ts";
import { paragraphsByCode } from "./report-index.ts";

/**
 * The code of the first paragraph that is misquoted, marks for cuts included, or that a note names and the library does not have;
 * undefined if there is none.
 */
export function findMisquoted({ blocks }: Message, library: Library): string | undefined {
  for (const block of blocks) {
    if (block.kind === "note" && block.paragraph !== undefined && !hasParagraph(block.paragraph, library))
      return block.paragraph;
    if (block.kind !== "quote") continue;
    const shown = block.runs.map(({ text }) => text).join("");
    const expected = quoteRuns(block.excerpt)
      .map(({ text }) => text)
      .join("");
    if (
      !isVerbatim(block.excerpt, library) ||
      shown !== expected ||
      !shown.includes(excerptText(block.excerpt))
    )
      return block.excerpt.paragraph.code;
  }
  return undefined;
}

function hasParagraph(code: string, { reports }: Library): boolean {
  return reports.some((report) => paragraphsByCode(code, "start", report).length > 0);
}
