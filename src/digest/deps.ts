// What the digest needs from outside: the store, the clock, the reports, and functions that word and post messages.
import type { ChannelRef, Subscription } from "#domain/digest.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Platform } from "#domain/platform.ts";
import type { PostDecision, Refusal, Scope } from "#domain/scope.ts";
import type { Database } from "#store/database.ts";
import type { Occasion, Printable, ReadingOrder } from "./select.ts";
import type { Timing } from "./timing.ts";

export type Poster = Pick<Platform, "post" | "findPost" | "directMessage">;

/** What a channel can be shown, in which order and in which words. */
export type Reading = Readonly<{
  order: ReadingOrder;
  digestMessage(edition: Printable, occasion: Occasion): Message;
  /** True when every quotation of the message is found, letter for letter, in the reports that the channel may see. */
  isVerbatim(message: Message): boolean;
}>;

export type DigestDeps = Readonly<{
  database: Database;
  /** Switches `readingIn` to the reports as they are loaded now. Called once a tick. */
  refresh(): Promise<void>;
  readingIn(scope: Scope): Reading;
  /** What the channel may be shown. `transaction`: the one that is open. */
  scopeOf(channel: ChannelRef, transaction: Database): Promise<Scope>;
  /** Asks the platform who reads the channel. */
  decidePost(channel: ChannelRef): Promise<PostDecision>;
  /** The notice to the person who set up a digest, when the channel no longer accepts posts. */
  closedMessage(subscription: Subscription, reason: string): Message;
  /** The notice to the same person when nothing may be posted there any more. */
  refusedMessage(subscription: Subscription, refusal: Refusal): Message;
  /** The platforms that can be posted to now, by name. */
  posters(): ReadonlyMap<string, Poster>;
  /** What to do when a post may have arrived and the platform cannot tell: post again, or never. */
  unknownPost: "resend" | "hold";
  timing: Timing;
  log: Log;
  /** Milliseconds since 1970. */
  now(): number;
  /** A string that no other claim has, in any process. */
  newToken(): string;
}>;
