// The small pieces that every reply is put together from.

import { place, pointer, shortForm, sourceLine } from "#bot/citation.ts";
import type { Citation, Excerpt } from "#domain/answer.ts";
import { type Action, type Block, CUT, type Message, plain, type Run } from "#domain/message.ts";
import type { Library, Paragraph } from "#domain/report.ts";

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

/** A quotation as it always stands: handling label, the words, the source. */
export function quoteBlocks(excerpt: Excerpt, citation: Citation, today: Date): readonly Block[] {
  const { tlp } = citation;
  const label: readonly Block[] =
    tlp === undefined ? [] : [{ kind: "text", runs: [{ text: tlp, mark: "strong" }] }];
  const line = `${sourceLine(citation, today)} \u00B7 ${place(citation)}`;
  return [...label, { kind: "quote", excerpt, runs: quoteRuns(excerpt) }, source(line, citation.url)];
}

export function source(line: string, href: string | undefined): Block {
  return { kind: "source", runs: [{ text: line, ...(href === undefined ? {} : { href }) }] };
}

/** The excerpt's words with the matching sentence marked; cuts stand outside the quoted words. */
export function quoteRuns({ paragraph, start, end, sentence }: Excerpt): readonly Run[] {
  const { text: words } = paragraph;
  const { start: from, end: to } = sentence ?? { start: end, end };
  const runs: Run[] = [
    { text: start > 0 ? `${CUT} ` : "" },
    { text: words.slice(start, from) },
    { text: words.slice(from, to), mark: "match" },
    { text: words.slice(to, end) },
    { text: end < words.length ? ` ${CUT}` : "" },
  ];
  return runs.filter((run) => run.text !== "");
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

export function contextAction(paragraph: Paragraph): Action {
  return { label: "Context", command: "context", args: argsOf(paragraph) };
}

export function citeAction(paragraph: Paragraph): Action {
  return { label: "Cite", command: "cite", args: argsOf(paragraph) };
}

/** Posts the quotation for all to read. */
export function shareAction({ paragraph, sentence }: Excerpt, wording: "answer" | "closest"): Action {
  const marked = paragraph.sentences.findIndex(({ start }) => start === sentence?.start);
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

// The code alone names the words; the ordinal tells apart places where the same words stand twice.
function argsOf({ code, ordinal }: Paragraph) {
  return { reference: code, ordinal: String(ordinal) };
}
