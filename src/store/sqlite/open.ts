// The embedded database: Node's own SQLite behind Kysely's SQLite dialect.
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import {
  type Dialect,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { ConfigError } from "#domain/errors.ts";
import { BUSY_TIMEOUT, retryWhileBusy } from "./busy.ts";
import {
  BACKUP_FILE,
  createPrivateFile,
  createPrivateFolder,
  makeFilePrivate,
  makeFolderPrivate,
  STORE_FILE,
} from "./files.ts";

export type OpenFile = Readonly<{
  dialect: Dialect;
  /** Throws when the path leads to the open file no longer: it was deleted, or another one was put in its place. */
  assertInPlace(): void;
}>;

/**
 * Opens the file in this folder; both are created when missing. Every commit is on the disk before it returns, and what is
 * deleted is overwritten. Throws ConfigError when the file is not a store.
 */
export async function openSqlite(folder: string): Promise<OpenFile> {
  createPrivateFolder(folder);
  makeFolderPrivate(folder);
  const path = join(folder, STORE_FILE);
  createPrivateFile(path);
  for (const file of [path, join(folder, BACKUP_FILE), BACKUP_FILE]) makeFilePrivate(file);
  const { size, dev, ino } = statSync(path);
  const file = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
  try {
    await retryWhileBusy(() => {
      refuseForeign(file, { path, size });
      file.exec("pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on");
    });
  } catch (error) {
    file.close();
    throw error;
  }
  const dialect: Dialect = {
    createDriver: () => createDriver(file),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
  };
  return {
    dialect,
    assertInPlace() {
      const now = statSync(path, { throwIfNoEntry: false });
      if (now?.ino === ino && now.dev === dev) return;
      throw new Error(
        `"${path}" was deleted or replaced while Ibid was running. Stop Ibid, put the store back, and start it again`,
      );
    },
  };
}

// Bytes of a file that another process has just created and has not migrated yet: the default size of one page.
const MAX_NEW_SIZE = 4096;

/** What an unfinished copy leaves behind must not be served as an empty store. `size`: the file's, before it was opened. */
function refuseForeign(file: DatabaseSync, { path, size }: Readonly<{ path: string; size: number }>): void {
  const tables = file.prepare("select name from sqlite_master").all();
  if (tables.some(({ name }) => name === "kysely_migration")) return;
  if (tables.length === 0 && size <= MAX_NEW_SIZE) return;
  throw new ConfigError(
    `"${path}" is not a store of Ibid, or an unfinished copy of one. Replace it with a complete backup, or move it away to start with an empty store.`,
  );
}

function createDriver(file: DatabaseSync): Driver {
  const driver = new SqliteDriver({
    database: adapt(file),
    async onCreateConnection(connection) {
      const execute = connection.executeQuery.bind(connection);
      connection.executeQuery = (query) => retryWhileBusy(() => execute(query));
    },
  });
  return Object.assign(driver, {
    // SQLite blocks the event loop for as long as a transaction takes and its commit waits for the disk. After each one the loop
    // has a turn: the transactions of a thousand digests would otherwise hold up everything else together.
    async releaseConnection() {
      await setImmediate();
    },
  });
}

/** Moves everything from the write-ahead log to the database and empties the log. Does nothing while another process reads. */
export const TRUNCATE_WAL = "pragma wal_checkpoint(truncate)";

/** Kysely's dialect expects the interface of better-sqlite3. */
function adapt(file: DatabaseSync): SqliteDatabase {
  return {
    close() {
      try {
        // Where another process has the store open, too, SQLite would leave the log behind, with what has been deleted since.
        if (!file.isTransaction) file.exec(TRUNCATE_WAL);
      } finally {
        file.close();
      }
    },
    prepare(sql) {
      // After some errors, such as a full disk, SQLite has rolled back by itself. Another rollback would fail and hide the error.
      if (sql === "rollback" && !file.isTransaction) return NOTHING;
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

const NOTHING: ReturnType<SqliteDatabase["prepare"]> = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};
