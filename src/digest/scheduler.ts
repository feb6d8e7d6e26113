// The clock of the digest: every few seconds it turns what is due into deliveries and carries them out, several at a time.
import { setTimeout as sleep } from "node:timers/promises";
import type { Occurrence, Subscription } from "#domain/digest.ts";
import { type Database, inTransaction } from "#store/database.ts";
import { addDelivery, capDeadlines, deliveryId } from "#store/delivery.ts";
import type { UnreadableRow } from "#store/parse-row.ts";
import { listActive, moveSubscription, suspendUnreadable } from "#store/subscription.ts";
import { deliverNext } from "./delivery.ts";
import type { DigestDeps } from "./deps.ts";
import { nextOccurrence, occurrencesBetween } from "./schedule.ts";

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
      deps.log.error("digest.failed", {
        error: error instanceof Error ? (error.stack ?? "") : String(error),
      });
    }
  };
  const deliverAll = async () => {
    while (stopping?.aborted !== true && (await deliverNext(deps)));
  };
  return async () => {
    await attempt(async () => {
      await deps.refresh();
      const now = deps.now();
      // At the start, when zones may have new rules, and after the clock was set back.
      if (previous === undefined || now < previous) await realignSchedules(now, deps);
      previous = now;
      await enqueueDue(now, deps);
    });
    await Promise.all(Array.from({ length: deps.timing.parallel }, () => attempt(deliverAll)));
  };
}

/**
 * Adds a delivery for each occurrence that has passed: the newest is to be posted, older ones were missed. One transaction,
 * so that of two processes the second finds nothing left to do.
 */
async function enqueueDue(now: number, deps: DigestDeps): Promise<void> {
  await inTransaction(deps.database, async (transaction) => {
    const platforms = [...deps.posters().keys()];
    const subscriptions = await listActive(transaction, platforms, now);
    for (const subscription of await readableOf(subscriptions, transaction, deps)) {
      const due = occurrencesBetween(subscription, subscription.nextAt - 1, now);
      const next = nextOccurrence(subscription, now);
      await moveSubscription(transaction, subscription.id, next.dueAt);
      for (const [index, occurrence] of due.entries()) {
        const following = due[index + 1];
        const expiresAt = Math.min(occurrence.dueAt + deps.timing.catchUp, (following ?? next).dueAt);
        const isPosted = following === undefined && now <= expiresAt;
        await addDelivery(transaction, {
          ...deliveryOf(subscription, occurrence),
          expiresAt,
          state: isPosted ? "pending" : "missed",
        });
      }
    }
  });
}

/** Recomputes what lies ahead. */
async function realignSchedules(now: number, deps: DigestDeps): Promise<void> {
  const { database, timing } = deps;
  await inTransaction(database, async (transaction) => {
    const subscriptions = await listActive(transaction, [...deps.posters().keys()]);
    for (const subscription of await readableOf(subscriptions, transaction, deps))
      if (subscription.nextAt > now)
        await moveSubscription(transaction, subscription.id, nextOccurrence(subscription, now).dueAt);
    await capDeadlines(transaction, { notBefore: now + timing.settle, leaseUntil: now + timing.lease });
  });
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
