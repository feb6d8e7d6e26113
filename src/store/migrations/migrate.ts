// Brings a store of any age to the present schema.
import { type Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { ConfigError } from "#domain/errors.ts";
import { migrations } from "./index.ts";

/**
 * Runs everything in one write transaction: a process that starts at the same moment waits and then finds the work done,
 * and a migration that fails leaves nothing behind. On SQLite, Kysely's migrator takes no lock and opens no transaction by
 * itself. `folder` is named in the ConfigError for a store that a newer version has written. "upgraded": an older version has
 * written the store.
 */
export function migrate<Schema>(
  database: Kysely<Schema>,
  folder: string,
): Promise<"new" | "upgraded" | "current"> {
  return database.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      await refuseNewer(connection, folder);
      const provider = { getMigrations: async () => migrations };
      const { error, results = [] } = await new Migrator({ db: connection, provider }).migrateToLatest();
      if (error !== undefined) throw error;
      await sql`commit`.execute(connection);
      if (results.length === 0) return "current";
      return results.length < Object.keys(migrations).length ? "upgraded" : "new";
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

/** An older version of Ibid must not write into a newer store. */
async function refuseNewer<Schema>(connection: Kysely<Schema>, folder: string): Promise<void> {
  const tables = await connection.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration")) return;
  const { rows: applied } = await sql<{ name: string }>`select name from kysely_migration`.execute(
    connection,
  );
  const unknown = applied.find(({ name }) => !(name in migrations));
  if (unknown !== undefined)
    throw new ConfigError(
      `The data in "${folder}" is from a newer version of Ibid (${unknown.name}). Run that version, or set IBID_DATA to another folder.`,
    );
}
