// The message for several paragraphs that are quoted together: an overview, a list, a comparison.
import { place, sourceLine } from "#bot/citation-format.ts";
import { encodePage, type MoreOf } from "#bot/selection-page.ts";
import type { Selection, SelectionEntry } from "#domain/answer.ts";
import { cite, citeReport, shortTitle } from "#domain/citation.ts";
import { buildExcerpt, leadInExcerpt, MAX_EXCERPT_CHARACTERS } from "#domain/excerpt.ts";
import type { Block, Message } from "#domain/message.ts";
import { findReport, type Library, type Paragraph } from "#domain/report.ts";
import { plural } from "#text/plural.ts";
import {
  correctionNotes,
  itemBlocks,
  type MessageContext,
  nameReports,
  paragraphButtons,
  source,
  summarise,
  text,
  tlpBlocks,
} from "./blocks.ts";

/** How many paragraphs a page has, or reports in a comparison. */
export const PAGE_SIZE = 5;

// What the paragraphs of a page have together, which leaves room for their places and the source on every platform.
const MAX_PAGE_CHARACTERS = 3000;

export type SelectionPage = Readonly<{
  /** From 0. */
  page: number;
  /** How the next page is found again; undefined where there is none. */
  more?: MoreOf;
}>;

export function selectionMessage(
  selection: Selection,
  { page, more }: SelectionPage,
  { library, audience, today }: MessageContext,
): Message {
  const entries = entriesOf(selection, page, library);
  const total = selection.entries.length;
  const line = [leadLine(selection, library), countLine(selection, page, entries.length)].join(" ").trim();
  const max = maxLength(entries);
  const quoted = entries.map((entry, i) => ({
    entry,
    blocks: entryBlocks(entry, { library, max, before: entries[i - 1]?.paragraph }),
  }));
  const paragraphs = entries.flatMap(({ paragraph }) => paragraph ?? []);
  const isLast = (page + 1) * PAGE_SIZE >= total;
  const next = more === undefined || isLast ? [] : [moreAction(encodePage(more, page + 1))];
  return {
    audience,
    summary: summaryOf(entries, library) ?? line,
    blocks: [
      ...correctionNotes(selection),
      text(line),
      ...quoted.flatMap(({ entry, blocks }, i) => [
        ...blocks,
        ...(entries[i + 1]?.report === entry.report ? [] : reportLine(entry, library, today)),
      ]),
      ...(paragraphs.length === 0 ? [] : [paragraphButtons("Cite:", paragraphs, library)]),
      ...(next.length === 0 ? [] : [{ kind: "actions" as const, actions: next }]),
    ],
  };
}

/** The entries of a page, in reading order except in a comparison. */
export function entriesOf(
  { of, entries }: Selection,
  page: number,
  { reports }: Library,
): readonly SelectionEntry[] {
  const shown = entries.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  if (of === "compare") return shown;
  const places = new Map(reports.map(({ id }, i) => [id, i]));
  return shown.toSorted(
    (a, b) =>
      (places.get(a.report) ?? 0) - (places.get(b.report) ?? 0) ||
      (a.paragraph?.ordinal ?? 0) - (b.paragraph?.ordinal ?? 0),
  );
}

/** The most that each may have, so that together they fit: a short one leaves its room to the others. */
function maxLength(entries: readonly SelectionEntry[]): number {
  const lengths = entries.flatMap(({ paragraph }) => paragraph?.text.length ?? []).toSorted((a, b) => a - b);
  const introductions = entries.map(
    ({ paragraph }) => (paragraph && leadInExcerpt(paragraph)) ?? { start: 0, end: 0 },
  );
  let left = MAX_PAGE_CHARACTERS - introductions.reduce((sum, { start, end }) => sum + end - start, 0);
  for (const [i, length] of lengths.entries()) {
    const share = Math.floor(left / (lengths.length - i));
    if (length > share) return Math.min(MAX_EXCERPT_CHARACTERS, share);
    left -= length;
  }
  return MAX_EXCERPT_CHARACTERS;
}

const QUOTED = "I quote, I don't summarise.";

function leadLine(selection: Selection, library: Library): string {
  const { of, whole, hasJudgements, isCalledSo, entries } = selection;
  switch (of) {
    case "list":
      return entries.length === 0
        ? `Nothing like that was found in ${nameReports(library.reports)}.`
        : QUOTED;
    case "compare":
      return entries.length === 1
        ? `Only one report is loaded here, so there is nothing to compare it with. ${QUOTED}`
        : `${QUOTED} One paragraph of each report, the oldest report first:`;
    case "overview":
    case "judgements": {
      if (whole === undefined) return `${QUOTED} What is said about it:`;
      const called = isCalledSo ? "" : `No heading has "${whole.heading}" in it. `;
      if (!hasJudgements)
        return `${called}${QUOTED} No judgement of the author's own was found; the report begins:`;
      if (of === "judgements") return `${called}${QUOTED} The author's own judgements:`;
      return `${called}${QUOTED} How the report begins, and the author's own judgements:`;
    }
  }
}

/** `5 of 11 paragraphs.`, and on later pages which of them. */
function countLine({ of, entries }: Selection, page: number, shown: number): string {
  const total = entries.length;
  if (total === 0) return "";
  const all = plural(total, of === "compare" ? "report" : "paragraph");
  const first = page * PAGE_SIZE + 1;
  if (page > 0) return `${first} to ${Math.max(first, first + shown - 1)} of ${all}.`;
  return shown === total ? `${all}.` : `${shown} of ${all}.`;
}

function entryBlocks(
  { report, paragraph, sentence }: SelectionEntry,
  { library, max, before }: Readonly<{ library: Library; max: number; before: Paragraph | undefined }>,
): readonly Block[] {
  if (paragraph === undefined) return [text(`${shortTitle(report, library)}: no paragraph.`)];
  const citation = cite(paragraph, library);
  const excerpt = buildExcerpt(paragraph, sentence, max);
  return [
    ...tlpBlocks(citation),
    ...itemBlocks(excerpt, before),
    source(`${place(citation)} \u00B7 ${citation.code}`, undefined, citation.page),
  ];
}

/** Once below the paragraphs of a report. */
function reportLine({ report }: SelectionEntry, library: Library, today: Date): readonly Block[] {
  const found = findReport(library, report);
  if (found === undefined) return [];
  return [source(sourceLine(citeReport(found, library), today), found.url)];
}

function summaryOf(entries: readonly SelectionEntry[], library: Library): string | undefined {
  const first = entries.find(
    (entry): entry is SelectionEntry & { paragraph: Paragraph } => entry.paragraph !== undefined,
  );
  return first && summarise(buildExcerpt(first.paragraph, first.sentence), cite(first.paragraph, library));
}

function moreAction(reference: string) {
  return { label: "More", command: "more", args: { reference } };
}
