// The words of a message on which a shortcut is used. Apps post blocks or attachments without any `text`, and a message that
// is shared arrives as an attachment of the one that shares it.
import { z } from "zod";
import { unescapeText } from "#platforms/slack/escape.ts";

const text = z.string().catch("");
const blocks = z.array(z.unknown()).catch([]);
const message = z.object({
  text,
  blocks,
  attachments: z.array(z.object({ text, blocks, fallback: text })).catch([]),
});

// What Slack puts where an app gave no text.
const NO_TEXT = "This content can't be displayed.";

/** As its readers see it; empty when it has no words, such as a picture. */
export function textOfMessage(shown: unknown): string {
  const { data } = message.safeParse(shown);
  if (data === undefined) return "";
  const own = data.text === NO_TEXT ? "" : unescapeText(data.text).trim();
  if (own !== "") return own;
  const attached = data.attachments.map(
    (attachment) =>
      unescapeText(attachment.text).trim() ||
      textOfBlocks(attachment.blocks) ||
      unescapeText(attachment.fallback),
  );
  return joinLines([textOfBlocks(data.blocks), ...attached]);
}

function textOfBlocks(shown: readonly unknown[]): string {
  return joinLines(shown.map(textOfBlock));
}

const node = z.object({
  type: text,
  text: z.unknown().optional(),
  url: text,
  fields: z.array(z.unknown()).catch([]),
  elements: z.array(z.unknown()).catch([]),
});

/**
 * docs.slack.dev/reference/block-kit/blocks: words are in `text`, in `fields`, and in `elements` at any depth. The elements
 * of a line of rich text belong together. Labels of buttons are no words of the message.
 */
function textOfBlock(shown: unknown): string {
  const { data } = node.safeParse(shown);
  if (data === undefined || data.type === "actions" || data.type === "input") return "";
  const { type, elements, fields } = data;
  if (typeof data.text === "string") return ESCAPED.has(type) ? unescapeText(data.text) : data.text;
  if (type === "rich_text_section" || type === "rich_text_preformatted")
    return elements.map(textOfBlock).join("");
  if (type === "rich_text_quote") return elements.map(textOfBlock).join("").replace(/^/gmu, "> ");
  return joinLines([textOfBlock(data.text), data.url, ...[...fields, ...elements].map(textOfBlock)]);
}

// What has its text escaped. That of rich text is literal.
const ESCAPED = new Set(["markdown", "mrkdwn", "plain_text"]);

function joinLines(lines: readonly string[]): string {
  return lines.filter((line) => line.trim() !== "").join("\n");
}
