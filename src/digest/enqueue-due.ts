// Turns time into deliveries: every subscription that is due gets one for its newest occurrence; older ones were missed.
import type { Occurrence, Subscription } from "#domain/digest.ts";
import { addDelivery, capDeadlines } from "#store/delivery.ts";
import type { Database } from "#store/store.ts";
import { listActive, moveSubscription } from "#store/subscription.ts";
import { nextOccurrence, occurrencesBetween } from "./schedule.ts";
import type { Timing } from "./timing.ts";

export type Tick = Readonly<{
  database: Database;
  platforms: readonly string[];
  now: number;
  timing: Timing;
}>;

/** One transaction: of two processes one finds what the other has done. */
export async function enqueueDue({ database, platforms, now, timing }: Tick): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const subscription of await listActive(transaction, platforms, now)) {
      const due = occurrencesBetween(subscription, subscription.nextAt - 1, now);
      const next = nextOccurrence(subscription, now);
      await moveSubscription(transaction, subscription.id, next.dueAt);
      for (const [at, occurrence] of due.entries()) {
        const expiresAt = Math.min(occurrence.dueAt + timing.catchUp, (due[at + 1] ?? next).dueAt);
        await addDelivery(transaction, {
          ...deliveryOf(subscription, occurrence),
          expiresAt,
          state: now <= expiresAt && at === due.length - 1 ? "pending" : "missed",
        });
      }
    }
  });
}

/** At start, when zones may have new rules, and when the clock was set back: what lies ahead is reckoned anew. */
export async function realignSchedules({ database, platforms, now, timing }: Tick): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const subscription of await listActive(transaction, platforms))
      if (subscription.nextAt > now)
        await moveSubscription(transaction, subscription.id, nextOccurrence(subscription, now).dueAt);
    await capDeadlines(transaction, { notBefore: now + timing.settle, leaseUntil: now + timing.lease });
  });
}

/** The name of a day's delivery. */
export function deliveryId(subscription: string, date: string): string {
  return `${subscription}:${date}`;
}

function deliveryOf({ id, revision, cycle }: Subscription, { date, dueAt: at }: Occurrence) {
  return { id: deliveryId(id, date), subscription: id, revision, cycle, dueAt: at };
}
