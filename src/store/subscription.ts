// The subscriptions: one a channel, by platform and channel id. Nothing here is ever deleted.
import type { Selectable } from "kysely";
import type { Schedule, Subscription } from "#domain/digest.ts";
import type { SubscriptionTable } from "./schema.ts";
import type { Database } from "./store.ts";

/** A channel of a platform, by the ids that stay when it is renamed. */
export type ChannelRef = Readonly<{ platform: string; channel: string }>;

export type SubscriptionSettings = Schedule & Readonly<{ report?: string; repeat: boolean }>;

export function subscriptionId({ platform, channel }: ChannelRef): string {
  return `${platform}:${channel}`;
}

export async function findSubscription(database: Database, id: string): Promise<Subscription | undefined> {
  const row = await database.selectFrom("subscription").selectAll().where("id", "=", id).executeTakeFirst();
  return row && readRow(row);
}

/** Makes the channel's subscription or gives it new settings; either way it is active and its place is kept. */
export async function saveSubscription(
  database: Database,
  where: ChannelRef,
  saved: Readonly<{ settings: SubscriptionSettings; nextAt: number; by: string; now: number }>,
): Promise<void> {
  const { time, zone, days, report = null, repeat } = saved.settings;
  const changed = {
    ...{ time, zone, days, report, repeat: Number(repeat), next_at: saved.nextAt, created_by: saved.by },
    ...{ state: "active" as const, closed_scope: null, closed_reason: null, told: 0 },
  };
  await database
    .insertInto("subscription")
    .values({
      ...where,
      ...changed,
      ...{ id: subscriptionId(where), revision: 1, cycle: 1, created_at: saved.now },
    })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet(({ eb, ref }) => ({ ...changed, revision: eb(ref("subscription.revision"), "+", 1) })),
    )
    .execute();
}

export async function stopSubscription(database: Database, id: string): Promise<void> {
  await database
    .updateTable("subscription")
    .set(({ eb }) => ({ state: "off", revision: eb("revision", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

/** From now on every paragraph is unread again. */
export async function startCycle(database: Database, id: string): Promise<void> {
  await database
    .updateTable("subscription")
    .set(({ eb }) => ({ cycle: eb("cycle", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

export async function moveSubscription(database: Database, id: string, nextAt: number): Promise<void> {
  await database.updateTable("subscription").set({ next_at: nextAt }).where("id", "=", id).execute();
}

/** Active ones of these platforms, or those of them that are due. */
export async function listActive(
  database: Database,
  platforms: readonly string[],
  dueBy?: number,
): Promise<readonly Subscription[]> {
  const active = database
    .selectFrom("subscription")
    .selectAll()
    .where("state", "=", "active")
    .where("platform", "in", platforms);
  const rows = await (dueBy === undefined ? active : active.where("next_at", "<=", dueBy)).execute();
  return rows.map(readRow);
}

type Closing = Readonly<{ scope: "channel" | "platform"; reason: string }>;

/**
 * Suspends the subscription, or every active one of its platform. Returns those that were active until now, and
 * whether their maker was told before. Of a closed channel the maker counts as told from then on.
 */
export async function suspend(
  database: Database,
  { id, platform }: Pick<Subscription, "id" | "platform">,
  { scope, reason }: Closing,
): Promise<readonly Readonly<{ id: string; channel: string; createdBy: string; told: boolean }>[]> {
  const column = scope === "channel" ? "id" : "platform";
  const value = scope === "channel" ? id : platform;
  const rows = await database
    .selectFrom("subscription")
    .select(["id", "channel", "created_by", "told"])
    .where(column, "=", value)
    .where("state", "=", "active")
    .execute();
  await database
    .updateTable("subscription")
    .set({
      ...{ state: "suspended", closed_scope: scope, closed_reason: reason },
      ...(scope === "channel" ? { told: 1 } : {}),
    })
    .where(column, "=", value)
    .where("state", "=", "active")
    .execute();
  return rows.map(({ created_by, told, ...row }) => ({ ...row, createdBy: created_by, told: told === 1 }));
}

/** Those that are suspended: one channel's, or all that a platform's refusal suspended. */
export async function listSuspended(
  database: Database,
  where: ChannelRef | Readonly<{ platform: string }>,
): Promise<readonly Subscription[]> {
  const suspended = database
    .selectFrom("subscription")
    .selectAll()
    .where("state", "=", "suspended")
    .where("platform", "=", where.platform);
  const rows = await ("channel" in where
    ? suspended.where("channel", "=", where.channel)
    : suspended.where("closed_scope", "=", "platform")
  ).execute();
  return rows.map(readRow);
}

export async function resumeSubscription(database: Database, id: string, nextAt: number): Promise<void> {
  await database
    .updateTable("subscription")
    .set({ state: "active", closed_scope: null, closed_reason: null, next_at: nextAt })
    .where("id", "=", id)
    .where("state", "=", "suspended")
    .execute();
}

/** A post that arrived shows that all is well: a later closing is news again. */
export async function rearmNotice(database: Database, id: string): Promise<void> {
  await database
    .updateTable("subscription")
    .set({ told: 0 })
    .where("id", "=", id)
    .where("told", "=", 1)
    .execute();
}

function readRow(row: Selectable<SubscriptionTable>): Subscription {
  const { id, platform, channel, time, zone, days, revision, state, cycle } = row;
  const { report, closed_scope: scope, closed_reason: reason } = row;
  return {
    ...{ id, platform, channel, time, zone, days, revision, state, cycle },
    ...(report === null ? {} : { report }),
    ...(scope === null || reason === null ? {} : { suspended: { scope, reason } }),
    repeat: row.repeat === 1,
    nextAt: row.next_at,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
