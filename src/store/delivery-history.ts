// What became of a channel's deliveries: where its readers are, what was last, what was missed.
import type { Delivery, DeliveryState, Place } from "#domain/digest.ts";
import { REVIVABLE, readDelivery } from "./delivery.ts";
import type { Database } from "./store.ts";

/** True when the day has a delivery that was posted, may have been, or still may be. */
export async function isTaken(database: Database, id: string): Promise<boolean> {
  const row = await database
    .selectFrom("delivery")
    .select("id")
    .where("id", "=", id)
    .where("state", "not in", REVIVABLE)
    .executeTakeFirst();
  return row !== undefined;
}

/** How many deliveries are in which state. */
export async function countDeliveries(database: Database): Promise<ReadonlyMap<DeliveryState, number>> {
  const rows = await database
    .selectFrom("delivery")
    .select(({ fn }) => ["state", fn.countAll<number>().as("number")])
    .groupBy("state")
    .execute();
  return new Map(rows.map(({ state, number }) => [state, number]));
}

// A post that may stand in the channel counts as shown, and so does one that is ours to mend: else it would block the rest.
const SHOWN: readonly DeliveryState[] = ["pending", "sending", "unknown", "sent", "held", "failed"];

/** What was shown in a cycle, leaving one delivery out. */
export async function readPlace(
  database: Database,
  { id, cycle }: Readonly<{ id: string; cycle: number }>,
  except = "",
): Promise<Place> {
  const rows = await database
    .selectFrom("delivery")
    .select(({ eb }) => ["code", "state", eb("payload", "is not", null).as("frozen")])
    .where("subscription", "=", id)
    .where("cycle", "=", cycle)
    .where("id", "!=", except)
    .where("state", "in", SHOWN)
    .orderBy("due_at")
    .execute();
  const posts = rows.filter(
    ({ code, state, frozen }) => code !== null || frozen || state === "sent" || state === "held",
  );
  return {
    shown: new Set(rows.flatMap(({ code }) => code ?? [])),
    noticed: posts.length > 0 && posts.at(-1)?.code === null,
  };
}

/** The newest delivery that came to an end other than having nothing to say, and how many were missed. */
export async function readHistory(
  database: Database,
  subscription: string,
): Promise<Readonly<{ last?: Delivery; missed: number }>> {
  const own = database.selectFrom("delivery").where("subscription", "=", subscription);
  const last = await own
    .selectAll()
    .where("state", "not in", ["empty", "cancelled"])
    .orderBy("due_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const { missed } = await own
    .select(({ fn }) => fn.countAll<number>().as("missed"))
    .where("state", "=", "missed")
    .executeTakeFirstOrThrow();
  return last === undefined ? { missed } : { last: readDelivery(last), missed };
}

/** When a digest last appeared in the channel, as far as is known. */
export async function lastSentAt(database: Database, subscription: string): Promise<number | undefined> {
  const row = await database
    .selectFrom("delivery")
    .select(({ fn }) => fn.max("finished_at").as("at"))
    .where("subscription", "=", subscription)
    .where("state", "=", "sent")
    .executeTakeFirst();
  return row?.at ?? undefined;
}
