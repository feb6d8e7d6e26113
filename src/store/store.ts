// Opens the store. It is migrated before anything else happens.
import { Kysely, sql } from "kysely";
import { ConfigError, messageOf } from "#domain/errors.ts";
import { createDatabase, type Database, kyselyOf } from "./database.ts";
import { migrate } from "./migrations/migrate.ts";
import type { Schema } from "./schema.ts";
import { openSqlite } from "./sqlite/open.ts";

export type Store = Readonly<{
  database: Database;
  /** Throws when nothing can be written, or not to the store's file: the disk is full, gone or read-only, the file deleted. */
  probe(now: Date): Promise<void>;
  close(): Promise<void>;
}>;

/**
 * `folder` is created when it is missing. Throws ConfigError when it cannot be written, or when its data was written by a
 * newer version of Ibid.
 */
export async function openStore(folder: string): Promise<Store> {
  let kysely: Kysely<Schema> | undefined;
  try {
    const { dialect, assertInPlace } = await openSqlite(folder);
    kysely = new Kysely<Schema>({ dialect });
    // Earlier versions did not overwrite what they deleted: questions that were answered long ago.
    if ((await migrate(kysely, folder)) === "upgraded") await sql`vacuum`.execute(kysely);
    const database = createDatabase(kysely);
    return {
      database,
      async probe(now) {
        assertInPlace();
        await probe(database, now);
      },
      close: () => kyselyOf(database).destroy(),
    };
  } catch (error) {
    await kysely?.destroy();
    throw error instanceof ConfigError ? error : unusable(folder, error);
  }
}

/** Writes a row and commits it, the same row each time: only a real write proves that writing is possible. */
async function probe(database: Database, now: Date): Promise<void> {
  const row = { key: "probe", seen_at: now.getTime() };
  await kyselyOf(database)
    .insertInto("inbox")
    .values(row)
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}

function unusable(folder: string, error: unknown): ConfigError {
  const why = messageOf(error);
  return new ConfigError(
    `The data folder "${folder}" cannot be used (${why}). Set IBID_DATA to a folder that can be written.`,
  );
}
