// Remembers the reports as they were last loaded, so that a new or changed one is recognised after a restart.
import { type Database, inTransaction, kyselyOf } from "./database.ts";

/**
 * Stores the fingerprints of the loaded reports, by report id. Returns when each known report was added or last changed, in
 * milliseconds since 1970.
 */
export function syncReportVersions(
  database: Database,
  fingerprints: ReadonlyMap<string, string>,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  return inTransaction(database, async (transaction) => {
    const kysely = kyselyOf(transaction);
    const known = await kysely.selectFrom("shelf").selectAll().execute();
    const before = new Map(known.map((row) => [row.report, row.fingerprint]));
    const changedAt = new Map(known.map((row) => [row.report, row.changed_at]));
    for (const [report, fingerprint] of fingerprints) {
      if (before.get(report) === fingerprint) continue;
      const row = { report, fingerprint, changed_at: now };
      await kysely
        .insertInto("shelf")
        .values(row)
        .onConflict((conflict) => conflict.column("report").doUpdateSet(row))
        .execute();
      changedAt.set(report, now);
    }
    return changedAt;
  });
}
