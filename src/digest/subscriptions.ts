// What the commands ask of the digest: on, off, now, preview, status, start again; and that a closed channel is back.
import type { Delivery, Occurrence, Subscription } from "#domain/digest.ts";
import type { Message } from "#domain/message.ts";
import type { PostResult } from "#domain/platform.ts";
import { addDelivery, cancelPending } from "#store/delivery.ts";
import { isTaken, lastSentAt, readHistory, readPlace } from "#store/delivery-history.ts";
import { countQuestions } from "#store/question.ts";
import type { Database } from "#store/store.ts";
import {
  type ChannelRef,
  findSubscription,
  listSuspended,
  resumeSubscription,
  type SubscriptionSettings,
  saveSubscription,
  startCycle,
  stopSubscription,
  subscriptionId,
} from "#store/subscription.ts";
import type { DigestDeps, Occasion } from "./deps.ts";
import { deliveryId } from "./enqueue-due.ts";
import { keyOf } from "./idempotency-key.ts";
import { nextOccurrence } from "./schedule.ts";
import { BEGINNING, type Edition, nextEdition } from "./select.ts";

/** `event` names the command that asked: carried out again, after a kill, it posts nothing again. */
export type SwitchedOn = Readonly<{
  event: string;
  settings: SubscriptionSettings;
  by: string;
  /** Posted in the channel first: the proof that it takes a post. */
  announcement: Message;
}>;

export type DigestStatus = Readonly<{
  subscription: Subscription;
  last?: Delivery;
  missed: number;
  /** None while it is off, suspended or silent. */
  upcoming: readonly Occurrence[];
  /** There is nothing to post: everything was read, or what it follows is not loaded. */
  isSilent: boolean;
  read: number;
  of: number;
}>;

export type Subscriptions = Readonly<{
  /** Saved only when the result is "posted". */
  switchOn(
    where: ChannelRef,
    on: SwitchedOn,
  ): Promise<Readonly<{ result: PostResult; next: Occurrence; replaced?: Subscription }>>;
  /** Undefined where the channel has no digest. It keeps its place. */
  switchOff(where: ChannelRef): Promise<Subscription | undefined>;
  /** Posts the next paragraph of an active digest as soon as may be, besides the schedule; once for each `event`. */
  postNow(where: ChannelRef, event: string): Promise<void>;
  startAgain(where: ChannelRef): Promise<void>;
  /** What would be posted next; of a channel without a digest what would be first. */
  preview(where: ChannelRef): Promise<Readonly<{ edition: Edition; occasion: Occasion }>>;
  status(where: ChannelRef): Promise<DigestStatus | undefined>;
  /** Somebody spoke to the bot in a channel, so it is there: what was suspended goes on. */
  channelIsOpen(where: ChannelRef): Promise<void>;
  /** The platform serves: what its refusal suspended goes on. */
  platformIsOpen(platform: string): Promise<void>;
}>;

/** `wake`: there is something to post now. */
export function createSubscriptions(deps: DigestDeps, wake: () => void): Subscriptions {
  const { database } = deps;
  const find = (where: ChannelRef) => findSubscription(database, subscriptionId(where));
  return {
    switchOn: (where, on) => switchOn(where, on, deps),
    async switchOff(where) {
      const subscription = await find(where);
      if (subscription === undefined) return undefined;
      await database.transaction().execute(async (transaction) => {
        await stopSubscription(transaction, subscription.id);
        await cancelPending(transaction, subscription.id, deps.now());
      });
      return subscription;
    },
    async postNow(where, event) {
      const subscription = await find(where);
      if (subscription?.state !== "active") return;
      await postNow(subscription, event, deps);
      wake();
    },
    startAgain: (where) => startCycle(database, subscriptionId(where)),
    preview: async (where) => preview(where, await find(where), deps),
    async status(where) {
      const subscription = await find(where);
      return subscription && readStatus(subscription, deps);
    },
    channelIsOpen: async (where) => resume(await listSuspended(database, where), deps),
    platformIsOpen: async (platform) => resume(await listSuspended(database, { platform }), deps),
  };
}

async function switchOn(
  where: ChannelRef,
  { event, settings, by, announcement }: SwitchedOn,
  deps: DigestDeps,
) {
  const { database, now } = deps;
  const id = subscriptionId(where);
  const replaced = await findSubscription(database, id);
  const asked = now();
  const key = keyOf(`${id}:on:${event}`);
  const poster = deps.posters().get(where.platform);
  const result: PostResult =
    poster === undefined
      ? { kind: "closed", scope: "platform", reason: "not served now" }
      : await poster.post(where.channel, announcement, key);
  const next = await database.transaction().execute(async (transaction) => {
    // What waits gives way, so that its day is free for the new time.
    if (result.kind === "posted") await cancelPending(transaction, id, asked);
    const free = await firstFree(transaction, { ...settings, id }, asked);
    if (result.kind === "posted")
      await saveSubscription(transaction, where, { settings, nextAt: free.dueAt, by, now: asked });
    return free;
  });
  return { result, next, ...(replaced === undefined ? {} : { replaced }) };
}

/** The next occurrence on a day that was not posted yet. */
async function firstFree(
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
) {
  const dueAt = now();
  await addDelivery(database, {
    ...{ id: deliveryId(id, `now-${keyOf(event)}`), subscription: id, revision, cycle },
    ...{ dueAt, expiresAt: dueAt + timing.catchUp, state: "pending" },
  });
}

async function preview(where: ChannelRef, subscription: Subscription | undefined, deps: DigestDeps) {
  const { database, order } = deps;
  const place = subscription === undefined ? BEGINNING : await readPlace(database, subscription);
  const edition = nextEdition(order(subscription?.report), place, { repeat: subscription?.repeat ?? false });
  const since = subscription && ((await lastSentAt(database, subscription.id)) ?? subscription.createdAt);
  const questions =
    since === undefined ? { asked: 0, unanswered: 0 } : await countQuestions(database, where, since);
  return { edition, occasion: { questions } };
}

const UPCOMING = 3;

async function readStatus(subscription: Subscription, deps: DigestDeps): Promise<DigestStatus> {
  const { database, now, order } = deps;
  const paragraphs = order(subscription.report);
  const place = await readPlace(database, subscription);
  const isSilent = nextEdition(paragraphs, place, subscription).kind === "nothing";
  const upcoming: Occurrence[] = [];
  while (subscription.state === "active" && !isSilent && upcoming.length < UPCOMING)
    upcoming.push(await firstFree(database, subscription, upcoming.at(-1)?.dueAt ?? now()));
  return {
    subscription,
    ...(await readHistory(database, subscription.id)),
    upcoming,
    isSilent,
    read: new Set(paragraphs.filter(({ code }) => place.shown.has(code)).map(({ code }) => code)).size,
    of: new Set(paragraphs.map(({ code }) => code)).size,
  };
}

async function resume(suspended: readonly Subscription[], { database, now, log }: DigestDeps) {
  for (const subscription of suspended) {
    const { id, platform, channel } = subscription;
    await resumeSubscription(database, id, nextOccurrence(subscription, now()).dueAt);
    log.info("digest.resumed", { platform, channel });
  }
}
