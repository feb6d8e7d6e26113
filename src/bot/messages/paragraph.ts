// How a paragraph that was asked for by name is shown: with its citation, among others, or in its context.

import { bibtexForm, markdownForm } from "#bot/citation-export.ts";
import { citeRange, count, handling, label, noteForm, shortForm, sourceLine } from "#bot/citation-format.ts";
import type { Citation, Excerpt } from "#domain/answer.ts";
import { excerptText } from "#domain/excerpt.ts";
import { type Action, type Block, type Message, plain } from "#domain/message.ts";
import { type Paragraph, scopeTo } from "#domain/report.ts";
import {
  CLOSEST,
  citeAction,
  contextAction,
  deleteAction,
  note,
  pointers,
  quoteBlocks,
  quoteRuns,
  source,
  summarise,
  text,
  tlpBlocks,
  type Wording,
} from "./blocks.ts";

/** Stands above the paragraph of a button whose words are no longer there. */
export const CHANGED = {
  here: "The text has changed since this was posted. This paragraph stands at its place now.",
  nearest:
    "The text has changed since this was posted. Nothing stands at its place now; this is the nearest.",
} as const;

export function citationMessage(excerpt: Excerpt, citation: Citation, wording: Wording): Message {
  return citationsMessage([{ excerpt, citation }], wording);
}

/** One paragraph, or several in a row of one report: the quotation, then its citation in every form. */
export function citationsMessage(quoted: readonly QuotedParagraph[], { audience }: Wording): Message {
  const [first, last] = [quoted[0], quoted.at(-1)];
  if (first === undefined || last === undefined) throw new Error("a citation is of a paragraph at least");
  const { citation, excerpt } = first;
  const cited = first === last ? citation : citeRange(quoted.map((one) => one.citation));
  const codes = first === last ? citation.code : `${citation.code} to ${last.citation.code}`;
  return {
    audience,
    summary: `${shortForm(cited)}: ${excerptText(excerpt)}`,
    blocks: [
      ...tlpBlocks(citation),
      ...quoted.map((one) => quoteBlock(one.excerpt)),
      source(noteForm(cited), citation.url),
      text(`${handling(cited)}${shortForm(cited)} (${codes}).`),
      pasted("Markdown: ", markdownForm(cited)),
      pasted("BibTeX: ", bibtexForm(cited)),
      ...(citation.number === undefined ? [text("Paragraph numbers counted by Ibid.")] : []),
      { kind: "actions", actions: [contextAction(excerpt.paragraph)] },
    ],
  };
}

function quoteBlock(excerpt: Excerpt): Block {
  return { kind: "quote", excerpt, runs: quoteRuns(excerpt) };
}

function pasted(lead: string, form: string): Block {
  return { kind: "text", runs: [{ text: lead }, { text: form, mark: "code" }] };
}

// More buttons than this help nobody choose.
const CHOICES = 10;

export function choicesMessage(paragraphs: readonly Paragraph[], { audience, library }: Wording): Message {
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
export function sharedMessage(
  excerpt: Excerpt,
  citation: Citation,
  { today, closest, by }: Sharing,
): Message {
  const { paragraph } = excerpt;
  return {
    audience: "channel",
    summary: summarise(excerpt, citation),
    blocks: [
      ...(closest ? [text(CLOSEST)] : []),
      ...quoteBlocks(excerpt, citation, today),
      note(`Shared by ${by.name}.`),
      {
        kind: "actions",
        actions: [contextAction(paragraph, excerpt.sentence), citeAction(paragraph), deleteAction(by.id)],
      },
    ],
  };
}

type Sharing = Readonly<{ today: Date; closest: boolean; by: Readonly<{ id: string; name: string }> }>;

export type QuotedParagraph = Readonly<{ excerpt: Excerpt; citation: Citation }>;

/** What stands right before and after a page of context. */
export type PageLinks = Readonly<{ earlier?: Excerpt; later?: Excerpt }>;

/** In reading order, each section under its heading; buttons lead to the pages before and after. */
export function contextMessage(
  around: readonly QuotedParagraph[],
  { audience, today }: Wording,
  { earlier, later }: PageLinks = {},
): Message {
  const [first, last] = [around[0]?.citation, around.at(-1)?.citation];
  if (first === undefined || last === undefined) throw new Error("a context has at least its own paragraph");
  const span = label(first.ordinal === last.ordinal ? first : { ...first, last });
  const blocks = around.flatMap(({ excerpt, citation }, at) => {
    const headed = citation.section !== "" && citation.section !== around[at - 1]?.citation.section;
    const heading: readonly Block[] = headed ? [{ kind: "heading", runs: plain(citation.section) }] : [];
    return [...heading, ...tlpBlocks(citation), quoteBlock(excerpt), source(count(citation), undefined)];
  });
  const actions = [...turnTo(earlier, "Earlier"), ...turnTo(later, "Later")];
  return {
    audience,
    summary: `${shortForm(first)}: context, ${span}`,
    blocks: [
      ...blocks,
      source(sourceLine(first, today), first.url),
      ...(actions.length === 0 ? [] : [{ kind: "actions" as const, actions }]),
    ],
  };
}

function turnTo(piece: Excerpt | undefined, name: string): readonly Action[] {
  return piece === undefined ? [] : [{ ...contextAction(piece.paragraph, piece), label: name }];
}
