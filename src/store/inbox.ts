// Every event counts once: what a platform delivers again, now or after a restart, is recognised here.
import type { Database } from "./connect.ts";

// Slack redelivers for 10 minutes, Discord replays what a lost connection missed.
const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;

export type Inbox = Readonly<{
  /** True exactly once for an event: when none of its keys was seen before. All of them are seen from then on. */
  claim(keys: readonly string[], now: Date): Promise<boolean>;
}>;

export function createInbox(database: Database): Inbox {
  let sweptAt = 0;
  return {
    async claim(keys, now) {
      const seen_at = now.getTime();
      if (seen_at - sweptAt > KEPT_MILLISECONDS / 24) {
        sweptAt = seen_at;
        await database
          .deleteFrom("inbox")
          .where("seen_at", "<", seen_at - KEPT_MILLISECONDS)
          .execute();
      }
      if (keys.length === 0) return true;
      // One transaction: of two processes with the same event one sees the other's keys.
      return database.transaction().execute(async (transaction) => {
        const rows = keys.map((key) => ({ key, seen_at }));
        const before = await transaction.selectFrom("inbox").select("key").where("key", "in", keys).execute();
        await transaction
          .insertInto("inbox")
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return before.length === 0;
      });
    },
  };
}
