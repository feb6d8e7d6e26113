// A message as Slack's blocks. All words go into rich text, whose text is literal: nothing in it can ping or link.
import type { types } from "@slack/bolt";
import type { Action, Block, Message, Run } from "#domain/message.ts";
import { encodeAction } from "#platforms/shared/action.ts";
import { sanitize } from "#text/sanitize.ts";
import { CUT, truncate } from "#text/truncate.ts";
import { escapeText } from "./escape.ts";
import { type Actions, fitBlocks, type Words } from "./fit.ts";
import { LIMITS } from "./limits.ts";

type SlackBlock = types.RichTextBlock | types.ActionsBlock;

export type Payload = Readonly<{
  text: string;
  blocks: SlackBlock[];
  mrkdwn: false;
  unfurl_links: false;
  unfurl_media: false;
}>;

/** Pure and total: whatever the message holds, the payload is within Slack's limits. */
export function renderMessage(message: Message): Payload {
  const text = renderFallback(message);
  const blocks = groupLines(fitBlocks(message)).flatMap((group, row) =>
    "kind" in group ? renderActions(group, row) : renderWords(group),
  );
  return {
    text,
    blocks: (blocks.length === 0 ? renderWords([{ kind: "text", runs: [{ text: NOTHING }] }]) : blocks).slice(
      0,
      LIMITS.blocks,
    ),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

// Slack takes no message without words.
const NOTHING = "Ibid";

/** Read alone by notifications, which show its beginning, and by screen readers: everything that the blocks say. */
function renderFallback({ summary, blocks }: Message): string {
  const lines = blocks.flatMap((block) =>
    block.kind === "actions" ? [] : block.runs.map(({ text }) => text).join(""),
  );
  const said = [...new Set([summary, ...lines])].map(sanitize).join("\n").trim() || NOTHING;
  let most: number = LIMITS.fallbackCharacters;
  for (;;) {
    const escaped = escapeText(truncate(said, most));
    if (escaped.length <= LIMITS.fallbackCharacters) return escaped;
    most -= escaped.length - LIMITS.fallbackCharacters;
  }
}

/** Lines of the bot's own words that follow each other share a block: a message holds 50 only. */
function groupLines(blocks: readonly Block[]): readonly (Actions | readonly Words[])[] {
  const groups: (Actions | Words[])[] = [];
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

function renderWords(lines: readonly Words[]): SlackBlock[] {
  const elements = lines
    .map(renderLine)
    .filter((line) => line.length > 0)
    .flatMap((line, at) => (at === 0 ? line : [NEW_LINE, ...line]));
  const type = lines[0]?.kind === "quote" ? "rich_text_quote" : "rich_text_section";
  return elements.length === 0 ? [] : [{ type: "rich_text", elements: [{ type, elements }] }];
}

function renderLine({ kind, runs }: Words): types.RichTextElement[] {
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

/** A row of buttons, its lead in front. Button ids are unique within a message; what a button does is in its value. */
function renderActions({ lead, actions }: Actions, row: number): SlackBlock[] {
  const elements = actions.map((action, at) => renderButton(action, `ibid-${row}-${at}`));
  const buttons: SlackBlock[] = elements.length === 0 ? [] : [{ type: "actions", elements }];
  return lead === undefined
    ? buttons
    : [...renderWords([{ kind: "text", runs: [{ text: lead }] }]), ...buttons];
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
