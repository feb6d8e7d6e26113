// The deliveries: what is due, who works on it, what became of it. Whoever holds the token of the last claim may change one.
import type { Selectable, Updateable } from "kysely";
import type { Delivery, DeliveryState } from "#domain/digest.ts";
import type { DeliveryTable } from "./schema.ts";
import type { Database } from "./store.ts";

export type NewDelivery = Pick<
  Delivery,
  "id" | "subscription" | "revision" | "dueAt" | "expiresAt" | "state"
> &
  Readonly<{ cycle: number }>;

// Nothing was posted in these: the same day may be tried anew, at another time.
export const REVIVABLE: readonly DeliveryState[] = ["missed", "cancelled", "empty"];

/** Adds it; where the day already has one, nothing changes unless that one surely was not posted. */
export async function addDelivery(database: Database, added: NewDelivery): Promise<void> {
  const fresh = {
    ...{ revision: added.revision, cycle: added.cycle, due_at: added.dueAt, expires_at: added.expiresAt },
    ...{ state: added.state, attempts: 0, not_before: 0, token: null, lease_until: 0, first_try_at: null },
    ...{ payload: null, code: null, message: null, link: null, reason: null, finished_at: null },
  };
  await database
    .insertInto("delivery")
    .values({ id: added.id, subscription: added.subscription, ...fresh })
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet(fresh).where("delivery.state", "in", REVIVABLE),
    )
    .execute();
}

export type Claiming = Readonly<{
  platforms: readonly string[];
  token: string;
  now: number;
  leaseUntil: number;
}>;

/**
 * Takes the next delivery that is due on these platforms, one a channel at a time; its `state` is the one that it was
 * found in. A lease that ran out is found as `unknown` when its post may have left. Needs a transaction.
 */
export async function claimDelivery(database: Database, claiming: Claiming): Promise<Delivery | undefined> {
  const { platforms, token, now, leaseUntil } = claiming;
  const row = await database
    .selectFrom("delivery")
    .innerJoin("subscription", "subscription.id", "delivery.subscription")
    .selectAll("delivery")
    .where("subscription.platform", "in", platforms)
    .where(({ eb, or, and }) =>
      or([
        and([eb("delivery.state", "in", ["pending", "unknown"]), eb("delivery.not_before", "<=", now)]),
        and([eb("delivery.state", "=", "sending"), eb("delivery.lease_until", "<", now)]),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("delivery as other")
            .select("other.id")
            .whereRef("other.subscription", "=", "delivery.subscription")
            .where("other.state", "=", "sending")
            .where("other.lease_until", ">=", now),
        ),
      ),
    )
    .orderBy("delivery.due_at")
    .orderBy("delivery.id")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  await update(database, row.id, { state: "sending", token, lease_until: leaseUntil });
  const left = row.first_try_at !== null;
  return {
    ...readDelivery(row),
    state: row.state === "sending" ? (left ? "unknown" : "pending") : row.state,
  };
}

/** Fixes what is posted. */
export async function freezeDelivery(
  database: Database,
  id: string,
  frozen: Readonly<{ payload: string; code: string | undefined; cycle: number }>,
): Promise<void> {
  await update(database, id, { ...frozen, code: frozen.code ?? null });
}

export type Claim = Readonly<{ id: string; token: string }>;

/** Says, durably, that a post is about to leave. False when somebody else took over meanwhile. */
export async function markSending(
  database: Database,
  claim: Claim,
  { now, leaseUntil }: Readonly<{ now: number; leaseUntil: number }>,
): Promise<boolean> {
  const { numUpdatedRows } = await claimed(database, claim)
    .set(({ fn, val }) => ({
      lease_until: leaseUntil,
      first_try_at: fn.coalesce("first_try_at", val(now)),
    }))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Puts it back, to be looked at again at `notBefore`. */
export async function reschedule(
  database: Database,
  claim: Claim,
  postponed: Readonly<{ state: "pending" | "unknown"; notBefore: number; reason: string }>,
): Promise<void> {
  const { state, notBefore, reason } = postponed;
  await claimed(database, claim)
    .set(({ eb }) => ({
      ...{ state, not_before: notBefore, reason, token: null },
      // What was surely refused was no attempt.
      ...(state === "unknown" ? { attempts: eb("attempts", "+", 1) } : {}),
    }))
    .execute();
}

export type Finish = Readonly<{
  state: "sent" | "empty" | "missed" | "cancelled" | "failed" | "held";
  now: number;
  reason?: string;
  post?: Readonly<{ message: string; link?: string }>;
}>;

/** The end of it. False when somebody else took over meanwhile. */
export async function finishDelivery(database: Database, claim: Claim, finish: Finish): Promise<boolean> {
  const { state, now, reason = null, post } = finish;
  const { numUpdatedRows } = await claimed(database, claim)
    .set({
      ...{ state, reason, finished_at: now, token: null, payload: null },
      ...{ message: post?.message ?? null, link: post?.link ?? null },
    })
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What waits and was not surely posted gives way to new settings. */
export async function cancelPending(database: Database, subscription: string, now: number): Promise<void> {
  await database
    .updateTable("delivery")
    .set({ state: "cancelled", reason: "the settings changed", finished_at: now, payload: null })
    .where("subscription", "=", subscription)
    .where("state", "=", "pending")
    .execute();
}

/** After the clock was set back nobody waits for a time that was never right. */
export async function capDeadlines(
  database: Database,
  { notBefore, leaseUntil }: Readonly<{ notBefore: number; leaseUntil: number }>,
): Promise<void> {
  await database
    .updateTable("delivery")
    .set({ not_before: notBefore })
    .where("state", "in", ["pending", "unknown"])
    .where("not_before", ">", notBefore)
    .execute();
  await database
    .updateTable("delivery")
    .set({ lease_until: leaseUntil })
    .where("state", "=", "sending")
    .where("lease_until", ">", leaseUntil)
    .execute();
}

function claimed(database: Database, { id, token }: Claim) {
  return database
    .updateTable("delivery")
    .where("id", "=", id)
    .where("token", "=", token)
    .where("state", "=", "sending");
}

async function update(database: Database, id: string, values: Updateable<DeliveryTable>): Promise<void> {
  await database.updateTable("delivery").set(values).where("id", "=", id).execute();
}

/** A row as the rest knows it. */
export function readDelivery(row: Selectable<DeliveryTable>): Delivery {
  const { id, subscription, revision, state, attempts } = row;
  return {
    ...{ id, subscription, revision, state, attempts, dueAt: row.due_at, expiresAt: row.expires_at },
    ...(row.first_try_at === null ? {} : { firstTryAt: row.first_try_at }),
    ...(row.payload === null ? {} : { payload: row.payload }),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.link === null ? {} : { link: row.link }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}
