// The port: what the bot needs from a platform, and what a platform hands the bot.
import type { Reply } from "./message.ts";

/** A command with its arguments, asker and channel. A slash command, a mention and a button click are all one. */
export type Invocation = Readonly<{
  platform: string;
  /** Names that the platform gives this event; one that was seen before makes it a repeat. */
  keys: readonly string[];
  /** Name in the command table. */
  command: string;
  args: Readonly<Record<string, string>>;
  asker: Readonly<{ id: string; name: string }>;
  channel: Readonly<{ id: string; kind: "channel" | "direct" }>;
  /** How it came in: what is asked in public is answered in public. */
  via: "command" | "mention" | "direct" | "shortcut" | "button";
}>;

export type Handle = (invocation: Invocation) => Promise<Reply>;

export type PlatformStatus = "starting" | "serving" | "deaf" | "stopped";

export type Platform = Readonly<{
  name: string;
  start(handle: Handle): Promise<void>;
  stop(): Promise<void>;
  status(): PlatformStatus;
}>;
