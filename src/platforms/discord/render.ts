// A message as Discord's components. They need no permission to embed links, keep each row of buttons under its words,
// and preview no link.
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
import { sanitize } from "#text/sanitize.ts";
import { truncate } from "#text/truncate.ts";
import { escapeLine, escapeWithin } from "./escape.ts";
import { allotCharacters, MORE, type WordsBlock } from "./fit.ts";
import { LIMITS } from "./limits.ts";

type Row = APIActionRowComponent<APIButtonComponentWithCustomId>;

export type Payload = Readonly<{
  flags: typeof MessageFlags.IsComponentsV2;
  components: (APITextDisplayComponent | Row)[];
}>;

/** No text pings anybody, whatever it holds; the hard guard behind the escaping. */
export const NO_MENTIONS = { parse: [], replied_user: false };

/** Pure and total: whatever the message holds, the payload is within Discord's limits. */
export function renderMessage({ blocks, summary }: Message): Payload {
  const costs = new Map(blocks.map((block) => [block, costOf(block)]));
  const allotted = allotCharacters(costs, LIMITS.messageCharacters);
  const kept = blocks.filter((block) => allotted.has(block));
  const parts = kept.flatMap((block) => {
    const most = allotted.get(block) ?? 0;
    return renderBlock(block, most === costs.get(block) ? Number.POSITIVE_INFINITY : most);
  });
  const more = kept.length < blocks.length ? renderBlock(MORE, Number.POSITIVE_INFINITY) : [];
  const components = assemble([...parts, ...more]);
  if (components.length > 0) return { flags: MessageFlags.IsComponentsV2, components };
  const words = escapeLine(escapeWithin(summary, LIMITS.messageCharacters / 2)).trim();
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [{ type: ComponentType.TextDisplay, content: words === "" ? "Ibid" : words }],
  };
}

/** Characters that a block takes in full, with the line break after it. */
function costOf(block: Block): number {
  const [first] = renderBlock(block, Number.POSITIVE_INFINITY);
  return typeof first !== "string" || first === "" ? 0 : first.length + 1;
}

const MAX_LEAD_LENGTH = 300;

function renderBlock(block: Block, most: number): readonly (string | Row)[] {
  if (block.kind !== "actions") return [renderWords(block, most - 1)];
  const buttons = block.actions.map(renderButton);
  const rows = Array.from({ length: Math.ceil(buttons.length / LIMITS.rowButtons) }, (_, at): Row => {
    const components = buttons.slice(at * LIMITS.rowButtons, (at + 1) * LIMITS.rowButtons);
    return { type: ComponentType.ActionRow, components };
  });
  const lead = { kind: "text", runs: [{ text: truncate(block.lead ?? "", MAX_LEAD_LENGTH) }] } as const;
  return [renderWords(lead, most - 1), ...rows];
}

const PREFIXES: Readonly<Record<WordsBlock["kind"], string>> = {
  heading: "### ",
  text: "",
  quote: "> ",
  source: "",
  note: "-# ",
};

/** One line of at most `most` characters; empty where there is nothing to show. */
function renderWords({ kind, runs }: WordsBlock, most: number): string {
  const prefix = PREFIXES[kind];
  // One for what `escapeLine` may add.
  let left = most - prefix.length - 1;
  let line = "";
  for (const part of joinAlike(runs)) {
    const whole = renderPart(part, Number.POSITIVE_INFINITY);
    line += whole.length <= left ? whole : renderPart(part, left);
    left -= whole.length;
    // Nothing follows what was cut: the next part would stand beside one that it was kept apart from.
    if (left < 0) break;
  }
  // Discord takes off blanks at either end, and refuses a text of nothing else.
  return line.trim() === "" ? "" : prefix + escapeLine(line.trim());
}

/** A run as Discord can show it. */
type Part = Readonly<{ words: string; look: "plain" | "bold" | "code"; address: string | undefined }>;

const LOOKS: Readonly<Record<NonNullable<Run["mark"]>, Part["look"]>> = {
  match: "bold",
  strong: "bold",
  code: "code",
};

/** Runs that look the same become one: the end of one emphasis beside the start of the next reads as something else. */
function joinAlike(runs: readonly Run[]): readonly Part[] {
  const parts: Part[] = [];
  for (const { text, mark, href } of runs) {
    const words = sanitize(text);
    const address = addressOf(href);
    const look = mark === undefined || address !== undefined ? "plain" : LOOKS[mark];
    const last = parts.at(-1);
    if (words === "") continue;
    if (last !== undefined && last.look === look && last.address === address)
      parts[parts.length - 1] = { ...last, words: last.words + words };
    else parts.push({ words, look, address });
  }
  return parts;
}

/**
 * Code that holds the sign of code itself cannot be written as code. Nor can the middle of a link: Discord looks for the
 * longest link before it looks for code, and one earlier in the line would end there.
 */
const NO_CODE = /`|\]\(|^\s*$/u;

function renderPart({ words, look, address }: Part, most: number): string {
  if (look === "code" && !NO_CODE.test(words)) return words.length + 2 <= most ? `\`${words}\`` : "";
  if (address !== undefined) return renderLink(words, address, most);
  const sign = look === "bold" ? "**" : "";
  const shown = escapeWithin(words, most - 2 * sign.length);
  return shown.trim() === "" ? shown : sign + shown + sign;
}

/** Discord takes no brackets in the words of a link, escaped or not: then the link stands behind them. */
function renderLink(words: string, address: string, most: number): string {
  const target = `](<${address}>)`;
  if (/[[\]]/u.test(words)) {
    const link = ` [link${target}`;
    if (link.length > most) return "";
    return escapeWithin(words, most - link.length) + link;
  }
  const shown = escapeWithin(words, most - target.length - 1);
  return shown.trim() === "" ? shown : `[${shown}${target}`;
}

// A longer address leaves too little of a message for the citation itself.
const MAX_ADDRESS_LENGTH = 500;

function addressOf(href: string | undefined): string | undefined {
  if (href === undefined || !URL.canParse(href)) return undefined;
  const { protocol, href: given } = new URL(href);
  const written = given.replaceAll("(", "%28").replaceAll(")", "%29");
  const safe = /^https?:$/u.test(protocol) && /^[^\s<>\\]+$/u.test(written);
  return safe && written.length <= MAX_ADDRESS_LENGTH ? written : undefined;
}

function renderButton(action: Action): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    custom_id: encodeAction(action),
    label: truncate(sanitize(action.label), LIMITS.buttonLabel),
  };
}

/** Lines that follow each other share one text. A button that a message has already is left out: Discord takes it once. */
function assemble(parts: readonly (string | Row)[]): Payload["components"] {
  const components: Payload["components"] = [];
  const seen = new Set<string>();
  let count = 0;
  for (const part of parts) {
    const last = components.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && last?.type === ComponentType.TextDisplay) {
      last.content += `\n${part}`;
      continue;
    }
    const component = typeof part === "string" ? textOf(part) : withoutSeen(part, seen);
    const size = component.type === ComponentType.ActionRow ? component.components.length + 1 : 1;
    if (size > 1 || component.type === ComponentType.TextDisplay) {
      if (count + size > LIMITS.components) break;
      components.push(component);
      count += size;
    }
  }
  return components;
}

function textOf(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

function withoutSeen(row: Row, seen: Set<string>): Row {
  const components = row.components.filter(({ custom_id, label }) => {
    const fresh = !seen.has(custom_id) && label !== undefined && label.trim() !== "";
    seen.add(custom_id);
    return fresh;
  });
  return { ...row, components };
}
