// Daily digests, written to a store before a process is started on it.
import { DAILY } from "#domain/digest.ts";
import { inTransaction } from "#store/database.ts";
import { openStore } from "#store/store.ts";
import { saveSubscription } from "#store/subscription.ts";

/** `dueAt`: when its first digest is due, in milliseconds since 1970 and on a whole minute. */
export type DailyDigest = Readonly<{ platform: string; channel: string; dueAt: number }>;

export async function subscribeDaily(folder: string, digests: readonly DailyDigest[]): Promise<void> {
  const store = await openStore(folder);
  await inTransaction(store.database, async (transaction) => {
    for (const { platform, channel, dueAt } of digests) {
      const time = new Date(dueAt).toISOString().slice(11, 16);
      const settings = { time, zone: "UTC", days: DAILY, repeat: false };
      const saved = { settings, nextAt: dueAt, by: "U1", now: Date.now() };
      await saveSubscription(transaction, { platform, channel }, saved);
    }
  });
  await store.close();
}

export function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
