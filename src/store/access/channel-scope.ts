// What administrators have set for channels: which report sets each may see, up to which label.
import { type ChannelRef, channelId } from "#domain/digest.ts";
import type { ChannelScope } from "#domain/scope.ts";
import { type Database, kyselyOf } from "#store/database.ts";
import { parseRow, type UnreadableRow } from "#store/parse-row.ts";
import { channelScopeRow, type Schema } from "#store/schema.ts";
import { fromColumn, toColumn } from "./sets.ts";

export async function findChannelScope(
  database: Database,
  channel: ChannelRef,
): Promise<ChannelScope | UnreadableRow | undefined> {
  const row = await kyselyOf(database)
    .selectFrom("channel_scope")
    .selectAll()
    .where("id", "=", channelId(channel))
    .executeTakeFirst();
  return row && readChannelScope(row);
}

/** In the order of platform and channel. */
export async function listChannelScopes(
  database: Database,
): Promise<readonly (ChannelScope | UnreadableRow)[]> {
  const rows = await kyselyOf(database).selectFrom("channel_scope").selectAll().orderBy("id").execute();
  return rows.map(readChannelScope);
}

/** Replaces what was set before. */
export async function saveChannelScope(database: Database, scope: ChannelScope): Promise<void> {
  const { platform, channel, sets, ceiling, outsiders, changedBy, changedAt } = scope;
  const changed = {
    sets: toColumn(sets),
    ceiling,
    outsiders: Number(outsiders),
    changed_by: changedBy,
    changed_at: changedAt.getTime(),
  };
  await kyselyOf(database)
    .insertInto("channel_scope")
    .values({ id: channelId(scope), platform, channel, ...changed })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changed))
    .execute();
}

/** The channel has the defaults again. */
export async function deleteChannelScope(database: Database, channel: ChannelRef): Promise<void> {
  await kyselyOf(database).deleteFrom("channel_scope").where("id", "=", channelId(channel)).execute();
}

function readChannelScope(stored: Schema["channel_scope"]): ChannelScope | UnreadableRow {
  const row = parseRow(channelScopeRow, stored);
  if ("unreadable" in row) return row;
  const { platform, channel, sets, ceiling, outsiders, changed_by, changed_at } = row;
  return {
    platform,
    channel,
    sets: fromColumn(sets),
    ceiling,
    outsiders: outsiders === 1,
    changedBy: changed_by,
    changedAt: new Date(changed_at),
  };
}
