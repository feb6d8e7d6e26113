// Remembers the reports as they were loaded, so that a new or changed one is known as such after a restart.
import type { Database } from "./store.ts";

/** Takes the present reports' fingerprints; returns when each came or last changed, in milliseconds since 1970. */
export async function syncReportVersions(
  database: Database,
  fingerprints: ReadonlyMap<string, string>,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  return database.transaction().execute(async (transaction) => {
    const known = await transaction.selectFrom("shelf").selectAll().execute();
    const changedAt = new Map(known.map((row) => [row.report, row.changed_at]));
    for (const [report, fingerprint] of fingerprints) {
      if (known.some((row) => row.report === report && row.fingerprint === fingerprint)) continue;
      const row = { report, fingerprint, changed_at: now };
      await transaction
        .insertInto("shelf")
        .values(row)
        .onConflict((conflict) => conflict.column("report").doUpdateSet(row))
        .execute();
      changedAt.set(report, now);
    }
    return changedAt;
  });
}
