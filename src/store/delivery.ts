// The outbox of the digest: which deliveries are due, who works on them, how they ended. A delivery in work can be changed
// only by the holder of the token of its latest claim.
import type { Delivery, DeliveryState } from "#domain/digest.ts";
import { type Database, kyselyOf } from "./database.ts";
import { parseRow, type UnreadableRow } from "./parse-row.ts";
import { deliveryRow, type Schema } from "./schema.ts";

/** The key of the delivery of a local date, or of another name that is unique within the subscription. */
export function deliveryId(subscription: string, date: string): string {
  return `${subscription}:${date}`;
}

export type NewDelivery = Pick<
  Delivery,
  "id" | "subscription" | "revision" | "dueAt" | "expiresAt" | "state"
> &
  Readonly<{ cycle: number }>;

// Nothing was posted in these states, so the day may get another delivery, for example at another time.
export const REPLACEABLE: readonly DeliveryState[] = ["missed", "cancelled", "empty"];

/** Adds a delivery. If the day already has one, it is replaced when nothing was posted for it, and kept otherwise. */
export async function addDelivery(database: Database, added: NewDelivery): Promise<void> {
  const columns = {
    revision: added.revision,
    cycle: added.cycle,
    due_at: added.dueAt,
    expires_at: added.expiresAt,
    state: added.state,
    attempts: 0,
    not_before: 0,
    token: null,
    lease_until: 0,
    first_try_at: null,
    payload: null,
    code: null,
    message: null,
    link: null,
    reason: null,
    finished_at: null,
  };
  await kyselyOf(database)
    .insertInto("delivery")
    .values({ id: added.id, subscription: added.subscription, ...columns })
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet(columns).where("delivery.state", "in", REPLACEABLE),
    )
    .execute();
}

/** A claim on a delivery. It is lost as soon as another one is made. */
export type Claim = Readonly<{ id: string; token: string }>;

/** As found by a claim: nothing has been sent, or something may have been. */
export type ClaimedDelivery = Delivery & Readonly<{ state: "pending" | "unknown" }>;

type ClaimRequest = Readonly<{
  platforms: readonly string[];
  /** Unique to this claim. */
  token: string;
  now: number;
  leaseUntil: number;
  /** Ids of those that this process works on. Their leases say nothing to it: the clock may have been set ahead since. */
  inWork: ReadonlySet<string>;
}>;

/**
 * Claims the delivery that has been due for longest on these platforms, at most one of a channel at a time. A delivery
 * whose lease ran out is returned as `unknown` when its post may have been sent. Needs a transaction.
 */
export async function claimDelivery(
  database: Database,
  { platforms, token, now, leaseUntil, inWork }: ClaimRequest,
): Promise<ClaimedDelivery | UnreadableRow | undefined> {
  const row = await kyselyOf(database)
    .selectFrom("delivery")
    .innerJoin("subscription", "subscription.id", "delivery.subscription")
    .selectAll("delivery")
    .where("subscription.platform", "in", platforms)
    .where("delivery.id", "not in", [...inWork])
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
  const delivery = readDelivery(row);
  if ("unreadable" in delivery) return delivery;
  const maySent = row.state === "unknown" || (row.state === "sending" && row.first_try_at !== null);
  return { ...delivery, state: maySent ? "unknown" : "pending" };
}

/** Stores what the delivery posts, so that every attempt posts the same. Only for the holder of its claim. */
export async function freezeDelivery(
  database: Database,
  id: string,
  frozen: Readonly<{ payload: string; code: string | undefined; cycle: number }>,
): Promise<void> {
  await update(database, id, { ...frozen, code: frozen.code ?? null });
}

/**
 * Commits that a post is about to be sent; it must not be sent before this returns. False when another claim has taken
 * over.
 */
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

/** Releases the claim; the delivery can be claimed again from `notBefore`. */
export async function reschedule(
  database: Database,
  claim: Claim,
  { state, notBefore, reason }: Readonly<{ state: "pending" | "unknown"; notBefore: number; reason: string }>,
): Promise<void> {
  await claimed(database, claim)
    .set(({ eb }) => ({
      state,
      not_before: notBefore,
      reason,
      token: null,
      // Only attempts with an unknown outcome are counted.
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

/** Ends the delivery. False when another claim has taken over. */
export async function finishDelivery(database: Database, claim: Claim, finish: Finish): Promise<boolean> {
  const { state, now, reason = null, post } = finish;
  const { numUpdatedRows } = await claimed(database, claim)
    .set({
      state,
      reason,
      finished_at: now,
      token: null,
      payload: null,
      message: post?.message ?? null,
      link: post?.link ?? null,
    })
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Cancels what was planned with settings that no longer apply. What may have been posted is left to be resolved. */
export async function cancelPending(database: Database, subscription: string, now: number): Promise<void> {
  await kyselyOf(database)
    .updateTable("delivery")
    .set({ state: "cancelled", reason: "the settings changed", finished_at: now, payload: null })
    .where("subscription", "=", subscription)
    .where("state", "=", "pending")
    .execute();
}

/** Ends up to `max` deliveries that wait for their turn and are not to be posted any more. Returns their ids. */
export async function endExpired(
  database: Database,
  { now, max }: Readonly<{ now: number; max: number }>,
): Promise<readonly string[]> {
  const rows = await kyselyOf(database)
    .updateTable("delivery")
    .set({ state: "missed", reason: "too late", finished_at: now, payload: null })
    .where("id", "in", ({ selectFrom }) =>
      selectFrom("delivery")
        .select("id")
        .where("state", "=", "pending")
        .where("expires_at", "<", now)
        .limit(max),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** For a clock that was set back: lowers waits and leases that were computed with the wrong, later time. */
export async function capDeadlines(
  database: Database,
  { notBefore, leaseUntil }: Readonly<{ notBefore: number; leaseUntil: number }>,
): Promise<void> {
  await kyselyOf(database)
    .updateTable("delivery")
    .set({ not_before: notBefore })
    .where("state", "in", ["pending", "unknown"])
    .where("not_before", ">", notBefore)
    .execute();
  await kyselyOf(database)
    .updateTable("delivery")
    .set({ lease_until: leaseUntil })
    .where("state", "=", "sending")
    .where("lease_until", ">", leaseUntil)
    .execute();
}

function claimed(database: Database, { id, token }: Claim) {
  return kyselyOf(database)
    .updateTable("delivery")
    .where("id", "=", id)
    .where("token", "=", token)
    .where("state", "=", "sending");
}

async function update(database: Database, id: string, values: Partial<Schema["delivery"]>): Promise<void> {
  await kyselyOf(database).updateTable("delivery").set(values).where("id", "=", id).execute();
}

export function readDelivery(stored: Schema["delivery"]): Delivery | UnreadableRow {
  const row = parseRow(deliveryRow, stored);
  if ("unreadable" in row) return row;
  const { id, subscription, revision, state, attempts } = row;
  return {
    id,
    subscription,
    revision,
    state,
    attempts,
    dueAt: row.due_at,
    expiresAt: row.expires_at,
    ...(row.first_try_at === null ? {} : { firstTryAt: row.first_try_at }),
    ...(row.payload === null ? {} : { payload: row.payload }),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.link === null ? {} : { link: row.link }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  };
}
