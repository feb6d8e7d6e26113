// What the commands can do with a channel's digest, and how a suspended one is resumed.
import {
  type ChannelRef,
  channelId,
  type Delivery,
  type Occurrence,
  type QuestionCount,
  type Subscription,
  type SubscriptionSettings,
} from "#domain/digest.ts";
import type { Message } from "#domain/message.ts";
import type { PostResult } from "#domain/platform.ts";
import { type Database, inTransaction } from "#store/database.ts";
import { addDelivery, cancelPending, deliveryId } from "#store/delivery.ts";
import { isTaken, readHistory, readPosition, readShown } from "#store/delivery-history.ts";
import type { UnreadableRow } from "#store/parse-row.ts";
import {
  findSubscription,
  listSuspended,
  resumeSubscription,
  saveSubscription,
  startCycle,
  stopSubscription,
} from "#store/subscription.ts";
import { idempotencyKey } from "./delivery.ts";
import type { DigestDeps } from "./deps.ts";
import { countQuestionsSinceLast, readingOf } from "./frozen-message.ts";
import { nextOccurrence } from "./schedule.ts";
import { nextEdition, type Preview, previewFirst, type ReadingOrder } from "./select.ts";

export type SwitchedOn = Readonly<{
  /** Names the command. When it is carried out again after a crash, it posts nothing twice. */
  event: string;
  settings: SubscriptionSettings;
  /** Id of the person. */
  by: string;
  /** Posted in the channel first, to prove that it accepts posts. */
  announcement: Message;
}>;

export type DigestStatus = Readonly<{
  subscription: Subscription;
  last?: Delivery;
  /** How many deliveries were missed. */
  missed: number;
  /** The next few occurrences; none while it is off, suspended or silent. */
  upcoming: readonly Occurrence[];
  /** There is nothing to post: everything was read, or the report that it follows is not loaded. */
  isSilent: boolean;
  /** How many paragraphs were shown, of how many. */
  read: number;
  of: number;
}>;

export type Subscriptions = Readonly<{
  /** The settings are saved only when the result is "posted". */
  switchOn(
    channel: ChannelRef,
    on: SwitchedOn,
  ): Promise<Readonly<{ result: PostResult; next: Occurrence; replaced?: Subscription }>>;
  /** Keeps the reading position. Returns undefined when the channel has no digest. */
  switchOff(channel: ChannelRef): Promise<Subscription | undefined>;
  /** Posts the next paragraph of an active digest at once, in addition to the schedule; once for each `event`. */
  postNow(channel: ChannelRef, event: string): Promise<void>;
  /** Makes every paragraph unread again. */
  startAgain(channel: ChannelRef): Promise<void>;
  /** What would be posted next, or first when the channel has no digest. */
  preview(channel: ChannelRef): Promise<Preview>;
  status(channel: ChannelRef): Promise<DigestStatus | undefined>;
  /** To be called when the bot is spoken to in a channel, which shows that it is a member: resumes a suspended digest. */
  resumeChannel(channel: ChannelRef): Promise<void>;
  /** To be called when the platform serves: resumes the digests that were suspended because it was closed. */
  resumePlatform(platform: string): Promise<void>;
}>;

/** `wake` makes the scheduler tick at once. */
export function createSubscriptions(deps: DigestDeps, wake: () => void): Subscriptions {
  const { database } = deps;
  const find = async (channel: ChannelRef) => {
    const found = await findSubscription(database, channelId(channel));
    return found && readable(found);
  };
  return {
    switchOn: (channel, on) => switchOn(channel, on, deps),
    async switchOff(channel) {
      const subscription = await find(channel);
      if (subscription === undefined) return undefined;
      await inTransaction(database, async (transaction) => {
        await stopSubscription(transaction, subscription.id);
        await cancelPending(transaction, subscription.id, deps.now());
      });
      return subscription;
    },
    async postNow(channel, event) {
      const subscription = await find(channel);
      if (subscription?.state !== "active") return;
      await postNow(subscription, event, deps);
      wake();
    },
    startAgain: (channel) => startCycle(database, channelId(channel)),
    async preview(channel) {
      const subscription = await find(channel);
      const reading = await readingOf(channel, database, deps);
      return subscription === undefined
        ? previewFirst(reading.order)
        : previewNext(subscription, reading.order, deps);
    },
    async status(channel) {
      const subscription = await find(channel);
      return subscription && readStatus(subscription, deps);
    },
    resumeChannel: (channel) => resume(channel, deps),
    resumePlatform: (platform) => resume({ platform }, deps),
  };
}

function readable(found: Subscription | UnreadableRow): Subscription {
  if ("unreadable" in found) throw new Error(`subscription ${found.id} cannot be read: ${found.unreadable}`);
  return found;
}

async function switchOn(
  channel: ChannelRef,
  { event, settings, by, announcement }: SwitchedOn,
  deps: DigestDeps,
) {
  const { database } = deps;
  const id = channelId(channel);
  // New settings replace a row that cannot be read, too.
  const replaced = await findSubscription(database, id);
  const askedAt = deps.now();
  const result = await announce(channel, { announcement, key: idempotencyKey(`${id}:on:${event}`) }, deps);
  const next = await inTransaction(database, async (transaction) => {
    // Before the search for a free day, so that a day whose delivery is cancelled counts as free.
    if (result.kind === "posted") await cancelPending(transaction, id, askedAt);
    const free = await nextFreeOccurrence(transaction, { ...settings, id }, askedAt);
    if (result.kind === "posted")
      await saveSubscription(transaction, channel, { settings, nextAt: free.dueAt, by, now: askedAt });
    return free;
  });
  return { result, next, ...(replaced === undefined || "unreadable" in replaced ? {} : { replaced }) };
}

type Announcement = Readonly<{ announcement: Message; key: string }>;

async function announce(
  { platform, channel }: ChannelRef,
  { announcement, key }: Announcement,
  { posters }: DigestDeps,
): Promise<PostResult> {
  const poster = posters().get(platform);
  if (poster === undefined) return { kind: "closed", scope: "platform", reason: "not served now" };
  return poster.post(channel, announcement, key);
}

/** The next occurrence on a day that has nothing posted and nothing planned. */
async function nextFreeOccurrence(
  database: Database,
  schedule: SubscriptionSettings & Readonly<{ id: string }>,
  after: number,
): Promise<Occurrence> {
  let next = nextOccurrence(schedule, after);
  while (await isTaken(database, deliveryId(schedule.id, next.date)))
    next = nextOccurrence(schedule, next.dueAt);
  return next;
}

async function postNow(
  { id, revision, cycle }: Subscription,
  event: string,
  { database, now, timing }: DigestDeps,
): Promise<void> {
  const dueAt = now();
  await addDelivery(database, {
    id: deliveryId(id, `now-${idempotencyKey(event)}`),
    subscription: id,
    revision,
    cycle,
    dueAt,
    expiresAt: dueAt + timing.catchUp,
    state: "pending",
  });
}

async function previewNext(
  subscription: Subscription,
  order: ReadingOrder,
  { database }: DigestDeps,
): Promise<Preview> {
  const position = await readPosition(database, subscription);
  const edition = nextEdition(order(subscription.report), position, subscription);
  const questions: QuestionCount = await countQuestionsSinceLast(database, subscription);
  return { edition, occasion: { questions } };
}

const MAX_UPCOMING = 3;

async function readStatus(subscription: Subscription, deps: DigestDeps): Promise<DigestStatus> {
  const { database, now } = deps;
  const { order } = await readingOf(subscription, database, deps);
  const paragraphs = order(subscription.report);
  const position = await readPosition(database, subscription);
  const isSilent = nextEdition(paragraphs, position, subscription).kind === "nothing";
  const upcoming: Occurrence[] = [];
  while (subscription.state === "active" && !isSilent && upcoming.length < MAX_UPCOMING)
    upcoming.push(await nextFreeOccurrence(database, subscription, upcoming.at(-1)?.dueAt ?? now()));
  // Two paragraphs with the same words have the same code, and are shown once.
  const codes = [...new Set(paragraphs.map(({ code }) => code))];
  const shown = await readShown(database, subscription);
  return {
    subscription,
    ...(await readHistory(database, subscription.id)),
    upcoming,
    isSilent,
    read: codes.filter((code) => shown.has(code)).length,
    of: codes.length,
  };
}

// A transaction of this many writes does not hold up the questions of the same moment.
const MAX_BATCH = 50;

async function resume(where: ChannelRef | Readonly<{ platform: string }>, deps: DigestDeps): Promise<void> {
  const { database } = deps;
  let after: string | undefined = "";
  while (after !== undefined) {
    const suspended = await listSuspended(database, where, { after, max: MAX_BATCH });
    if (suspended.length > 0)
      await inTransaction(database, (transaction) => resumeAll(suspended, transaction, deps));
    after = suspended.length === MAX_BATCH ? suspended.at(-1)?.id : undefined;
  }
}

async function resumeAll(
  suspended: readonly (Subscription | UnreadableRow)[],
  transaction: Database,
  { now, log }: DigestDeps,
): Promise<void> {
  for (const subscription of suspended) {
    if ("unreadable" in subscription) {
      log.error("digest.row-unreadable", { id: subscription.id, reason: subscription.unreadable });
      continue;
    }
    const { id, platform, channel } = subscription;
    await resumeSubscription(transaction, id, nextOccurrence(subscription, now()).dueAt);
    log.info("digest.resumed", { platform, channel });
  }
}
