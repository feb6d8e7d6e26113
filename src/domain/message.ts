// The platform-neutral reply. Its texts contain no markup: formatting and links are data, so a report cannot inject any.
import type { Excerpt } from "./answer.ts";

export type Mark = "match" | "strong" | "code";
export type Run = Readonly<{ text: string; mark?: Mark; href?: string }>;

/** A button: pressing it runs a command. Encoded, it has at most 100 characters (Discord's limit). */
export type Action = Readonly<{ label: string; command: string; args: Readonly<Record<string, string>> }>;

export type Block =
  | Readonly<{ kind: "heading"; runs: readonly Run[] }>
  | Readonly<{ kind: "text"; runs: readonly Run[] }>
  /** The text of `runs` is the excerpt's, with `[…]` before or after it where it was cut. */
  | Readonly<{ kind: "quote"; excerpt: Excerpt; runs: readonly Run[] }>
  | Readonly<{ kind: "source"; runs: readonly Run[] }>
  /** `paragraph`: the code of the one that the text names, which whoever reads it must be allowed to see. */
  | Readonly<{ kind: "note"; runs: readonly Run[]; paragraph?: string }>
  | Readonly<{ kind: "actions"; lead?: string; actions: readonly Action[] }>;

export type Message = Readonly<{
  /** One plain line for notifications and screen readers. For a quotation it starts with report and paragraph. */
  summary: string;
  blocks: readonly Block[];
  audience: "channel" | "asker";
}>;

/**
 * The response to an invocation. "acknowledge": a reaction where the platform has reactions, otherwise nothing.
 * "delete": remove the message whose button was pressed.
 */
export type Reply = Message | "acknowledge" | "delete";

export function plain(text: string): readonly Run[] {
  return [{ text }];
}
