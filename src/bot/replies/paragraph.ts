// How a paragraph that was asked for by name is shown: with its citation, among others, or in its context.

import { type Cited, count, handling, label, noteForm, shortForm, sourceLine } from "#bot/citation.ts";
import { bibtexForm, markdownForm } from "#bot/paste.ts";
import type { Citation, Excerpt } from "#domain/answer.ts";
import { type Block, type Message, plain } from "#domain/message.ts";
import { type Paragraph, scopeTo } from "#domain/report.ts";
import { buildExcerpt, WHOLE_CHARACTERS } from "#retrieval/excerpt.ts";
import { cite } from "#retrieval/retriever.ts";
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

// What several paragraphs that are cited together share; a single one is shown as every quotation is.
const TOGETHER_CHARACTERS = 3000;

/** One paragraph, or several in a row of one report: the quotation, then its citation in every form. */
export function wordCitation(paragraphs: readonly Paragraph[], wording: Wording): Message {
  const [first, last] = [paragraphs[0], paragraphs.at(-1)];
  if (first === undefined || last === undefined) throw new Error("a citation is of a paragraph at least");
  const { audience, library } = wording;
  const alone = paragraphs.length === 1;
  const citation = cite(first, library);
  const section = paragraphs.every((one) => one.section === first.section) ? first.section : "";
  const cited: Cited = alone ? citation : { ...citation, section, last };
  const most = alone ? WHOLE_CHARACTERS : Math.floor(TOGETHER_CHARACTERS / paragraphs.length);
  const excerpts = paragraphs.map((paragraph) => buildExcerpt(paragraph, undefined, most));
  const codes = alone ? first.code : `${first.code} to ${last.code}`;
  return {
    audience,
    summary: `${shortForm(cited)}: ${first.text}`,
    blocks: [
      ...tlpBlocks(citation),
      ...excerpts.map((excerpt): Block => ({ kind: "quote", excerpt, runs: quoteRuns(excerpt) })),
      source(noteForm(cited), citation.url),
      text(`${handling(cited)}${shortForm(cited)} (${codes}).`),
      pasted("Markdown: ", markdownForm(cited)),
      pasted("BibTeX: ", bibtexForm(cited)),
      ...(citation.number === undefined ? [text("Paragraph numbers counted by Ibid.")] : []),
      { kind: "actions", actions: [contextAction(first)] },
    ],
  };
}

function pasted(lead: string, form: string): Block {
  return { kind: "text", runs: [{ text: lead }, { text: form, mark: "code" }] };
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
      {
        kind: "actions",
        actions: [contextAction(paragraph, excerpt.sentence), citeAction(paragraph), deleteAction(by.id)],
      },
    ],
  };
}

type Sharing = Readonly<{ today: Date; closest: boolean; by: Readonly<{ id: string; name: string }> }>;

/** What a page of context holds, and the pieces right before and after it. */
export type Page = Readonly<{ pieces: readonly Excerpt[]; earlier?: Excerpt; later?: Excerpt }>;

/** In reading order, each section under its heading; buttons lead to the pages before and after. */
export function wordContext(
  { pieces, earlier, later }: Page,
  { audience, today, library }: Wording,
): Message {
  const cited = pieces.map((piece) => ({ piece, citation: cite(piece.paragraph, library) }));
  const [first, last] = [cited[0]?.citation, cited.at(-1)?.citation];
  if (first === undefined || last === undefined) throw new Error("a context has at least its own paragraph");
  const span = label(first.ordinal === last.ordinal ? first : { ...first, last });
  const blocks = cited.flatMap(({ piece, citation }, at) => {
    const headed = citation.section !== "" && citation.section !== cited[at - 1]?.citation.section;
    const heading: readonly Block[] = headed ? [{ kind: "heading", runs: plain(citation.section) }] : [];
    const quote: Block = { kind: "quote", excerpt: piece, runs: quoteRuns(piece) };
    return [...heading, ...tlpBlocks(citation), quote, source(count(citation), undefined)];
  });
  const turn = (piece: Excerpt | undefined, name: string) =>
    piece === undefined ? [] : [{ ...contextAction(piece.paragraph, piece), label: name }];
  const actions = [...turn(earlier, "Earlier"), ...turn(later, "Later")];
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
