// How the outcome of a question is worded.

import { shortTitle, sourceLine } from "#bot/citation-format.ts";
import type { Abstention, FieldAnswer, Outcome, Quotation } from "#domain/answer.ts";
import type { Block, Message } from "#domain/message.ts";
import {
  CLOSEST,
  citeAction,
  contextAction,
  inQuotes,
  nameReports,
  note,
  pointers,
  quoteBlocks,
  shareAction,
  source,
  summarise,
  text,
  type Wording,
} from "./blocks.ts";
import { greetingMessage, whichReportMessage } from "./library.ts";

export function outcomeMessage(outcome: Outcome, wording: Wording): Message {
  switch (outcome.kind) {
    case "quotation":
      return quotationMessage(outcome, wording);
    case "field":
      return fieldMessage(outcome, wording);
    case "abstention":
      return abstentionMessage(outcome, wording);
  }
}

function quotationMessage(answer: Quotation, { audience, today, library, shareable }: Wording): Message {
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
      ...mended(answer),
      ...(answer.wording === "closest" ? [text(CLOSEST)] : []),
      ...quoteBlocks(excerpt, citation, today),
      { kind: "actions", actions },
      ...(also.length === 0 ? [] : [pointers("Also:", also, library)]),
    ],
  };
}

function mended({ corrections }: Pick<Quotation, "corrections">): readonly Block[] {
  return corrections.map(({ to: readAs }) => note(`Read as ${inQuotes(readAs)}.`));
}

function fieldMessage({ field, citation }: FieldAnswer, { audience, today }: Wording): Message {
  const line = `${FIELD_LABELS[field.name] ?? field.name}: ${field.value}`;
  return {
    audience,
    summary: `${shortTitle(citation)}. ${line}`,
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

function abstentionMessage(abstention: Abstention, wording: Wording): Message {
  switch (abstention.reason) {
    case "not-found":
      return refusalMessage(abstention, wording);
    case "which-report":
      return whichReportMessage(wording);
    case "greeting":
    case "help":
    case "thanks":
      return greetingMessage(wording);
  }
}

function refusalMessage(abstention: Abstention, { library, audience }: Wording): Message {
  const { unknown, related } = abstention;
  const refusal = `Not in ${nameReports(library.reports)}.`;
  // A channel is told the one sentence; whoever asked in private also gets what may help.
  if (audience === "channel") return { audience, summary: refusal, blocks: [text(refusal)] };
  const never = library.reports.length === 1 ? "It never mentions" : "They never mention";
  const words = new Intl.ListFormat("en", { type: "disjunction" }).format(
    unknown.slice(0, NAMED_WORDS).map(inQuotes),
  );
  const line = unknown.length === 0 ? refusal : `${refusal} ${never} ${words}.`;
  return {
    audience,
    summary: line,
    blocks: [
      ...mended(abstention),
      text(line),
      ...(related.length === 0 ? [] : [pointers("Related, not an answer:", related, library)]),
    ],
  };
}

const NAMED_WORDS = 3;
