// The small pieces that every reply is put together from.

import { place, pointer, shortForm, sourceLine } from "#bot/citation-format.ts";
import { sourceKey } from "#bot/source-key.ts";
import type { Citation, Excerpt } from "#domain/answer.ts";
import { type Action, type Block, type Message, plain, type Run } from "#domain/message.ts";
import type { Library, Paragraph, Report, Span } from "#domain/report.ts";
import { CUT } from "#text/truncate.ts";

/** What wording depends on besides the outcome itself. */
export type Wording = Readonly<{
  /** The reports that were asked. */
  library: Library;
  audience: Message["audience"];
  today: Date;
  /** Private, in a channel where it can be shared. */
  shareable?: boolean;
}>;

export function text(line: string): Block {
  return { kind: "text", runs: plain(line) };
}

export function note(line: string): Block {
  return { kind: "note", runs: plain(line) };
}

export const CLOSEST = "Closest paragraph found; it may not answer the question.";

/** The message with a button more, for the asker of a public reply. */
export function withDelete(message: Message, asker: string): Message {
  return { ...message, blocks: [...message.blocks, { kind: "actions", actions: [deleteAction(asker)] }] };
}

/** The message with a line above it. */
export function withNote(message: Message, line: string): Message {
  return { ...message, blocks: [note(line), ...message.blocks] };
}

export function inQuotes(words: string): string {
  return `"${words}"`;
}

const NAMED_REPORTS = 2;

/** The titles of at most two reports, else how many there are. */
export function nameReports(reports: readonly Report[]): string {
  if (reports.length > NAMED_REPORTS) return `the ${reports.length} loaded reports`;
  return reports.map(({ title }) => inQuotes(title)).join(" or ");
}

/** A quotation as it always stands: handling label, the words, the source. */
export function quoteBlocks(excerpt: Excerpt, citation: Citation, today: Date): readonly Block[] {
  const line = `${sourceLine(citation, today)} \u00B7 ${place(citation)}`;
  return [
    ...tlpBlocks(citation),
    { kind: "quote", excerpt, runs: quoteRuns(excerpt) },
    source(line, citation.url),
  ];
}

/** A handling label stands directly before the words. */
export function tlpBlocks({ tlp }: Pick<Citation, "tlp">): readonly Block[] {
  return tlp === undefined ? [] : [{ kind: "text", runs: [{ text: tlp, mark: "strong" }] }];
}

export function source(line: string, href: string | undefined): Block {
  return { kind: "source", runs: [{ text: line, ...(href === undefined ? {} : { href }) }] };
}

/** The excerpt's words with the matching ones marked; cuts stand outside the quoted words. */
export function quoteRuns(excerpt: Excerpt, marks?: readonly Span[]): readonly Run[] {
  const { paragraph, start, end, sentence } = excerpt;
  const { text: words } = paragraph;
  return [
    ...(start > 0 ? [{ text: `${CUT} ` }] : []),
    ...markedRuns(words, { start, end }, marks ?? (sentence === undefined ? [] : [sentence])),
    ...(end < words.length ? [{ text: ` ${CUT}` }] : []),
  ];
}

/** The words of a stretch; `marks` in order, not overlapping. */
export function markedRuns(words: string, { start, end }: Span, marks: readonly Span[]): readonly Run[] {
  const runs: Run[] = [];
  let at = start;
  for (const mark of marks) {
    const [from, to] = [Math.max(at, mark.start), Math.min(end, mark.end)];
    if (from >= to) continue;
    runs.push({ text: words.slice(at, from) }, { text: words.slice(from, to), mark: "match" });
    at = to;
  }
  return [...runs, { text: words.slice(at, end) }].filter((run) => run.text !== "");
}

/** Notification line: report and paragraph first, then the words that matter. */
export function summarise(excerpt: Excerpt, citation: Citation): string {
  const { start, end } = excerpt.sentence ?? excerpt;
  return `${shortForm(citation)}: ${excerpt.paragraph.text.slice(start, end)}`;
}

/** Other paragraphs, a button each. */
export function pointers(lead: string, paragraphs: readonly Paragraph[], library: Library): Block {
  return {
    kind: "actions",
    lead,
    actions: paragraphs.map((paragraph) => ({
      ...citeAction(paragraph),
      label: pointer(paragraph, library),
    })),
  };
}

/** `marked`: what is looked for in the paragraph; a long one opens there. */
export function contextAction(paragraph: Paragraph, marked?: Span): Action {
  const sentence = marked === undefined ? -1 : sentenceAt(paragraph, marked);
  const at = sentence > 0 ? { sentence: String(sentence) } : {};
  return { label: "Context", command: "context", args: { ...argsOf(paragraph), ...at } };
}

export function citeAction(paragraph: Paragraph): Action {
  return { label: "Cite", command: "cite", args: argsOf(paragraph) };
}

/** Posts the quotation for all to read. */
export function shareAction({ paragraph, sentence }: Excerpt, wording: "answer" | "closest"): Action {
  const marked = sentence === undefined ? -1 : sentenceAt(paragraph, sentence);
  return {
    label: "Share to channel",
    command: "share",
    args: { ...argsOf(paragraph), marked: String(marked), wording },
  };
}

/** Takes a public reply away again; only whoever asked for it may. */
export function deleteAction(asker: string): Action {
  return { label: "Delete", command: "delete", args: { asker } };
}

/** The sentence that a span begins in. */
function sentenceAt({ sentences }: Paragraph, { start }: Span): number {
  return sentences.findLastIndex((sentence) => sentence.start <= start);
}

/**
 * The code names the words; the ordinal tells apart places where the same words stand twice. When the words have
 * changed, report and ordinal still name the place.
 */
function argsOf({ code, ordinal, report }: Paragraph) {
  return { reference: code, ordinal: String(ordinal), source: sourceKey(report) };
}
