// The embedded database: Node's own SQLite behind Kysely's SQLite dialect.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { type SqliteDatabase, SqliteDialect } from "kysely";

export const STORE_FILE = "ibid.sqlite";

// Milliseconds that a writer waits for another process: two run side by side during a deploy.
const BUSY_TIMEOUT = 5000;

/** Opens the file in this folder; both are created when missing. Every commit is on the disk before it returns. */
export function openSqlite(folder: string): SqliteDialect {
  mkdirSync(folder, { recursive: true });
  const file = new DatabaseSync(join(folder, STORE_FILE), { timeout: BUSY_TIMEOUT });
  file.exec("pragma journal_mode = wal; pragma synchronous = full;");
  return new SqliteDialect({ database: adapt(file) });
}

/** Kysely's dialect expects the interface of better-sqlite3. */
function adapt(file: DatabaseSync): SqliteDatabase {
  return {
    close: () => file.close(),
    prepare(sql) {
      // A transaction that reads before it writes would fail at once if a second process wrote in between.
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
