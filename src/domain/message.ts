// The platform-neutral reply. Text holds no markup: marks and links are data, so nothing can be injected.
import type { Excerpt } from "./answer.ts";

export type Mark = "match" | "strong" | "code";
export type Run = Readonly<{ text: string; mark?: Mark; href?: string }>;

/** A button: an invocation waiting to happen. Encoded it takes at most 100 characters (Discord's bound). */
export type Action = Readonly<{ label: string; command: string; args: Readonly<Record<string, string>> }>;

export type Block =
  | Readonly<{ kind: "heading"; runs: readonly Run[] }>
  | Readonly<{ kind: "text"; runs: readonly Run[] }>
  /** `runs` spell the excerpt, with `[…]` before and after where it was cut. */
  | Readonly<{ kind: "quote"; excerpt: Excerpt; runs: readonly Run[] }>
  | Readonly<{ kind: "source"; runs: readonly Run[] }>
  | Readonly<{ kind: "note"; runs: readonly Run[] }>
  | Readonly<{ kind: "actions"; lead?: string; actions: readonly Action[] }>;

export type Message = Readonly<{
  /** One plain line for notifications and screen readers; begins with report and paragraph. */
  summary: string;
  blocks: readonly Block[];
  audience: "channel" | "asker";
}>;

/**
 * What a handled invocation comes to: a message, a reaction where the platform has one, nothing at all, or that the
 * message on which the button stood goes.
 */
export type Reply = Message | "acknowledge" | "silence" | "delete";

export function plain(text: string): readonly Run[] {
  return [{ text }];
}
