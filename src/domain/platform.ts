// The port: what the bot needs from a platform, and what a platform hands the bot.
import type { CheckResult } from "./diagnostic.ts";
import type { Log } from "./log.ts";
import type { Message, Reply } from "./message.ts";

/** A command with its arguments, asker and channel. A slash command, a mention and a button click are all one. */
export type Invocation = Readonly<{
  platform: string;
  /** Names that the platform gives this event; one that was seen before makes it a repeat. */
  keys: readonly string[];
  /** Name in the command table. */
  command: string;
  args: Readonly<Record<string, string>>;
  /** `mayManage`: the platform lets this person change what the channel gets. */
  asker: Readonly<{ id: string; name: string; mayManage: boolean }>;
  channel: Readonly<{ id: string; kind: "channel" | "direct" }>;
  /** How it came in. What is asked by mention is answered in public, everything else for the asker alone. */
  via: "command" | "mention" | "direct" | "shortcut" | "button";
}>;

export type Handle = (invocation: Invocation) => Promise<Reply>;

/** Where an answer goes, in the platform's own words; plain data, so that a later process can give the answer. */
export type Address = Readonly<Record<string, string>>;

/**
 * Sends a reply, or after a `failure` to do so the apology for it. Throws UnconfirmedError or ClosedError where the asker
 * has to be told of it.
 */
export type Send = (reply: Exclude<Reply, "silence">, failure?: unknown) => Promise<void>;

/** An invocation that somebody waits for. */
export type Request = Readonly<{
  invocation: Invocation;
  address: Address;
  /** Tells the platform that the event has arrived; from then on it does not deliver it again. */
  acknowledge(): Promise<unknown>;
  /** Acknowledges and replies in one, for the asker alone, where the platform can. */
  refuse?(reply: Message): Promise<unknown>;
  send: Send;
}>;

/** An exchange that an earlier process did not end. */
export type UnfinishedRequest = Readonly<{
  invocation: Invocation;
  /** The answer may have been sent. */
  sendStarted: boolean;
  send: Send;
}>;

/** What a report option offers while it is typed: title to read, id to send. */
export type Suggestion = Readonly<{ title: string; id: string }>;

/** What a platform is handed: everything that it needs of the bot. */
export type Bot = Readonly<{
  /** The reply alone, for who needs neither memory nor acknowledgement. */
  handle: Handle;
  /** Writes the event down, acknowledges it, answers it, crosses it off. What failed was told or logged. Never throws. */
  respond(request: Request): Promise<void>;
  resume(unanswered: UnfinishedRequest): Promise<void>;
  suggestReports(typed: string): readonly Suggestion[];
}>;

export type PlatformStatus = "starting" | "serving" | "disconnected" | "stopped";

/** What every platform is made with, besides its own settings. */
export type PlatformDeps = Readonly<{
  /** Stands before every command's name. */
  prefix: string;
  log: Log;
  /** Called when a lost connection is back. */
  reconnected?(): void;
  /** Called when the platform can serve no more and will not recover; the reason says what to do. */
  ended(reason: Error): void;
}>;

/** A message that stands in a channel. */
export type PostRef = Readonly<{ channel: string; message: string; link?: string }>;

/** What became of a post. Only an `unknown` one may stand in the channel all the same. */
export type PostResult =
  | Readonly<{ kind: "posted"; post: PostRef }>
  /** Refused for now: nothing was posted. */
  | Readonly<{ kind: "limited"; seconds: number }>
  /** The channel (gone, archived, no permission) or the whole platform (token) takes nothing until a person acts. */
  | Readonly<{ kind: "closed"; scope: "channel" | "platform"; reason: string }>
  /** The message itself was refused: a bug of ours. */
  | Readonly<{ kind: "rejected"; reason: string }>
  | Readonly<{ kind: "unknown"; reason: string }>;

/** `time`: what the platform's clock said. */
export type Diagnosis = Readonly<{ results: readonly CheckResult[]; time?: Date }>;

export type Platform = Readonly<{
  name: string;
  /** Asks whether tokens, scopes, intents and permissions fit, without serving. Never throws. */
  diagnose?(): Promise<Diagnosis>;
  /** Resolves once it serves. Throws ConfigError when the platform refuses the settings. */
  start(bot: Bot): Promise<void>;
  /** Takes nothing new, lets running answers finish, then closes. */
  stop(): Promise<void>;
  status(): PlatformStatus;
  /** How an invocation is answered; `address` is the one that the platform gave with it. */
  sender(invocation: Invocation, address: Address): Send;
  /**
   * Posts unasked, with no retries. Never throws. `key` (at most 25 characters, the same for every try of one message)
   * makes a repeat recognisable, to the platform where it can and to `findPost`.
   */
  post(channel: string, message: Message, key: string): Promise<PostResult>;
  /** The same to a person, by the id of an asker, in private. Never throws. */
  directMessage(person: string, message: Message, key: string): Promise<PostResult>;
  /**
   * Looks for a message that `post` may have left with this key since then. "not-permitted": the bot is not allowed to
   * look, now and later; "unreachable": ask again later. Never throws.
   */
  findPost(
    channel: string,
    key: string,
    since: Date,
  ): Promise<PostRef | "absent" | "not-permitted" | "unreachable">;
}>;
