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
