// What became of a channel's deliveries: how far it has read, what came last, how many were missed.
import type { Delivery, DeliveryState, ReadingPosition } from "#domain/digest.ts";
import { type Database, kyselyOf } from "./database.ts";
import { REPLACEABLE, readDelivery } from "./delivery.ts";

/** True when the delivery exists and was posted, may have been, or still may be. */
export async function isTaken(database: Database, id: string): Promise<boolean> {
  const row = await kyselyOf(database)
    .selectFrom("delivery")
    .select("id")
    .where("id", "=", id)
    .where("state", "not in", REPLACEABLE)
    .executeTakeFirst();
  return row !== undefined;
}

/** How many deliveries are in which state; the missed ones include those without a row. */
export async function countDeliveries(database: Database): Promise<ReadonlyMap<DeliveryState, number>> {
  const rows = await kyselyOf(database)
    .selectFrom("delivery")
    .select(({ fn }) => ["state", fn.countAll<number>().as("number")])
    .groupBy("state")
    .execute();
  const counts = new Map(rows.map(({ state, number }) => [state, number]));
  const { missed } = await kyselyOf(database)
    .selectFrom("subscription")
    .select(({ fn }) => fn.sum<number | null>("missed").as("missed"))
    .executeTakeFirstOrThrow();
  if (missed !== null && missed > 0) counts.set("missed", (counts.get("missed") ?? 0) + missed);
  return counts;
}

// The states in which a paragraph counts as shown. They include posts that may have arrived, and `failed` ones: a paragraph
// that the platform rejects would otherwise be tried every day and hold back the rest.
const SHOWN: readonly DeliveryState[] = ["sending", "unknown", "sent", "held", "failed"];

type Cycle = Readonly<{ id: string; cycle: number }>;

/** The codes of the paragraphs that were shown to the channel in a cycle. */
export async function readShown(database: Database, { id, cycle }: Cycle): Promise<ReadonlySet<string>> {
  const rows = await kyselyOf(database)
    .selectFrom("delivery")
    .select("code")
    .where("subscription", "=", id)
    .where("cycle", "=", cycle)
    .where("state", "in", SHOWN)
    .execute();
  return new Set(rows.flatMap(({ code }) => code ?? []));
}

/**
 * How far the channel will have read in a cycle when every post that waits for its turn is posted, not counting the delivery
 * `except`.
 */
export async function readPosition(
  database: Database,
  { id, cycle }: Cycle,
  except = "",
): Promise<ReadingPosition> {
  const rows = await kyselyOf(database)
    .selectFrom("delivery")
    .select(({ eb }) => ["code", "state", eb("payload", "is not", null).as("frozen")])
    .where("subscription", "=", id)
    .where("cycle", "=", cycle)
    .where("id", "!=", except)
    .where("state", "in", ["pending", ...SHOWN])
    .orderBy("due_at")
    .execute();
  const posts = rows.filter(
    ({ code, state, frozen }) => code !== null || frozen || state === "sent" || state === "held",
  );
  return {
    shown: new Set(rows.flatMap(({ code }) => code ?? [])),
    // A post without a paragraph is the notice that everything was read.
    allReadPosted: posts.length > 0 && posts.at(-1)?.code === null,
  };
}

/**
 * The newest delivery, leaving out those that had nothing to post or were cancelled, and how many were missed. Throws when
 * the newest cannot be read.
 */
export async function readHistory(
  database: Database,
  subscription: string,
): Promise<Readonly<{ last?: Delivery; missed: number }>> {
  const own = kyselyOf(database).selectFrom("delivery").where("subscription", "=", subscription);
  const row = await own
    .selectAll()
    .where("state", "not in", ["empty", "cancelled"])
    .orderBy("due_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const { rows } = await own
    .select(({ fn }) => fn.countAll<number>().as("rows"))
    .where("state", "=", "missed")
    .executeTakeFirstOrThrow();
  const counted = await kyselyOf(database)
    .selectFrom("subscription")
    .select("missed")
    .where("id", "=", subscription)
    .executeTakeFirst();
  const missed = rows + (counted?.missed ?? 0);
  if (row === undefined) return { missed };
  const last = readDelivery(row);
  if ("unreadable" in last) throw new Error(`delivery ${last.id} cannot be read: ${last.unreadable}`);
  return { last, missed };
}

/** When a digest was last seen to arrive in the channel. */
export async function lastSentAt(database: Database, subscription: string): Promise<number | undefined> {
  const row = await kyselyOf(database)
    .selectFrom("delivery")
    .select(({ fn }) => fn.max("finished_at").as("sentAt"))
    .where("subscription", "=", subscription)
    .where("state", "=", "sent")
    .executeTakeFirst();
  return row?.sentAt ?? undefined;
}
