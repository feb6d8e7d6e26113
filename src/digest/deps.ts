// What the digest is handed: the store, the clock, and the functions that word and post.
import type { QuestionCount, Subscription } from "#domain/digest.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Platform } from "#domain/platform.ts";
import type { Database } from "#store/store.ts";
import type { Edition, ReadingOrder } from "./select.ts";
import type { Timing } from "./timing.ts";

/** What a digest says besides its paragraph. */
export type Occasion = Readonly<{
  /** The local time at which it was due, where it is late. */
  delayed?: string;
  questions: QuestionCount;
}>;

export type Printable = Exclude<Edition, { kind: "nothing" }>;

export type Poster = Pick<Platform, "post" | "findPost" | "directMessage">;

export type DigestDeps = Readonly<{
  database: Database;
  /** Takes the reports as they are served now, for all that follows. */
  refresh(): Promise<void>;
  order: ReadingOrder;
  word(edition: Printable, occasion: Occasion): Message;
  /** The note to whoever set up a digest that the channel takes no more. */
  closedMessage(subscription: Subscription, reason: string): Message;
  /** True when every quotation of a message stands in the reports. */
  isSound(message: Message): boolean;
  /** The platforms that can be posted to now. */
  posters(): ReadonlyMap<string, Poster>;
  /** What becomes of a post of which the platform can never tell whether it arrived. */
  unknownPost: "resend" | "hold";
  timing: Timing;
  log: Log;
  now(): number;
  newToken(): string;
}>;
