// The port between the bot and a platform: what each needs of the other.
import type { CheckResult } from "./diagnostic.ts";
import type { Log } from "./log.ts";
import type { Message, Reply } from "./message.ts";

/** A command with its arguments, asker and channel: a slash command, a mention, a button click are all invocations. */
export type Invocation = Readonly<{
  platform: string;
  /** The platform's ids of this event. If one of them was seen before, the event is a redelivery. */
  keys: readonly string[];
  /** Its name in the command table. */
  command: string;
  args: Readonly<Record<string, string>>;
  asker: Asker;
  channel: Place;
  /** The platform's id of the message whose button was pressed. */
  message?: string;
  /** How it arrived. Mentions are answered in public, all others for the asker only. */
  via: "command" | "mention" | "direct" | "shortcut" | "button";
}>;

type Asker = Readonly<{
  id: string;
  name: string;
  /** By the platform's permissions this person may change the channel's settings. */
  mayManage: boolean;
  /** By the platform's permissions this person may decide what the channel may see. */
  mayAdminister?: boolean;
  /** The event itself says that this person belongs to another organisation. */
  isOutsider?: boolean;
}>;

/** Where an invocation came from. */
type Place = Readonly<{
  /** "" for a shortcut that was used outside of any channel. */
  id: string;
  kind: "channel" | "direct";
  /** The event itself says that another organisation reads the channel. */
  isShared?: boolean;
}>;

/** Who is there besides members of the bot's own organisation, as the platform says. */
export type Exposure = Readonly<
  | { kind: "internal" }
  /** People of another organisation or guests, or they will be: a channel that is about to be shared is external too. */
  | { kind: "external" }
  /** The platform does not tell: it is away, or does not know the channel or the person. `isClosed`: for good. */
  | { kind: "unknown"; reason: string; isClosed?: boolean }
  /** The bot lacks this permission, by the platform's name, without which it may not ask. */
  | { kind: "not-permitted"; missing: string }
>;

/** What a platform says of its accounts, for signing in to the reader pages, in the terms of OAuth 2.0 and OpenID Connect. */
export type SignInProvider = Readonly<{
  /** The platform's name as people know it. */
  label: string;
  /** By the names of RFC 8414. */
  server: Readonly<{ issuer: string; authorization_endpoint: string; token_endpoint: string }>;
  /** With `openid` the platform answers with an ID token. */
  scope: string;
  /** Whose account it is, by the platform's id; undefined for an account of another organisation. Throws when it cannot tell. */
  identify(grant: Grant): Promise<string | undefined>;
  /** Who the person is now. What the platform said is remembered for a minute at most. Never throws. */
  exposure(person: string): Promise<Exposure>;
}>;

/** What a platform has granted when somebody signed in; `claims`: of the ID token. */
type Grant = Readonly<{ accessToken: string; claims: Readonly<Record<string, unknown>> | undefined }>;

export type Handle = (invocation: Invocation) => Promise<Reply>;

/** Where to send the reply, in the platform's terms. Plain data, so that another process can send it after a crash. */
export type Address = Readonly<Record<string, string>>;

/** What the caller of `send` does around each try, so that it is stored at all times whether the reply may have been sent. */
export type SendHooks = Readonly<{
  /** Awaited directly before each try. False: another process has taken the request over, so nothing is sent. */
  sending?(): Promise<boolean>;
  /** Awaited when the platform has refused a try and the next one follows after a long wait: nothing was sent. */
  waiting?(): Promise<void>;
}>;

/**
 * Sends a reply. With `failure`, the reply is the apology for a reply that could not be sent because of that error.
 * Throws UnconfirmedError, ClosedError or LimitedError if the asker should be told about it, and other errors when sending
 * fails. PostponedError, only where `waiting` is given: the platform stops during a long wait; another process may send it.
 */
export type Send = ((reply: Reply, failure?: unknown, hooks?: SendHooks) => Promise<void>) &
  Readonly<{
    /**
     * So many milliseconds after sending began, the reply to the same invocation may be sent again, by another process
     * too, without a second one appearing. Absent: a reply that may have been sent must not be sent again.
     */
    repeatableFor?: number;
  }>;

/** An invocation that is waiting for its reply. */
export type Request = Readonly<{
  invocation: Invocation;
  address: Address;
  /** Confirms receipt to the platform, which then does not redeliver the event. */
  acknowledge(): Promise<unknown>;
  /** Acknowledges and replies to the asker in one step. Absent where the platform cannot do that. */
  refuse?(reply: Message): Promise<unknown>;
  send: Send;
}>;

/** A request that an earlier process received and did not complete. */
export type UnfinishedRequest = Readonly<{
  invocation: Invocation;
  /** The asker may already have the reply, and it must not be sent again. */
  sendStarted: boolean;
  /** It is too old for an answer: the asker is told to ask again. */
  expired: boolean;
  /** It is so old that it is given up when its asker cannot be told now. */
  isLastTry: boolean;
  send: Send;
}>;

/** A completion of a report option: the title is displayed, the id becomes the option's value. */
export type Suggestion = Readonly<{ title: string; id: string }>;

/** What a platform needs of the bot. */
export type Bot = Readonly<{
  /** Returns the reply without storing, acknowledging or sending anything. */
  handle: Handle;
  /** Stores the event, acknowledges it, sends the reply, marks the event complete. Never throws: failures are logged. */
  respond(request: Request): Promise<void>;
  /** Completes a request of an earlier process. Never throws. */
  resume(request: UnfinishedRequest): Promise<void>;
  /** Completes the name of a report, of those that may be seen where it is typed. */
  suggestReports(
    typed: string,
    where: Pick<Invocation, "platform" | "channel" | "asker">,
  ): Promise<readonly Suggestion[]>;
}>;

/** By platform: how many requests are in progress, and how many there may be. */
export type Load = Readonly<Record<string, Readonly<{ running: number; max: number }>>>;

export type PlatformStatus = "starting" | "serving" | "disconnected" | "stopped";

/** What every platform needs besides its own settings. */
export type PlatformDeps = Readonly<{
  /** Prepended to the name of every command. */
  prefix: string;
  log: Log;
  /** Called when a lost connection was restored. */
  reconnected?(): void;
  /** Called when the platform has stopped for good. The error's message says what to do. */
  ended(reason: Error): void;
}>;

/** A message that was posted to a channel. */
export type PostRef = Readonly<{ channel: string; message: string; link?: string }>;

/** The result of a post. In all cases but `posted` and `unknown` the message is definitely not in the channel. */
export type PostResult =
  | Readonly<{ kind: "posted"; post: PostRef }>
  /** Refused by a rate limit, for this many seconds. */
  | Readonly<{ kind: "limited"; seconds: number }>
  /** Refused until somebody changes the channel (gone, archived, no permission) or the platform's settings (token). */
  | Readonly<{ kind: "closed"; scope: "channel" | "platform"; reason: string }>
  /** The platform refused the content of the message, which is a bug of ours. */
  | Readonly<{ kind: "rejected"; reason: string }>
  | Readonly<{ kind: "unknown"; reason: string }>;

export type PostFailure = Exclude<PostResult, Readonly<{ kind: "posted" }>>;

/** `time`: the platform's clock, to compare with ours. */
export type Diagnosis = Readonly<{ results: readonly CheckResult[]; time?: Date }>;

export type Platform = Readonly<{
  name: string;
  /** Checks tokens, scopes, intents and permissions without connecting. Never throws. */
  diagnose?(): Promise<Diagnosis>;
  /**
   * Resolves once events are received. Throws ConfigError when the platform refuses the settings. While the platform is away
   * it stays pending and tries again; after `stop` it stays pending for good.
   */
  start(bot: Bot): Promise<void>;
  /** Accepts no new events, waits for the replies in progress, then disconnects. */
  stop(): Promise<void>;
  status(): PlatformStatus;
  /**
   * Who reads a channel, and whether a person is from outside. What the platform said is remembered for a minute at most: a
   * channel may be shared at any time. Never throws.
   */
  exposure: Readonly<{
    channel(id: string): Promise<Exposure>;
    person(id: string): Promise<Exposure>;
  }>;
  /** How people sign in to the reader pages with their account here. Absent where there are no accounts. */
  signIn?: SignInProvider;
  /** Permissions that the bot lacks, and what it cannot do without them, for the operator. Absent when it has all. */
  limitation?(): string | undefined;
  /** Makes the `send` of an invocation from the address that this platform gave with it. */
  sender(invocation: Invocation, address: Address): Send;
  /**
   * Posts to a channel, without retries. Never throws. `key` is the idempotency key: at most 25 characters, the same for
   * every attempt to post one message. Platforms that can reject a repeat by it, and `findPost` finds a post by it.
   */
  post(channel: string, message: Message, key: string): Promise<PostResult>;
  /** Like `post`, privately to a person, whose id is that of an asker. Never throws. */
  directMessage(person: string, message: Message, key: string): Promise<PostResult>;
  /**
   * Looks in the channel for a message that `post` sent with this key since then, and in any case among the newest. "not-permitted": the bot may not read
   * the channel, so trying again is useless. "unreachable": try again later. Never throws.
   */
  findPost(
    channel: string,
    key: string,
    since: Date,
  ): Promise<PostRef | "absent" | "not-permitted" | "unreachable">;
}>;
