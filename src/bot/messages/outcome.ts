// The message for the outcome of a question.

import { sourceLine } from "#bot/citation-format.ts";
import type { MoreOf } from "#bot/selection-page.ts";
import type { Abstention, FieldAnswer, Outcome, Quotation } from "#domain/answer.ts";
import type { Message } from "#domain/message.ts";
import {
  CLOSEST,
  citeAction,
  contextAction,
  correctionNotes,
  inQuotes,
  type MessageContext,
  nameReports,
  paragraphButtons,
  quoteBlocks,
  shareAction,
  source,
  summarise,
  text,
} from "./blocks.ts";
import { greetingMessage, reportsMessage, whichReportMessage } from "./library.ts";
import { selectionMessage } from "./selection.ts";

/** `more`: how the next page of a selection is found again. */
export function outcomeMessage(outcome: Outcome, context: MessageContext, more?: MoreOf): Message {
  switch (outcome.kind) {
    case "quotation":
      return quotationMessage(outcome, context);
    case "field":
      return fieldMessage(outcome, context);
    case "selection":
      return selectionMessage(outcome, { page: 0, ...(more === undefined ? {} : { more }) }, context);
    case "abstention":
      return abstentionMessage(outcome, context);
  }
}

function quotationMessage(
  answer: Quotation,
  { audience, today, library, shareable }: MessageContext,
): Message {
  const { excerpt, citation, also } = answer;
  const share = shareable === true ? [shareAction(excerpt, answer.wording)] : [];
  const actions = [
    contextAction(excerpt.paragraph, excerpt.sentence),
    citeAction(excerpt.paragraph),
    ...share,
  ];
  return {
    audience,
    summary: summarise(excerpt, citation),
    blocks: [
      ...correctionNotes(answer),
      ...(answer.wording === "closest" ? [text(closestLine(answer.missing))] : []),
      ...quoteBlocks(excerpt, citation, today),
      { kind: "actions", actions },
      ...(also.length === 0 ? [] : [paragraphButtons("Also:", also, library)]),
    ],
  };
}

/** What the paragraph lacks tells a reader more than that it may not answer. */
function closestLine(missing: readonly string[]): string {
  return missing.length === 0 ? CLOSEST : `Closest paragraph; it does not mention ${anyOf(missing)}.`;
}

const MAX_WORDS = 3;

/** `"A", "B" or "C"` */
function anyOf(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(words.slice(0, MAX_WORDS).map(inQuotes));
}

function fieldMessage({ field, citation }: FieldAnswer, { audience, today }: MessageContext): Message {
  const line = `${FIELD_LABELS[field.name] ?? field.name}: ${field.value}`;
  return {
    audience,
    summary: `${citation.shortTitle}. ${line}`,
    blocks: [text(line), source(sourceLine(citation, today), citation.url)],
  };
}

const FIELD_LABELS: Readonly<Record<string, string>> = {
  author: "Written by",
  publisher: "Published by",
  published: "Published",
  title: "Title",
  url: "Link",
};

function abstentionMessage(abstention: Abstention, context: MessageContext): Message {
  switch (abstention.reason) {
    case "not-found":
      return refusalMessage(abstention, context);
    case "which-report":
      return whichReportMessage(inReports(abstention, context));
    case "reports":
      return reportsMessage(inReports(abstention, context), abstention.reports !== undefined);
    case "greeting":
    case "help":
    case "thanks":
      return greetingMessage(context);
  }
}

/** With those reports only that the outcome names, if it names any. */
function inReports({ reports }: Abstention, context: MessageContext): MessageContext {
  if (reports === undefined) return context;
  const { library } = context;
  return {
    ...context,
    library: { ...library, reports: library.reports.filter(({ id }) => reports.includes(id)) },
  };
}

function refusalMessage(abstention: Abstention, { library, audience }: MessageContext): Message {
  const { unknown, related } = abstention;
  const refusal = `Not in ${nameReports(library.reports)}.`;
  // In public the refusal is one sentence; in private the asker also gets what may help.
  if (audience === "channel") return { audience, summary: refusal, blocks: [text(refusal)] };
  const never = library.reports.length === 1 ? "It never mentions" : "They never mention";
  const line = unknown.length === 0 ? refusal : `${refusal} ${never} ${anyOf(unknown)}.`;
  return {
    audience,
    summary: line,
    blocks: [
      ...correctionNotes(abstention),
      text(line),
      ...(related.length === 0 ? [] : [paragraphButtons("Related, but not an answer:", related, library)]),
    ],
  };
}
