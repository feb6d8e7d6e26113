// How a paragraph that was asked for by name is shown: with its citation, among others, or in its context.

import { label, noteForm, shortForm } from "#bot/citation.ts";
import type { Citation, Excerpt } from "#domain/answer.ts";
import type { Message } from "#domain/message.ts";
import { type Paragraph, scopeTo } from "#domain/report.ts";
import {
  CLOSEST,
  citeAction,
  contextAction,
  deleteAction,
  note,
  pointers,
  quoteBlocks,
  summarise,
  text,
  type Wording,
} from "./blocks.ts";

export function wordCitation(excerpt: Excerpt, citation: Citation, { audience, today }: Wording): Message {
  const counted = citation.number === undefined ? [text("Paragraph numbers counted by Ibid.")] : [];
  return {
    audience,
    summary: summarise(excerpt, citation),
    blocks: [
      ...quoteBlocks(excerpt, citation, today),
      text(noteForm(citation)),
      text(`${shortForm(citation)} (${citation.code}).`),
      ...counted,
      { kind: "actions", actions: [contextAction(excerpt.paragraph)] },
    ],
  };
}

// More buttons than this help nobody choose.
const CHOICES = 10;

export function wordChoices(paragraphs: readonly Paragraph[], { audience, library }: Wording): Message {
  const line = `That fits ${paragraphs.length} paragraphs${paragraphs.length > CHOICES ? `; the first ${CHOICES}` : ""}:`;
  const shown = paragraphs.slice(0, CHOICES);
  const groups = library.reports
    .map((report) => ({ report, own: shown.filter((paragraph) => paragraph.report === report.id) }))
    .filter(({ own }) => own.length > 0);
  return {
    audience,
    summary: line,
    blocks: [
      text(line),
      ...groups.map(({ report, own }) => pointers(report.title, own, scopeTo(library, report))),
    ],
  };
}

/** An answer that somebody shared: the same quotation and citation, and who shared it. */
export function wordShared(excerpt: Excerpt, citation: Citation, { today, closest, by }: Sharing): Message {
  const { paragraph } = excerpt;
  return {
    audience: "channel",
    summary: summarise(excerpt, citation),
    blocks: [
      ...(closest ? [text(CLOSEST)] : []),
      ...quoteBlocks(excerpt, citation, today),
      note(`Shared by ${by.name}.`),
      { kind: "actions", actions: [contextAction(paragraph), citeAction(paragraph), deleteAction(by.id)] },
    ],
  };
}

type Sharing = Readonly<{ today: Date; closest: boolean; by: Readonly<{ id: string; name: string }> }>;

type QuotedParagraph = Readonly<{ excerpt: Excerpt; citation: Citation }>;

export function wordContext(around: readonly QuotedParagraph[], { audience, today }: Wording): Message {
  const [first, last] = [around[0], around.at(-1)];
  if (first === undefined || last === undefined) throw new Error("a context has at least its own paragraph");
  const span =
    first === last ? label(first.citation) : `${label(first.citation)} to ${label(last.citation).slice(6)}`;
  return {
    audience,
    summary: `${shortForm(first.citation)}: context, ${span}`,
    blocks: around.flatMap(({ excerpt, citation }) => quoteBlocks(excerpt, citation, today)),
  };
}
