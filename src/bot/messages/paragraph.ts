// Messages that show paragraphs which were asked for by number, code, section or button.

import { bibtexForm, markdownForm } from "#bot/citation-export.ts";
import {
  citeRange,
  countedLabel,
  handling,
  isCounted,
  label,
  noteForm,
  shortForm,
  sourceLine,
} from "#bot/citation-format.ts";
import type { Citation, Excerpt } from "#domain/answer.ts";
import { excerptText } from "#domain/excerpt.ts";
import { type Action, type Block, type Message, plain } from "#domain/message.ts";
import { type Paragraph, scopeTo } from "#domain/report.ts";
import {
  CLOSEST,
  citeAction,
  contextAction,
  deleteAction,
  itemBlocks,
  type MessageContext,
  note,
  paragraphButtons,
  quoteBlock,
  quoteBlocks,
  source,
  summarise,
  text,
  tlpBlocks,
} from "./blocks.ts";

/** Notes for a button whose words are no longer in the report: how the paragraph that is shown instead was chosen. */
export const CHANGED = {
  here: "The text has changed since this was posted. This paragraph is in its place now.",
  nearest: "The text has changed since this was posted, and its paragraph is gone; this is the nearest one.",
} as const;

export type QuotedParagraph = Readonly<{ excerpt: Excerpt; citation: Citation }>;

export function citationMessage(excerpt: Excerpt, citation: Citation, context: MessageContext): Message {
  return citationsMessage([{ excerpt, citation }], context);
}

/** One paragraph, or several consecutive ones of a report: the quotation, then its citation in every form. */
export function citationsMessage(
  paragraphs: readonly QuotedParagraph[],
  { audience }: MessageContext,
): Message {
  const [first, last] = [paragraphs[0], paragraphs.at(-1)];
  if (first === undefined || last === undefined) throw new Error("no paragraph to cite");
  const { citation, excerpt } = first;
  const cited = first === last ? citation : citeRange(paragraphs.map((one) => one.citation));
  const codes = first === last ? citation.code : `${citation.code} to ${last.citation.code}`;
  return {
    audience,
    summary: `${shortForm(cited)}: ${excerptText(excerpt)}`,
    blocks: [
      ...tlpBlocks(citation),
      ...paragraphs.flatMap((one, i) => itemBlocks(one.excerpt, paragraphs[i - 1]?.excerpt.paragraph)),
      source(noteForm(cited), citation.url, citation.page),
      text(`${handling(citation)}${shortForm(cited)} (${codes}).`),
      codeBlock("Markdown: ", markdownForm(cited)),
      codeBlock("BibTeX: ", bibtexForm(cited)),
      ...(isCounted(citation) ? [text("Paragraph numbers are Ibid's own count.")] : []),
      { kind: "actions", actions: [contextAction(excerpt.paragraph)] },
    ],
  };
}

function codeBlock(lead: string, code: string): Block {
  return { kind: "text", runs: [{ text: lead }, { text: code, mark: "code" }] };
}

// With more buttons than this, a longer reference is easier than choosing one.
const MAX_CHOICES = 10;

/** A button for each of several paragraphs that fit a reference, grouped by report. */
export function choicesMessage(
  paragraphs: readonly Paragraph[],
  { audience, library }: MessageContext,
): Message {
  const line = `${paragraphs.length} paragraphs match${paragraphs.length > MAX_CHOICES ? `; these are the first ${MAX_CHOICES}` : ""}:`;
  const shown = paragraphs.slice(0, MAX_CHOICES);
  const groups = library.reports
    .map((report) => ({ report, choices: shown.filter((paragraph) => paragraph.report === report.id) }))
    .filter(({ choices }) => choices.length > 0);
  return {
    audience,
    summary: line,
    blocks: [
      text(line),
      ...groups.map(({ report, choices }) =>
        paragraphButtons(report.title, choices, scopeTo(library, report)),
      ),
    ],
  };
}

type Sharing = Readonly<{ today: Date; closest: boolean; by: Readonly<{ id: string; name: string }> }>;

/** A private answer, posted to the channel: the same quotation and citation, and who shared it. */
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

/** The excerpts directly before and after a page of context, if there are any. */
export type PageLinks = Readonly<{ earlier?: Excerpt; later?: Excerpt }>;

/** A page of consecutive paragraphs, each section under its heading, with buttons for the pages before and after. */
export function contextMessage(
  page: readonly QuotedParagraph[],
  { audience, today }: MessageContext,
  { earlier, later }: PageLinks = {},
): Message {
  const [first, last] = [page[0]?.citation, page.at(-1)?.citation];
  if (first === undefined || last === undefined) throw new Error("no paragraph to show");
  const range = label(first.ordinal === last.ordinal ? first : { ...first, last });
  const blocks = page.flatMap(({ excerpt, citation }, index) => {
    const startsSection = citation.section !== "" && citation.section !== page[index - 1]?.citation.section;
    const heading: readonly Block[] = startsSection
      ? [{ kind: "heading", runs: plain(citation.section) }]
      : [];
    return [
      ...heading,
      ...tlpBlocks(citation),
      quoteBlock(excerpt),
      source(countedLabel(citation), undefined, citation.page),
    ];
  });
  const actions = [...pageAction("Earlier", earlier), ...pageAction("Later", later)];
  return {
    audience,
    summary: `${shortForm(first)}: context, ${range}`,
    blocks: [
      ...blocks,
      source(sourceLine(first, today), first.url),
      ...(actions.length === 0 ? [] : [{ kind: "actions" as const, actions }]),
    ],
  };
}

function pageAction(name: string, excerpt: Excerpt | undefined): readonly Action[] {
  return excerpt === undefined ? [] : [{ ...contextAction(excerpt.paragraph, excerpt), label: name }];
}
