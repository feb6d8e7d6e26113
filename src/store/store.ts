// Opens the store: SQLite through Kysely, durable at every commit, migrated before anything else happens.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { Kysely, type SqliteDatabase, SqliteDialect, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { ConfigError, messageOf } from "#domain/errors.ts";
import { migrations } from "./migrations/index.ts";
import type { Schema } from "./schema.ts";

export type Database = Kysely<Schema>;

export type Store = Readonly<{
  database: Database;
  /** Throws when nothing can be written: the disk is full, gone or read-only. */
  probe(now: Date): Promise<void>;
  close(): Promise<void>;
}>;

export const STORE_FILE = "ibid.sqlite";
// How long a writer waits for another process, in milliseconds: two run side by side during a deploy.
const BUSY_TIMEOUT = 5000;

/** `folder` is made when it is missing. Throws ConfigError when it cannot be written or is from a newer version. */
export async function openStore(folder: string): Promise<Store> {
  const database = new Kysely<Schema>({ dialect: new SqliteDialect({ database: openFile(folder) }) });
  try {
    await migrate(database, folder);
  } catch (error) {
    await database.destroy();
    throw error instanceof ConfigError ? error : unusable(folder, error);
  }
  return { database, probe: (now) => probe(database, now), close: () => database.destroy() };
}

/** A row of its own, written for good each time: only a real write tells that one is possible. */
async function probe(database: Database, now: Date): Promise<void> {
  const row = { key: "probe", seen_at: now.getTime() };
  await database
    .insertInto("inbox")
    .values(row)
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}

/**
 * All in one write transaction: a process that starts at the same moment waits and then finds everything done, and a
 * migration that fails leaves nothing behind. Kysely by itself takes no lock and opens no transaction on SQLite.
 */
async function migrate(database: Database, folder: string): Promise<void> {
  await database.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      await refuseNewer(connection, folder);
      const provider = { getMigrations: async () => migrations };
      const { error } = await new Migrator({ db: connection, provider }).migrateToLatest();
      if (error !== undefined) throw error;
      await sql`commit`.execute(connection);
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

function openFile(folder: string): SqliteDatabase {
  try {
    mkdirSync(folder, { recursive: true });
    const file = new DatabaseSync(join(folder, STORE_FILE), { timeout: BUSY_TIMEOUT });
    file.exec("pragma journal_mode = wal; pragma synchronous = full;");
    return adapt(file);
  } catch (error) {
    throw unusable(folder, error);
  }
}

function unusable(folder: string, error: unknown): ConfigError {
  const why = messageOf(error);
  return new ConfigError(
    `The data folder "${folder}" cannot be used (${why}). Set IBID_DATA to a folder that can be written.`,
  );
}

/** Kysely asks for better-sqlite3's shape; this is node:sqlite in that shape. */
function adapt(file: DatabaseSync): SqliteDatabase {
  return {
    close: () => file.close(),
    prepare(sql) {
      // A transaction that reads before it writes would fail at once beside a second process.
      const statement = file.prepare(sql === "begin" ? "begin immediate" : sql);
      const bind = (values: readonly unknown[]) => values as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...bind(values)),
        run: (values) => statement.run(...bind(values)),
        iterate: (values) => statement.iterate(...bind(values)),
      };
    },
  };
}

/** An older version of Ibid must not write into a newer store. */
async function refuseNewer(database: Database, folder: string): Promise<void> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration")) return;
  const done = await database
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom("kysely_migration")
    .select("name")
    .execute();
  const unknown = done.find(({ name }) => !(name in migrations));
  if (unknown !== undefined)
    throw new ConfigError(
      `The data in "${folder}" is from a newer version of Ibid (${unknown.name}). Run that version, or set IBID_DATA to another folder.`,
    );
}
