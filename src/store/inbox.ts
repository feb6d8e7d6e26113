// Every event counts once: what a platform delivers again, now or after a restart, is recognised here.
import type { Database } from "./connect.ts";

// Slack redelivers for 10 minutes, Discord replays what a lost connection missed.
const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;

export type Inbox = Readonly<{
  /** True exactly once for an event: when none of its keys was seen before. All of them are seen from then on. */
  claim(keys: readonly string[], now: Date): Promise<boolean>;
}>;

type Claim = Readonly<{
  keys: readonly string[];
  seenAt: number;
  resolve(isFirst: boolean): void;
  reject(error: unknown): void;
}>;

export function createInbox(database: Database): Inbox {
  let waiting: Claim[] = [];
  let sweptAt = 0;
  const settleAll = async () => {
    const claims = waiting.slice(0, MOST_CLAIMS);
    waiting = waiting.slice(MOST_CLAIMS);
    if (waiting.length > 0) setImmediate(settleAll);
    const now = Math.max(...claims.map(({ seenAt }) => seenAt));
    try {
      const sweep = now - sweptAt > KEPT_MILLISECONDS / 24;
      const first = await settle(database, claims, sweep ? now - KEPT_MILLISECONDS : undefined);
      if (sweep) sweptAt = now;
      for (const claim of claims) claim.resolve(first.has(claim));
    } catch (error) {
      for (const claim of claims) claim.reject(error);
    }
  };
  return {
    claim(keys, now) {
      if (keys.length === 0) return Promise.resolve(true);
      return new Promise((resolve, reject) => {
        waiting.push({ keys, seenAt: now.getTime(), resolve, reject });
        // A commit waits for the disk, and with it everything else: what came in meanwhile shares the next one.
        if (waiting.length === 1) setImmediate(settleAll);
      });
    },
  };
}

// A statement of SQLite takes 32,766 values, a row has two of them, and an event a few keys.
const MOST_CLAIMS = 2_000;

/** The claims that are the first for all of their keys, in one transaction: no other process comes between. */
async function settle(
  database: Database,
  claims: readonly Claim[],
  forgetBefore: number | undefined,
): Promise<ReadonlySet<Claim>> {
  const rows = claims.flatMap(({ keys, seenAt }) => keys.map((key) => ({ key, seen_at: seenAt })));
  return database.transaction().execute(async (transaction) => {
    if (forgetBefore !== undefined)
      await transaction.deleteFrom("inbox").where("seen_at", "<", forgetBefore).execute();
    const keys = rows.map(({ key }) => key);
    const before = await transaction.selectFrom("inbox").select("key").where("key", "in", keys).execute();
    await transaction
      .insertInto("inbox")
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const seen = new Set(before.map(({ key }) => key));
    const first = new Set<Claim>();
    for (const claim of claims) {
      if (claim.keys.every((key) => !seen.has(key))) first.add(claim);
      for (const key of claim.keys) seen.add(key);
    }
    return first;
  });
}
