// The blocks that all messages are made of.

import { describeParagraph, place, shortForm, sourceLine } from "#bot/citation-format.ts";
import { sourceKey } from "#bot/reference.ts";
import type { Citation, Correction, Excerpt } from "#domain/answer.ts";
import { leadInExcerpt } from "#domain/excerpt.ts";
import { type Action, type Block, type Message, plain, type Run } from "#domain/message.ts";
import type { Library, Paragraph, Report, Span } from "#domain/report.ts";
import { showLabel } from "#domain/scope.ts";
import { CUT } from "#text/truncate.ts";

/** What a message depends on besides the result that it reports. */
export type MessageContext = Readonly<{
  /** The reports that were searched. */
  library: Library;
  audience: Message["audience"];
  /** For the age of a report. */
  today: Date;
  /** The reply is private, in a channel where it can be shared. */
  shareable?: boolean;
}>;

export function text(line: string): Block {
  return { kind: "text", runs: plain(line) };
}

export function note(line: string): Block {
  return { kind: "note", runs: plain(line) };
}

export function source(line: string, href: string | undefined, page?: string): Block {
  const link =
    page === undefined ? [] : [{ text: " \u00B7 " }, { text: "Read it in the report", href: page }];
  return { kind: "source", runs: [{ text: line, ...(href === undefined ? {} : { href }) }, ...link] };
}

/** The address of the excerpt's reader page, its sentence marked there as here. */
function pageOfExcerpt({ paragraph, sentence }: Excerpt, { page }: Citation): string | undefined {
  if (page === undefined || sentence === undefined) return page;
  const address = new URL(page);
  address.searchParams.set("s", String(sentenceAt(paragraph, sentence)));
  return address.href;
}

/** One or more lines for the asker only; the first is the summary. */
export function askerMessage(...lines: readonly [string, ...(readonly string[])]): Message {
  return { audience: "asker", summary: lines[0], blocks: lines.map(text) };
}

/** Adds a button to a public reply with which its asker can delete it. */
export function withDelete(message: Message, asker: string): Message {
  return { ...message, blocks: [...message.blocks, { kind: "actions", actions: [deleteAction(asker)] }] };
}

/** Adds a note above the message. */
export function withNote(message: Message, line: string): Message {
  return { ...message, blocks: [note(line), ...message.blocks] };
}

export const CLOSEST = "Closest paragraph found; it may not answer the question.";

export function inQuotes(words: string): string {
  return `"${words}"`;
}

/** What misspelt words of the question were read as. */
export function correctionNotes({
  corrections,
}: Readonly<{ corrections: readonly Correction[] }>): readonly Block[] {
  return corrections.map(({ to }) => note(`Read as ${inQuotes(to)}.`));
}

const MAX_TITLES = 2;

/** The titles of one or two reports; otherwise their number. */
export function nameReports(reports: readonly Report[]): string {
  if (reports.length === 0 || reports.length > MAX_TITLES) return `the ${reports.length} loaded reports`;
  return reports.map(({ title }) => inQuotes(title)).join(" or ");
}

/** A quotation as it is always shown: handling label, the report's words, the source. */
export function quoteBlocks(excerpt: Excerpt, citation: Citation, today: Date): readonly Block[] {
  const line = `${sourceLine(citation, today)} \u00B7 ${place(citation)}`;
  return [
    ...tlpBlocks(citation),
    ...itemBlocks(excerpt),
    source(line, citation.url, pageOfExcerpt(excerpt, citation)),
  ];
}

/** A quotation; of an item of a list it begins with the sentence that introduces the list, unless that has just been quoted. */
export function itemBlocks(excerpt: Excerpt, before?: Paragraph): readonly Block[] {
  const { leadIn } = excerpt.paragraph;
  const isQuoted = before !== undefined && (before === leadIn || before.leadIn === leadIn);
  const introduction = isQuoted ? undefined : leadInExcerpt(excerpt.paragraph);
  return [...(introduction === undefined ? [] : [quoteBlock(introduction)]), quoteBlock(excerpt)];
}

export function quoteBlock(excerpt: Excerpt): Block {
  return { kind: "quote", excerpt, runs: quoteRuns(excerpt) };
}

/** The handling label, for directly before a quotation. */
export function tlpBlocks({ tlp }: Pick<Citation, "tlp">): readonly Block[] {
  return tlp === undefined ? [] : [{ kind: "text", runs: [{ text: showLabel(tlp), mark: "strong" }] }];
}

/** The excerpt's words, its sentence marked, or `marks` if given. `[…]` for a cut is outside the quoted words. */
export function quoteRuns(excerpt: Excerpt, marks?: readonly Span[]): readonly Run[] {
  const { paragraph, start, end, sentence } = excerpt;
  const { text: words } = paragraph;
  return [
    ...(start > 0 ? [{ text: `${CUT} ` }] : []),
    ...markedRuns(words, { start, end }, marks ?? (sentence === undefined ? [] : [sentence])),
    ...(end < words.length ? [{ text: ` ${CUT}` }] : []),
  ];
}

/** A span of a text as runs. `marks`: in order, not overlapping; they may reach beyond the span. */
export function markedRuns(words: string, { start, end }: Span, marks: readonly Span[]): readonly Run[] {
  const runs: Run[] = [];
  let position = start;
  for (const mark of marks) {
    const [from, to] = [Math.max(position, mark.start), Math.min(end, mark.end)];
    if (from >= to) continue;
    runs.push({ text: words.slice(position, from) }, { text: words.slice(from, to), mark: "match" });
    position = to;
  }
  return [...runs, { text: words.slice(position, end) }].filter((run) => run.text !== "");
}

/** A message's summary: report and paragraph, then the marked sentence, or all that is shown if none is marked. */
export function summarise(excerpt: Excerpt, citation: Citation): string {
  const { start, end } = excerpt.sentence ?? excerpt;
  return `${shortForm(citation)}: ${excerpt.paragraph.text.slice(start, end)}`;
}

/** A button for each paragraph, which shows it. */
export function paragraphButtons(lead: string, paragraphs: readonly Paragraph[], library: Library): Block {
  return {
    kind: "actions",
    lead,
    actions: paragraphs.map((paragraph) => ({
      ...citeAction(paragraph),
      label: describeParagraph(paragraph, library),
    })),
  };
}

/** `marked`: if the paragraph fills several pages, the page with these words is opened. */
export function contextAction(paragraph: Paragraph, marked?: Span): Action {
  const sentence = marked === undefined ? -1 : sentenceAt(paragraph, marked);
  const page = sentence > 0 ? { sentence: String(sentence) } : {};
  return { label: "Context", command: "context", args: { ...paragraphArgs(paragraph), ...page } };
}

export function citeAction(paragraph: Paragraph): Action {
  return { label: "Cite", command: "cite", args: paragraphArgs(paragraph) };
}

/** Posts the quotation to the channel. */
export function shareAction({ paragraph, sentence }: Excerpt, wording: "answer" | "closest"): Action {
  const marked = sentence === undefined ? -1 : sentenceAt(paragraph, sentence);
  return {
    label: "Share to channel",
    command: "share",
    args: { ...paragraphArgs(paragraph), marked: String(marked), wording },
  };
}

/** Deletes a public reply; only the asker named in it may. */
export function deleteAction(asker: string): Action {
  return { label: "Delete", command: "delete", args: { asker } };
}

/** Index of the sentence in which the span begins. */
function sentenceAt({ sentences }: Paragraph, { start }: Span): number {
  return sentences.findLastIndex((sentence) => sentence.start <= start);
}

/**
 * The code identifies the words, and the ordinal one of several places with the same words. If the words have changed
 * since, report and ordinal still identify the place.
 */
function paragraphArgs({ code, ordinal, report }: Paragraph) {
  return { reference: code, ordinal: String(ordinal), source: sourceKey(report) };
}
