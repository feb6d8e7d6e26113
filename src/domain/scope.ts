// Who may see which report: handling labels, report sets, scopes, and what is decided by them.
import type { ChannelRef } from "./digest.ts";

// Labels are those of the Traffic Light Protocol 2.0 (first.org/tlp).
/** From the widest audience to the narrowest. */
export const LABELS = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"] as const;

export type Label = (typeof LABELS)[number];

/** What a report without a label counts as: for its own organisation only. */
export const UNLABELLED: Label = "TLP:AMBER+STRICT";

// What TLP:CLEAR was called before 2022.
const FORMER_CLEAR = "TLP:WHITE";

/**
 * A label as a report or a person may write it, with or without the prefix, in its standard form. Also `TLP:WHITE`, which is
 * not translated: a report is quoted with the label that it prints. Undefined for anything else.
 */
export function parsePrintedLabel(written: string): Label | typeof FORMER_CLEAR | undefined {
  const name = /^(?:TLP:\s?)?(?<name>[A-Z]+(?:\+STRICT)?)$/u.exec(written.trim().toUpperCase())?.groups?.name;
  const known = [FORMER_CLEAR, ...LABELS] as const;
  return known.find((label) => label === `TLP:${name}`);
}

/** As `parsePrintedLabel`, with the present name of the label. */
export function parseLabel(written: string): Label | undefined {
  const printed = parsePrintedLabel(written);
  return printed === FORMER_CLEAR ? "TLP:CLEAR" : printed;
}

/** `tlp`: as the report prints it. A label that is not known counts as the narrowest: it must not open anything. */
export function labelOf({ tlp }: Readonly<{ tlp?: string }>): Label {
  return tlp === undefined ? UNLABELLED : (parseLabel(tlp) ?? "TLP:RED");
}

/** How a label is shown: as it is printed, a former name with the present one. */
export function showLabel(tlp: string): string {
  return tlp === FORMER_CLEAR ? `${tlp} (now TLP:CLEAR)` : tlp;
}

/** True if whoever may read up to the ceiling may read what has this label. */
export function isWithin(label: Label, ceiling: Label): boolean {
  return LABELS.indexOf(label) <= LABELS.indexOf(ceiling);
}

/** The part of the library that may be seen somewhere. What lies outside it does not exist there. */
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

/** Names of sets, separated by commas or white space; "all" alone means every report, and is refused beside others. Undefined if there is none. */
export function parseSets(typed: string): Scope["sets"] | undefined {
  const names = typed
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((name) => name !== "");
  const [first, ...others] = new Set(names);
  if (first === undefined) return undefined;
  if (names.includes("all")) return others.length === 0 ? "all" : undefined;
  return [first, ...others].sort();
}

/** By which a program, such as an assistant, asks over the network. */
export type AccessToken = Readonly<{
  /** Names it in lists and when it is revoked; opens nothing. */
  id: string;
  /** Whose it is, in the words of whoever made it. */
  name: string;
  /** What it may see. */
  scope: Scope;
  createdAt: Date;
}>;

export type AccessTokens = Readonly<{
  /** Returns the secret, which is not kept and cannot be shown again. */
  create(name: string, scope: Scope): Promise<Readonly<{ id: string; secret: string }>>;
  /** The oldest first. */
  list(): Promise<readonly AccessToken[]>;
  /** False if there is none with this id. */
  revoke(id: string): Promise<boolean>;
  find(secret: string): Promise<AccessToken | undefined>;
}>;
