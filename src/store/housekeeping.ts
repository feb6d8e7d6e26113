// Keeps the store small, and free of what was deleted, while the process runs.
import { sql } from "kysely";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import { repeat } from "#domain/repeat.ts";
import { type Database, inTransaction, kyselyOf } from "./database.ts";
import { pruneSelections } from "./kept-selection.ts";
import { TRUNCATE_WAL } from "./sqlite/open.ts";
import { countMissed } from "./subscription.ts";

const MINUTE = 60_000;
const PRUNE_INTERVAL = 60 * MINUTE;

export type HousekeepingDeps = Readonly<{
  database: Database;
  log: Log;
  now: () => Date;
  /** Milliseconds since some moment, by a clock that nobody sets. */
  uptime: () => number;
}>;

/** Works now and every minute. The returned function stops that and resolves when the work in progress is done. */
export function startHousekeeping(deps: HousekeepingDeps): () => Promise<void> {
  return repeat(createHousekeeping(deps), MINUTE);
}

/** One round. Never throws: an error is logged, and the next round tries again. */
export function createHousekeeping({ database, log, now, uptime }: HousekeepingDeps): () => Promise<void> {
  const started = { at: now().getTime(), uptime: uptime() };
  let prunedAt = started.uptime;
  return async () => {
    try {
      // Until then the text of a question that was answered can still be read in the write-ahead log.
      await sql.raw(TRUNCATE_WAL).execute(kyselyOf(database));
      if (uptime() - prunedAt < PRUNE_INTERVAL) return;
      prunedAt = uptime();
      // A clock that jumps ahead makes nothing old: an event that is then delivered again must still be known.
      const passed = started.at + uptime() - started.uptime;
      await prune({ database, log }, Math.min(now().getTime(), passed));
    } catch (error) {
      log.error("store.housekeeping-failed", { error: messageOf(error) });
    }
  };
}

const DAY = 24 * 60 * MINUTE;
// Slack redelivers for 10 minutes, and Discord replays what a lost connection missed.
const MAX_EVENT_AGE = DAY;
// Longer than the widest gap between two digests; nothing older is ever shown.
const MAX_QUESTION_AGE = 32 * DAY;
// The next page of a list is turned to within minutes.
const MAX_SELECTION_AGE = DAY;
// What is decided by a delivery's date is decided within days. This long it can be looked up.
const MAX_DELIVERY_AGE = 90 * DAY;

// Deleted in one transaction: whatever else is to be stored gets its turn in between.
const MAX_ROWS = 50;

/** Deletes what has served its time. */
async function prune(
  { database, log }: Pick<HousekeepingDeps, "database" | "log">,
  now: number,
): Promise<void> {
  await inSteps(() => pruneDeliveries(database, now - MAX_DELIVERY_AGE));
  await pruneQuestions(database, now - MAX_QUESTION_AGE);
  await pruneSelections(database, now - MAX_SELECTION_AGE);
  await inSteps(async () => {
    const rows = await pruneInbox(database, now - MAX_EVENT_AGE);
    for (const { key, body } of rows)
      if (body !== null)
        log.error("answer.lost", { keys: key, error: "nobody served its platform for a day" });
    return rows.length;
  });
}

/** `step` deletes up to MAX_ROWS rows and returns how many. */
async function inSteps(step: () => Promise<number>): Promise<void> {
  while ((await step()) === MAX_ROWS);
}

function pruneInbox(database: Database, before: number) {
  return kyselyOf(database)
    .deleteFrom("inbox")
    .where("key", "in", ({ selectFrom }) =>
      selectFrom("inbox").select("key").where("seen_at", "<", before).limit(MAX_ROWS),
    )
    .returning(["key", "body"])
    .execute();
}

/** By channel, which has an index. */
async function pruneQuestions(database: Database, before: number): Promise<void> {
  const channels = await kyselyOf(database)
    .selectFrom("question")
    .select(["platform", "channel"])
    .distinct()
    .where("asked_at", "<", before)
    .execute();
  for (const { platform, channel } of channels)
    await kyselyOf(database)
      .deleteFrom("question")
      .where("platform", "=", platform)
      .where("channel", "=", channel)
      .where("asked_at", "<", before)
      .execute();
}

/**
 * Keeps what decides about later ones: what was shown in the present cycle, and the last one that was sent. Missed ones stay
 * counted.
 */
function pruneDeliveries(database: Database, before: number): Promise<number> {
  return inTransaction(database, async (transaction) => {
    const kysely = kyselyOf(transaction);
    const old = await kysely
      .selectFrom("delivery")
      .innerJoin("subscription", "subscription.id", "delivery.subscription")
      .select(["delivery.id", "delivery.subscription", "delivery.state"])
      .where("delivery.due_at", "<", before)
      .where(({ eb, or, and, exists, selectFrom }) =>
        or([
          eb("delivery.state", "in", ["missed", "cancelled", "empty"]),
          and([
            eb("delivery.state", "in", ["sent", "failed", "held"]),
            eb("delivery.cycle", "<", eb.ref("subscription.cycle")),
            exists(
              selectFrom("delivery as later")
                .select("later.id")
                .whereRef("later.subscription", "=", "delivery.subscription")
                .whereRef("later.due_at", ">", "delivery.due_at")
                .where("later.state", "=", "sent"),
            ),
          ]),
        ]),
      )
      .limit(MAX_ROWS)
      .execute();
    if (old.length === 0) return 0;
    await kysely
      .deleteFrom("delivery")
      .where(
        "id",
        "in",
        old.map(({ id }) => id),
      )
      .execute();
    const missed = Map.groupBy(
      old.filter(({ state }) => state === "missed"),
      ({ subscription }) => subscription,
    );
    for (const [subscription, rows] of missed) await countMissed(transaction, subscription, rows.length);
    return old.length;
  });
}
