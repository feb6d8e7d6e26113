// The clock of the digest: every few seconds it turns what is due into deliveries and carries them out, several at a time.
import { setTimeout as sleep } from "node:timers/promises";
import type { Occurrence, Subscription } from "#domain/digest.ts";
import { stackOf } from "#domain/errors.ts";
import { type Database, inTransaction } from "#store/database.ts";
import { addDelivery, capDeadlines, deliveryId, endExpired } from "#store/delivery.ts";
import type { UnreadableRow } from "#store/parse-row.ts";
import { type Due, listActive, moveSubscription, suspendUnreadable } from "#store/subscription.ts";
import { deliverNext } from "./delivery.ts";
import type { DigestDeps } from "./deps.ts";
import { backlogBetween, nextOccurrence } from "./schedule.ts";

export type Scheduler = Readonly<{
  start(): void;
  /** Ticks at once instead of at the next interval. */
  wake(): void;
  /** Starts nothing new; resolves when the outcome of everything in progress is stored. */
  stop(): Promise<void>;
}>;

export function createScheduler(deps: DigestDeps): Scheduler {
  const stopping = new AbortController();
  let waking = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const tick = createTick(deps, stopping.signal);
  const run = async () => {
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      await tick();
      const signal = AbortSignal.any([stopping.signal, waking.signal]);
      await sleep(deps.timing.interval, undefined, { signal }).catch(() => undefined);
    }
  };
  return {
    start: () => {
      running = run();
    },
    wake: () => waking.abort(),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** One tick. Never throws: a failure is logged, and the next tick tries again. */
export function createTick(deps: DigestDeps, stopping?: AbortSignal): () => Promise<void> {
  let previous: number | undefined;
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      deps.log.error("digest.failed", { error: stackOf(error) });
    }
  };
  const inWork = new Set<string>();
  const deliverAll = async () => {
    while (stopping?.aborted !== true && (await deliverNext(deps, inWork)));
  };
  return async () => {
    await attempt(async () => {
      await deps.refresh();
      const now = deps.now();
      // At the start, when zones may have new rules, and after the clock was set back.
      if (previous === undefined || now < previous) await realignSchedules(now, deps);
      previous = now;
      await enqueueDue(now, deps);
      await endOverdue(now, deps);
    });
    await Promise.all(Array.from({ length: deps.timing.parallel }, () => attempt(deliverAll)));
  };
}

/**
 * Adds a delivery for the newest occurrence that has passed, to be posted, and for the one before, which was missed. Those
 * before them were missed, too, and are only counted: after a long absence they are many.
 */
async function enqueueDue(now: number, deps: DigestDeps): Promise<void> {
  const due = { by: now, platforms: [...deps.posters().keys()] };
  await forEachActive({ due }, deps, async (subscription, transaction) => {
    const { newest, older } = backlogBetween(subscription, subscription.nextAt - 1, now);
    const next = nextOccurrence(subscription, now);
    await moveSubscription(transaction, subscription.id, { nextAt: next.dueAt, missed: older });
    for (const [index, occurrence] of newest.entries()) {
      const following = newest[index + 1];
      const expiresAt = Math.min(occurrence.dueAt + deps.timing.catchUp, (following ?? next).dueAt);
      const isPosted = following === undefined && now <= expiresAt;
      await addDelivery(transaction, {
        ...deliveryOf(subscription, occurrence),
        expiresAt,
        state: isPosted ? "pending" : "missed",
      });
    }
  });
}

/** Ends what waited too long: for a rate limit, or for its platform. */
async function endOverdue(now: number, { database, log }: DigestDeps): Promise<void> {
  let ended: readonly string[];
  do {
    ended = await endExpired(database, { now, max: MAX_BATCH });
    for (const delivery of ended)
      log.warn("digest.not-posted", { delivery, state: "missed", reason: "too late" });
  } while (ended.length === MAX_BATCH);
}

/** Recomputes what lies ahead, also for platforms that are away. */
async function realignSchedules(now: number, deps: DigestDeps): Promise<void> {
  const { database, timing } = deps;
  await forEachActive({}, deps, async (subscription, transaction) => {
    if (subscription.nextAt <= now) return;
    const { dueAt: nextAt } = nextOccurrence(subscription, now);
    if (nextAt !== subscription.nextAt) await moveSubscription(transaction, subscription.id, { nextAt });
  });
  await capDeadlines(database, { notBefore: now + timing.settle, leaseUntil: now + timing.lease });
}

// A transaction of this many subscriptions writes about fifty rows. Questions are stored between two of them.
const MAX_BATCH = 16;

type Work = (subscription: Subscription, transaction: Database) => Promise<void>;

/**
 * Works on all active subscriptions, or those that are due, a few in one transaction, so that of two processes the second
 * finds nothing left to do.
 */
async function forEachActive(filter: Readonly<{ due?: Due }>, deps: DigestDeps, work: Work): Promise<void> {
  let after = "";
  let found: number;
  do {
    found = await inTransaction(deps.database, async (transaction) => {
      const batch = await listActive(transaction, { ...filter, after, max: MAX_BATCH });
      for (const subscription of await readableOf(batch, transaction, deps))
        await work(subscription, transaction);
      after = batch.at(-1)?.id ?? after;
      return batch.length;
    });
  } while (found === MAX_BATCH);
}

/** Returns those that can be read. The others are suspended, so that they are reported once and not at every tick. */
async function readableOf(
  subscriptions: readonly (Subscription | UnreadableRow)[],
  transaction: Database,
  { log }: DigestDeps,
): Promise<readonly Subscription[]> {
  const readable: Subscription[] = [];
  for (const subscription of subscriptions) {
    if (!("unreadable" in subscription)) {
      readable.push(subscription);
      continue;
    }
    log.error("digest.row-unreadable", { id: subscription.id, reason: subscription.unreadable });
    await suspendUnreadable(transaction, subscription);
  }
  return readable;
}

function deliveryOf({ id, revision, cycle }: Subscription, { date, dueAt }: Occurrence) {
  return { id: deliveryId(id, date), subscription: id, revision, cycle, dueAt };
}
