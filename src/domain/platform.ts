// The port: what the bot needs from a platform, and what a platform hands the bot.
import type { Log } from "./log.ts";
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
  /** How it came in. What is asked by mention is answered in public, everything else for the asker alone. */
  via: "command" | "mention" | "direct" | "shortcut" | "button";
}>;

export type Handle = (invocation: Invocation) => Promise<Reply>;

/** What a report option offers while it is typed: title to read, id to send. */
export type Suggestion = Readonly<{ title: string; id: string }>;

/** What a platform is handed: everything that it needs of the bot. */
export type Bot = Readonly<{
  handle: Handle;
  suggestReports(typed: string): readonly Suggestion[];
}>;

export type PlatformStatus = "starting" | "serving" | "deaf" | "stopped";

/** What every platform is made with, besides its own settings. */
export type PlatformEdges = Readonly<{
  /** Stands before every command's name. */
  prefix: string;
  log: Log;
  /** Called when the platform can serve no more and will not recover; the reason says what to do. */
  ended(reason: Error): void;
}>;

export type Platform = Readonly<{
  name: string;
  /** Resolves once it serves. Throws ConfigError when the platform refuses the settings. */
  start(bot: Bot): Promise<void>;
  /** Takes nothing new, lets running answers finish, then closes. */
  stop(): Promise<void>;
  status(): PlatformStatus;
}>;
