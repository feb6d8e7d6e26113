// The subscriptions, one for each channel. Rows are never deleted.
import { type ChannelRef, channelId, type Subscription, type SubscriptionSettings } from "#domain/digest.ts";
import { type Database, kyselyOf } from "./database.ts";
import { parseRow, type UnreadableRow } from "./parse-row.ts";
import { type Schema, subscriptionRow } from "./schema.ts";

export async function findSubscription(
  database: Database,
  id: string,
): Promise<Subscription | UnreadableRow | undefined> {
  const row = await kyselyOf(database)
    .selectFrom("subscription")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row && readSubscription(row);
}

/** Creates the channel's subscription or changes its settings. It becomes active and keeps its reading position. */
export async function saveSubscription(
  database: Database,
  channel: ChannelRef,
  saved: Readonly<{ settings: SubscriptionSettings; nextAt: number; by: string; now: number }>,
): Promise<void> {
  const { time, zone, days, report = null, repeat } = saved.settings;
  const changed = {
    time,
    zone,
    days,
    report,
    repeat: Number(repeat),
    next_at: saved.nextAt,
    created_by: saved.by,
    state: "active" as const,
    closed_scope: null,
    closed_reason: null,
    told: 0,
  };
  await kyselyOf(database)
    .insertInto("subscription")
    .values({
      ...channel,
      ...changed,
      id: channelId(channel),
      revision: 1,
      cycle: 1,
      created_at: saved.now,
      missed: 0,
    })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet(({ eb, ref }) => ({ ...changed, revision: eb(ref("subscription.revision"), "+", 1) })),
    )
    .execute();
}

export async function stopSubscription(database: Database, id: string): Promise<void> {
  await kyselyOf(database)
    .updateTable("subscription")
    .set(({ eb }) => ({ state: "off", revision: eb("revision", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

/** Starts the next cycle, in which every paragraph is unread again. */
export async function startCycle(database: Database, id: string): Promise<void> {
  await kyselyOf(database)
    .updateTable("subscription")
    .set(({ eb }) => ({ cycle: eb("cycle", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

/** `missed`: how many deliveries were missed in the meantime that get no row. */
export async function moveSubscription(
  database: Database,
  id: string,
  { nextAt, missed = 0 }: Readonly<{ nextAt: number; missed?: number }>,
): Promise<void> {
  await kyselyOf(database)
    .updateTable("subscription")
    .set({ next_at: nextAt })
    .where("id", "=", id)
    .execute();
  if (missed > 0) await countMissed(database, id, missed);
}

/** Counts missed deliveries that have no row, or none any more. */
export async function countMissed(database: Database, id: string, missed: number): Promise<void> {
  await kyselyOf(database)
    .updateTable("subscription")
    .set(({ eb, fn, val }) => ({ missed: eb(fn.coalesce("missed", val(0)), "+", missed) }))
    .where("id", "=", id)
    .execute();
}

/** Active subscriptions, the first `max` of those whose id is behind `after`; with `due`, only those that are due. */
export async function listActive(
  database: Database,
  { after, max, due }: Readonly<{ after: string; max: number; due?: Due }>,
): Promise<readonly (Subscription | UnreadableRow)[]> {
  const active = kyselyOf(database)
    .selectFrom("subscription")
    .selectAll()
    .where("state", "=", "active")
    .where("id", ">", after)
    .orderBy("id")
    .limit(max);
  const rows = await (due === undefined
    ? active
    : active.where("next_at", "<=", due.by).where("platform", "in", due.platforms)
  ).execute();
  return rows.map(readSubscription);
}

/** Due by an instant, on platforms that can be posted to. */
export type Due = Readonly<{ by: number; platforms: readonly string[] }>;

type Suspended = Readonly<{ id: string; channel: string; createdBy: string; noticeSent: boolean }>;

/**
 * Suspends the subscription or, when the whole platform is closed, every active one of the platform. Returns those that
 * were active until now, and whether the person who set them up has had a notice since the last successful post. For a
 * single channel the notice counts as sent from now on.
 */
export async function suspend(
  database: Database,
  { id, platform }: Pick<Subscription, "id" | "platform">,
  { scope, reason }: NonNullable<Subscription["suspended"]>,
): Promise<readonly Suspended[]> {
  const column = scope === "platform" ? "platform" : "id";
  const value = scope === "platform" ? platform : id;
  const rows = await kyselyOf(database)
    .selectFrom("subscription")
    .select(["id", "channel", "created_by", "told"])
    .where(column, "=", value)
    .where("state", "=", "active")
    .execute();
  await kyselyOf(database)
    .updateTable("subscription")
    .set({
      state: "suspended",
      closed_scope: scope,
      closed_reason: reason,
      ...(scope === "platform" ? {} : { told: 1 }),
    })
    .where(column, "=", value)
    .where("state", "=", "active")
    .execute();
  return rows.map(({ created_by, told, ...row }) => ({
    ...row,
    createdBy: created_by,
    noticeSent: told === 1,
  }));
}

/** Suspends a subscription whose row cannot be read. New settings make it readable and active again. */
export async function suspendUnreadable(
  database: Database,
  { id, unreadable }: UnreadableRow,
): Promise<void> {
  await kyselyOf(database)
    .updateTable("subscription")
    .set({ state: "suspended", closed_scope: "channel", closed_reason: `cannot be read: ${unreadable}` })
    .where("id", "=", id)
    .execute();
}

/** The next suspension of the channel is worth a notice again. Called after a successful post. */
export async function rearmNotice(database: Database, id: string): Promise<void> {
  await kyselyOf(database)
    .updateTable("subscription")
    .set({ told: 0 })
    .where("id", "=", id)
    .where("told", "=", 1)
    .execute();
}

/**
 * The suspended subscription of a channel, or those that a new start of the platform may bring back: it was closed as a
 * whole, or did not say who reads the channel. The first `max` whose id is behind `after`.
 */
export async function listSuspended(
  database: Database,
  where: ChannelRef | Readonly<{ platform: string }>,
  { after, max }: Readonly<{ after: string; max: number }>,
): Promise<readonly (Subscription | UnreadableRow)[]> {
  const suspended = kyselyOf(database)
    .selectFrom("subscription")
    .selectAll()
    .where("state", "=", "suspended")
    .where("platform", "=", where.platform)
    .where("id", ">", after)
    .orderBy("id")
    .limit(max);
  const rows = await ("channel" in where
    ? suspended.where("channel", "=", where.channel)
    : suspended.where("closed_scope", "in", ["platform", "access"])
  ).execute();
  return rows.map(readSubscription);
}

export async function resumeSubscription(database: Database, id: string, nextAt: number): Promise<void> {
  await kyselyOf(database)
    .updateTable("subscription")
    .set({ state: "active", closed_scope: null, closed_reason: null, next_at: nextAt })
    .where("id", "=", id)
    .where("state", "=", "suspended")
    .execute();
}

function readSubscription(stored: Schema["subscription"]): Subscription | UnreadableRow {
  const row = parseRow(subscriptionRow, stored);
  if ("unreadable" in row) return row;
  const { id, platform, channel, time, zone, days, revision, state, cycle } = row;
  const { report, closed_scope: scope, closed_reason: reason } = row;
  return {
    id,
    platform,
    channel,
    time,
    zone,
    days,
    revision,
    state,
    cycle,
    ...(report === null ? {} : { report }),
    ...(scope === null || reason === null ? {} : { suspended: { scope, reason } }),
    repeat: row.repeat === 1,
    nextAt: row.next_at,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
