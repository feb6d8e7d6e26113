// Renders a message as Slack's blocks. All words go into rich text, whose text is literal: nothing in it can ping or link.
import type { types } from "@slack/bolt";
import type { Action, Block, Message, Run } from "#domain/message.ts";
import { encodeAction } from "#platforms/shared/action.ts";
import { CUT, truncate } from "#text/truncate.ts";
import { sanitize } from "#text/unicode.ts";
import { escapeText } from "./escape.ts";
import { type ActionsBlock, fitBlocks, type WordsBlock } from "./fit.ts";
import { LIMITS } from "./limits.ts";

type SlackBlock = types.RichTextBlock | types.ActionsBlock;

export type Payload = Readonly<{
  text: string;
  blocks: SlackBlock[];
  mrkdwn: false;
  unfurl_links: false;
  unfurl_media: false;
}>;

/** Pure and total: the payload is within Slack's limits, whatever the message contains. */
export function renderMessage(message: Message): Payload {
  const text = renderFallback(message);
  const blocks = groupLines(fitBlocks(message)).flatMap((group, row) =>
    "kind" in group ? renderActions(group, row) : renderWords(group),
  );
  return {
    text,
    blocks: (blocks.length === 0 ? renderText(PLACEHOLDER) : blocks).slice(0, LIMITS.blocks),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

// Slack refuses a message without text.
const PLACEHOLDER = "Ibid";

/**
 * Shown by notifications, which have room for its beginning, and read aloud by screen readers: the text of all blocks.
 * Escaping makes it longer, so it is cut again until the escaped text fits.
 */
function renderFallback({ summary, blocks }: Message): string {
  const lines = blocks.flatMap((block) =>
    block.kind === "actions" ? [] : block.runs.map(({ text }) => text).join(""),
  );
  const text = [...new Set([summary, ...lines])].map(sanitize).join("\n").trim() || PLACEHOLDER;
  let maxLength: number = LIMITS.fallbackCharacters;
  for (;;) {
    const escaped = escapeText(truncate(text, maxLength));
    if (escaped.length <= LIMITS.fallbackCharacters) return escaped;
    maxLength -= escaped.length - LIMITS.fallbackCharacters;
  }
}

/** Consecutive lines of the bot's own words share a block, since a message has room for only 50. */
function groupLines(blocks: readonly Block[]): readonly (ActionsBlock | readonly WordsBlock[])[] {
  const groups: (ActionsBlock | WordsBlock[])[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (block.kind === "actions") groups.push(block);
    else if (isLine(block) && Array.isArray(last) && last.every(isLine)) last.push(block);
    else groups.push([block]);
  }
  return groups;
}

function isLine({ kind }: Block): boolean {
  return kind === "text" || kind === "note" || kind === "heading";
}

const NEW_LINE: types.RichTextElement = { type: "text", text: "\n" };

function renderWords(lines: readonly WordsBlock[]): SlackBlock[] {
  const elements = lines
    .map(renderLine)
    .filter((line) => line.length > 0)
    .flatMap((line, index) => (index === 0 ? line : [NEW_LINE, ...line]));
  const type = lines[0]?.kind === "quote" ? "rich_text_quote" : "rich_text_section";
  return elements.length === 0 ? [] : [{ type: "rich_text", elements: [{ type, elements }] }];
}

function renderText(text: string): SlackBlock[] {
  return renderWords([{ kind: "text", runs: [{ text }] }]);
}

function renderLine({ kind, runs }: WordsBlock): types.RichTextElement[] {
  return runs.flatMap((run) => renderRun(kind === "heading" ? { ...run, mark: "strong" } : run));
}

function renderRun({ text, mark, href }: Run): types.RichTextElement[] {
  const words = sanitize(text);
  if (words === "") return [];
  const style = mark === undefined ? {} : { style: mark === "code" ? { code: true } : { bold: true } };
  return href === undefined || !isLinkable(href)
    ? [{ type: "text", text: words, ...style }]
    : [{ type: "link", url: href, text: words, ...style }];
}

function isLinkable(href: string): boolean {
  return href.length <= LIMITS.address && URL.canParse(href) && /^https?:/iu.test(href);
}

/** A row of buttons, its lead in front. Slack wants ids unique within a message; a button's action is in its value. */
function renderActions({ lead, actions }: ActionsBlock, row: number): SlackBlock[] {
  const elements = actions.map((action, index) => renderButton(action, `ibid-${row}-${index}`));
  const buttons: SlackBlock[] = elements.length === 0 ? [] : [{ type: "actions", elements }];
  return lead === undefined ? buttons : [...renderText(lead), ...buttons];
}

function renderButton(action: Action, action_id: string): types.Button {
  return {
    type: "button",
    action_id,
    value: encodeAction(action),
    text: {
      type: "plain_text",
      text: truncate(sanitize(action.label), LIMITS.buttonText).trim() || CUT,
      emoji: false,
    },
  };
}
