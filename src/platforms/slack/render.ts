// A message as Slack's blocks. All words go into rich text, whose text is literal: nothing in it can ping or link.
import type { types } from "@slack/bolt";
import { encodeAction } from "#bot/action.ts";
import { clip } from "#bot/clip.ts";
import { showable } from "#bot/showable.ts";
import type { Action, Block, Message, Run } from "#domain/message.ts";
import { escapeText } from "./escape.ts";
import { LIMITS } from "./limits.ts";

export type Payload = Readonly<{
  text: string;
  blocks: (types.RichTextBlock | types.ActionsBlock)[];
  mrkdwn: false;
  unfurl_links: false;
  unfurl_media: false;
}>;

type WordsBlock = Exclude<Block, { kind: "actions" }>;

/** Pure and total: whatever the message holds, the payload is within Slack's limits. */
export function renderMessage(message: Message): Payload {
  const shown = fitBlocks(message.blocks);
  return {
    text: renderFallback(message),
    blocks: shown.flatMap((block, at) =>
      block.kind === "actions" ? renderActions(block, at) : [renderWords(block)],
    ),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Notifications and screen readers read this alone: report and paragraph, the words that matter, the source. */
function renderFallback({ summary, blocks }: Message): string {
  const sources = blocks.flatMap((block) => (block.kind === "source" ? [wordsOf(block)] : []));
  return clip([summary, ...sources].map(escapeText).join("\n"), LIMITS.fallbackCharacters);
}

const MOST_LINES = 40;

/**
 * Everything but quotations is shown first and foremost, citations whole; quotations share what is left of the message.
 * They are bounded when they are built, so that only a single sentence of thousands of characters is ever cut here.
 */
function fitBlocks(blocks: readonly Block[]): readonly Block[] {
  const kept = blocks.length <= MOST_LINES ? blocks : [...blocks.slice(0, MOST_LINES), MORE];
  const quotes = kept.filter(({ kind }) => kind === "quote").length;
  const others = kept.filter(({ kind }) => kind === "text" || kind === "note" || kind === "heading").length;
  const cited = kept.reduce((sum, block) => sum + (block.kind === "source" ? wordsOf(block).length : 0), 0);
  const free = MESSAGE_CHARACTERS - cited - ACTIONS_CHARACTERS;
  const quoteCharacters = Math.floor(
    (quotes === 0 ? 0 : (others === 0 ? 1 : 0.7) * free) / Math.max(1, quotes),
  );
  const otherCharacters = Math.floor((free - quoteCharacters * quotes) / Math.max(1, others));
  return kept.map((block) => {
    if (block.kind === "actions" || block.kind === "source") return block;
    return {
      ...block,
      runs: clipRuns(block.runs, block.kind === "quote" ? quoteCharacters : otherCharacters),
    };
  });
}

const MORE: Block = { kind: "note", runs: [{ text: "There is more than fits here." }] };
// A tenth below the ceiling, which is not documented.
const MESSAGE_CHARACTERS = LIMITS.messageCharacters * 0.9;
// Buttons count towards the ceiling too: labels and values of the two rows that a reply has at most.
const ACTIONS_CHARACTERS = 2_000;

function clipRuns(runs: readonly Run[], most: number): readonly Run[] {
  let left = most;
  return runs.flatMap((run) => {
    const text = clip(run.text, Math.max(0, left));
    left -= run.text.length;
    return text === "" ? [] : [{ ...run, text }];
  });
}

function wordsOf({ runs }: WordsBlock): string {
  return runs.map(({ text }) => text).join("");
}

function renderWords(block: WordsBlock): types.RichTextBlock {
  const elements = block.runs.flatMap((run) =>
    renderRun(block.kind === "heading" ? { ...run, mark: "strong" } : run),
  );
  const type = block.kind === "quote" ? "rich_text_quote" : "rich_text_section";
  return { type: "rich_text", elements: [{ type, elements }] };
}

function renderRun({ text, mark, href }: Run): types.RichTextElement[] {
  const words = showable(text);
  if (words === "") return [];
  const style = mark === undefined ? {} : { style: mark === "code" ? { code: true } : { bold: true } };
  return href === undefined
    ? [{ type: "text", text: words, ...style }]
    : [{ type: "link", url: href, text: words, ...style }];
}

/** A row of buttons, its lead in front. Button ids are unique within a message; what a button does is in its value. */
function renderActions(
  { lead, actions }: Extract<Block, { kind: "actions" }>,
  row: number,
): Payload["blocks"] {
  const elements = actions
    .slice(0, LIMITS.actionElements)
    .map((action, at) => renderButton(action, `ibid-${row}-${at}`));
  const buttons: Payload["blocks"] = elements.length === 0 ? [] : [{ type: "actions", elements }];
  return lead === undefined
    ? buttons
    : [renderWords({ kind: "text", runs: [{ text: clip(lead, 300) }] }), ...buttons];
}

function renderButton(action: Action, action_id: string): types.Button {
  const text = clip(showable(action.label), LIMITS.buttonText);
  return {
    type: "button",
    action_id,
    value: encodeAction(action),
    text: { type: "plain_text", text, emoji: false },
  };
}
