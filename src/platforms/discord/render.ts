// Renders a message as Discord's components (version 2). Unlike embeds they need no permission to embed links; they keep
// each row of buttons under its words, and links get no preview.
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from "discord.js";
import type { Action, Block, Message, Run } from "#domain/message.ts";
import { encodeAction } from "#platforms/shared/action.ts";
import { truncate } from "#text/truncate.ts";
import { sanitize } from "#text/unicode.ts";
import { escapeInside, escapeLine, escapeWithin } from "./escape.ts";
import { allotCharacters, MORE, type WordsBlock } from "./fit.ts";
import { LIMITS } from "./limits.ts";

type Row = APIActionRowComponent<APIButtonComponentWithCustomId>;

export type Payload = Readonly<{
  flags: typeof MessageFlags.IsComponentsV2;
  components: (APITextDisplayComponent | Row)[];
}>;

/** Sent with every message: whatever its text contains, nobody is pinged. The second guard after the escaping. */
export const NO_MENTIONS = { parse: [], replied_user: false };

/** Pure and total: the payload is within Discord's limits, whatever the message contains. */
export function renderMessage({ blocks, summary }: Message): Payload {
  const lengths = new Map(blocks.map((block) => [block, lengthOf(block)]));
  const allotted = allotCharacters(lengths, LIMITS.messageCharacters);
  const kept = blocks.filter((block) => allotted.has(block));
  const lines = kept.flatMap((block) => {
    const maxLength = allotted.get(block) ?? 0;
    return renderBlock(block, maxLength === lengths.get(block) ? UNBOUNDED : maxLength);
  });
  const more = kept.length < blocks.length ? renderBlock(MORE, UNBOUNDED) : [];
  const components = assemble(separateQuotes([...lines, ...more].filter((item) => item !== "")));
  if (components.length > 0) return { flags: MessageFlags.IsComponentsV2, components };
  const words = escapeLine(escapeWithin(summary, MAX_SUMMARY_LENGTH)).trim();
  return { flags: MessageFlags.IsComponentsV2, components: [textOf(words === "" ? PLACEHOLDER : words)] };
}

const UNBOUNDED = Number.POSITIVE_INFINITY;
// The summary is shown only when no block has anything to show.
const MAX_SUMMARY_LENGTH = LIMITS.messageCharacters / 2;
// Discord refuses a message without text.
const PLACEHOLDER = "Ibid";
const MAX_LEAD_LENGTH = 300;

/** Characters of the whole block as it is sent, with the line breaks after it. */
function lengthOf(block: Block): number {
  const [first] = renderBlock(block, UNBOUNDED);
  return typeof first !== "string" || first === "" ? 0 : first.length + breaksAfter(block);
}

/** Discord joins quotations on successive lines into one: an empty line keeps two paragraphs apart. */
function breaksAfter({ kind }: Block): number {
  return kind === "quote" ? 2 : 1;
}

/** At most `maxLength` characters of text, the line breaks after it included; then the rows of buttons. */
function renderBlock(block: Block, maxLength: number): readonly (string | Row)[] {
  if (block.kind !== "actions") return [renderWords(block, maxLength - breaksAfter(block))];
  const buttons = block.actions.map(renderButton);
  const rows = Array.from({ length: Math.ceil(buttons.length / LIMITS.rowButtons) }, (_, index): Row => {
    const components = buttons.slice(index * LIMITS.rowButtons, (index + 1) * LIMITS.rowButtons);
    return { type: ComponentType.ActionRow, components };
  });
  const lead = { kind: "text", runs: [{ text: truncate(block.lead ?? "", MAX_LEAD_LENGTH) }] } as const;
  return [renderWords(lead, maxLength - 1), ...rows];
}

const PREFIXES: Readonly<Record<WordsBlock["kind"], string>> = {
  heading: "### ",
  text: "",
  quote: "> ",
  source: "",
  note: "-# ",
};

/** One line of at most `maxLength` characters; empty when there is nothing to show. */
function renderWords({ kind, runs }: WordsBlock, maxLength: number): string {
  const prefix = PREFIXES[kind];
  // One less for the backslash that `escapeLine` may add.
  let left = maxLength - prefix.length - 1;
  let line = "";
  for (const run of mergeRuns(runs)) {
    const whole = renderRun(run, UNBOUNDED);
    line += whole.length <= left ? whole : renderRun(run, left);
    left -= whole.length;
    // Stop after a truncated run: appending the next one could merge two runs that must stay separate.
    if (left < 0) break;
  }
  // Discord trims spaces at both ends and refuses a text of spaces only.
  return line.trim() === "" ? "" : prefix + escapeLine(line.trim());
}

/** A run in the terms of Discord's markup. */
type DiscordRun = Readonly<{ words: string; look: "plain" | "bold" | "code"; address: string | undefined }>;

const LOOKS: Readonly<Record<NonNullable<Run["mark"]>, DiscordRun["look"]>> = {
  match: "bold",
  strong: "bold",
  code: "code",
};

/** Adjacent runs that look the same become one: in `**a****b**` Discord would read the four asterisks differently. */
function mergeRuns(runs: readonly Run[]): readonly DiscordRun[] {
  const merged: DiscordRun[] = [];
  for (const { text, mark, href } of runs) {
    const words = sanitize(text);
    const address = addressOf(href);
    const look = mark === undefined || address !== undefined ? "plain" : LOOKS[mark];
    const last = merged.at(-1);
    if (words === "") continue;
    if (last !== undefined && last.look === look && last.address === address)
      merged[merged.length - 1] = { ...last, words: last.words + words };
    else merged.push({ words, look, address });
  }
  return merged;
}

/**
 * Text that cannot be shown as code: with a backtick, or with `](`, since Discord looks for links before code and a link
 * that begins earlier in the line would end there.
 */
const NOT_AS_CODE = /`|\]\(|^\s*$/u;

function renderRun({ words, look, address }: DiscordRun, maxLength: number): string {
  if (look === "code" && !NOT_AS_CODE.test(words)) return words.length + 2 <= maxLength ? `\`${words}\`` : "";
  if (address !== undefined) return renderLink(words, address, maxLength);
  if (look !== "bold") return escapeWithin(words, maxLength);
  const shown = escapeInside(words, maxLength - 4);
  return shown.trim() === "" ? shown : `**${shown}**`;
}

/** Discord allows no brackets in the words of a link, not even escaped ones: such words get their link behind them. */
function renderLink(words: string, address: string, maxLength: number): string {
  const target = `](<${address}>)`;
  if (/[[\]]/u.test(words)) {
    const link = ` [link${target}`;
    if (link.length > maxLength) return "";
    return escapeWithin(words, maxLength - link.length) + link;
  }
  const shown = escapeInside(words, maxLength - target.length - 1);
  return shown.trim() === "" ? shown : `[${shown}${target}`;
}

// A longer address would leave too little room for the citation itself.
const MAX_ADDRESS_LENGTH = 500;

/** The address in a form that cannot end the link early; undefined when it is not a web address. */
function addressOf(href: string | undefined): string | undefined {
  if (href === undefined || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  const address = url.href.replaceAll("(", "%28").replaceAll(")", "%29");
  const isSafe = /^https?:$/u.test(url.protocol) && /^[^\s<>\\]+$/u.test(address);
  return isSafe && address.length <= MAX_ADDRESS_LENGTH ? address : undefined;
}

function renderButton(action: Action): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    custom_id: encodeAction(action),
    label: truncate(sanitize(action.label), LIMITS.buttonLabel),
  };
}

/** Consecutive lines share one text. Of two buttons that do the same, only the first is kept: Discord refuses both. */
function assemble(items: readonly (string | Row)[]): Payload["components"] {
  const components: Payload["components"] = [];
  const seen = new Set<string>();
  let count = 0;
  for (const item of items) {
    const last = components.at(-1);
    if (typeof item === "string" && last?.type === ComponentType.TextDisplay) {
      last.content += `\n${item}`;
      continue;
    }
    const component = typeof item === "string" ? textOf(item) : withoutSeen(item, seen);
    const size = component.type === ComponentType.ActionRow ? component.components.length + 1 : 1;
    if (size > 1 || component.type === ComponentType.TextDisplay) {
      if (count + size > LIMITS.components) break;
      components.push(component);
      count += size;
    }
  }
  return components;
}

function separateQuotes(items: readonly (string | Row)[]): readonly (string | Row)[] {
  return items.map((item, index) => (isQuote(item) && isQuote(items[index - 1]) ? `\n${item}` : item));
}

function isQuote(item: string | Row | undefined): boolean {
  return typeof item === "string" && item.startsWith(PREFIXES.quote);
}

function textOf(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

function withoutSeen(row: Row, seen: Set<string>): Row {
  const components = row.components.filter(({ custom_id, label }) => {
    const isKept = !seen.has(custom_id) && label !== undefined && label.trim() !== "";
    seen.add(custom_id);
    return isKept;
  });
  return { ...row, components };
}
