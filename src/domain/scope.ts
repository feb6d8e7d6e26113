// A scope: the part of the library that may be seen somewhere. What lies outside it does not exist there.
import type { ChannelRef } from "./digest.ts";
import type { Label } from "./label.ts";

export type Scope = Readonly<{
  /** The report sets that may be seen, in alphabetical order; "all" includes reports that are in no set. */
  sets: "all" | readonly string[];
  /** The narrowest label that may be seen. */
  ceiling: Label;
}>;

/** What an administrator has set for a channel. */
export type ChannelScope = ChannelRef &
  Scope &
  Readonly<{
    /** People of other organisations, and guests, may see it too. */
    outsiders: boolean;
    /** Id of the administrator. */
    changedBy: string;
    changedAt: Date;
  }>;

export type Refusal = Readonly<
  /** People of another organisation, or guests, ask or read along; or the platform does not tell, and `reason` says why. */
  | { kind: "refused"; why: "outside"; reason?: string }
  /** The platform does not let the bot ask who reads along; `missing`: the permission for that, by the platform's name. */
  | { kind: "refused"; why: "not-permitted"; missing: string }
>;

/** What may be seen in reply to an invocation. */
export type Decision = Readonly<{ kind: "allowed"; scope: Scope }> | Refusal;

/** What may be posted. `isClosed`: the platform says that the bot cannot post there; otherwise it may say more later. */
export type PostDecision = Decision | Readonly<{ kind: "unknown"; reason: string; isClosed: boolean }>;

/** Names of sets, separated by commas or white space; "all" alone stands for every report. Undefined if there is none. */
export function parseSets(typed: string): Scope["sets"] | undefined {
  const names = typed
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((name) => name !== "");
  if (names.length === 0) return undefined;
  return names.includes("all") ? "all" : [...new Set(names)].sort();
}
