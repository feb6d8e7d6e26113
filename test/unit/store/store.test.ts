import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { type Database, inTransaction, kyselyOf } from "#store/database.ts";
import { migrations } from "#store/migrations/index.ts";
import { openStore } from "#store/store.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "ibid-"));

/** Runs a statement on the file, without the code under test. */
function inspect<Row>(folder: string, sql: string): readonly Row[] {
  const file = new DatabaseSync(join(folder, "ibid.sqlite"));
  const rows = file.prepare(sql).all() as Row[];
  file.close();
  return rows;
}

test("a new store is migrated to the newest version, and opening it again changes nothing", async () => {
  const folder = join(newFolder(), "to be", "created");
  for (let time = 0; time < 2; time++) {
    const { close } = await openStore(folder);
    await close();
    const done = inspect<{ name: string }>(folder, "select name from kysely_migration order by name");
    expect(done.map(({ name }) => name)).toEqual(Object.keys(migrations));
  }
});

test("migrations are named in the order in which they run", () => {
  const names = Object.keys(migrations);
  expect(names).toEqual(names.toSorted());
});

test("a commit is on the disk before it returns, and readers do not wait", async () => {
  const folder = newFolder();
  const { database, close } = await openStore(folder);
  const { rows: synchronous } = await sql`pragma synchronous`.execute(kyselyOf(database));
  const { rows: journal } = await sql`pragma journal_mode`.execute(kyselyOf(database));
  expect([synchronous, journal]).toEqual([[{ synchronous: 2 }], [{ journal_mode: "wal" }]]);
  await close();
});

test("a store from a newer version stops the start, and is left as it is", async () => {
  const folder = newFolder();
  await (await openStore(folder)).close();
  inspect(
    folder,
    "insert into kysely_migration (name, timestamp) values ('999-future', '2030') returning name",
  );
  await expect(openStore(folder)).rejects.toThrow(/newer version of Ibid \(999-future\).*IBID_DATA/u);
  expect(inspect(folder, "select name from kysely_migration where name = '999-future'")).toHaveLength(1);
});

test("a file that is not a store, or a folder that cannot be created, stops the start and says what to do", async () => {
  const folder = newFolder();
  writeFileSync(join(folder, "ibid.sqlite"), "these are words, not a database, and there are enough of them");
  await expect(openStore(folder)).rejects.toThrow(/IBID_DATA/u);
  const file = join(newFolder(), "file");
  writeFileSync(file, "");
  await expect(openStore(join(file, "folder"))).rejects.toThrow(/IBID_DATA/u);
});

test.skipIf(process.getuid?.() === 0)("a folder that cannot be written stops the start", async () => {
  const folder = newFolder();
  chmodSync(folder, 0o500);
  await expect(openStore(folder)).rejects.toThrow(/IBID_DATA/u);
});

test("four processes that start on one new folder claim every event exactly once between them", async () => {
  const folder = newFolder();
  const run = promisify(execFile);
  const ran = await Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, ["test/support/claimer.ts", folder, "200"])),
  );
  const claimed: number[] = ran.flatMap(({ stdout }) => JSON.parse(stdout));
  expect(claimed.toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: 200 }, (_, event) => event),
  );
}, 60_000);

test("a transaction whose work throws leaves nothing behind", async () => {
  const { database, close } = await openStore(newFolder());
  const insert = (transaction: Database, key: string) =>
    kyselyOf(transaction).insertInto("inbox").values({ key, seen_at: 0 }).execute();
  await inTransaction(database, async (transaction) => insert(transaction, "kept"));
  const failing = inTransaction(database, async (transaction) => {
    await insert(transaction, "dropped");
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await kyselyOf(database).selectFrom("inbox").select("key").execute()).toEqual([{ key: "kept" }]);
  await close();
});

test("the error of a transaction is the one that made it fail, also when the database has rolled back by itself", async () => {
  const { database, close } = await openStore(newFolder());
  // As on a full disk.
  await sql`pragma max_page_count = 40`.execute(kyselyOf(database));
  const filling = inTransaction(database, async (transaction) => {
    const row = { key: "large", seen_at: 0, body: "x".repeat(1_000_000) };
    await kyselyOf(transaction).insertInto("inbox").values(row).execute();
  });
  await expect(filling).rejects.toThrow("database or disk is full");
  await inTransaction(database, (transaction) =>
    kyselyOf(transaction).insertInto("inbox").values({ key: "small", seen_at: 0 }).execute(),
  );
  expect(await kyselyOf(database).selectFrom("inbox").select("key").execute()).toEqual([{ key: "small" }]);
  await close();
});

test("however many transactions follow one another, the event loop has a turn after each", async () => {
  const { database, close } = await openStore(newFolder());
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const write = (key: string) =>
    inTransaction(database, (transaction) =>
      kyselyOf(transaction).insertInto("inbox").values({ key, seen_at: 0 }).execute(),
    );
  // From many at once, as digests are posted.
  await Promise.all(Array.from({ length: 100 }, (_, index) => write(String(index))));
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(99);
  await close();
});

/** Another process in the middle of a transaction: until `end` nobody else can write. */
function lock(folder: string) {
  const other = new DatabaseSync(join(folder, "ibid.sqlite"));
  other.exec("begin immediate");
  return {
    end() {
      other.exec("rollback");
      other.close();
    },
  };
}

test("while another process writes the event loop goes on, and what waits is done afterwards", async () => {
  const folder = newFolder();
  const { database, close } = await openStore(folder);
  const { end } = lock(folder);
  // By the event loop itself: it would never come to this if it stood still until the lock is gone.
  setTimeout(end, 300);
  const insert = (key: string) => ({ key, seen_at: 0 });
  await inTransaction(database, (transaction) =>
    kyselyOf(transaction).insertInto("inbox").values(insert("in a transaction")).execute(),
  );
  const again = lock(folder);
  setTimeout(again.end, 300);
  await kyselyOf(database).insertInto("inbox").values(insert("by itself")).execute();
  expect(await kyselyOf(database).selectFrom("inbox").select("key").execute()).toHaveLength(2);
  await close();
});

test("a start waits for another process that writes", async () => {
  const folder = newFolder();
  await (await openStore(folder)).close();
  const { end } = lock(folder);
  setTimeout(end, 300);
  await (await openStore(folder)).close();
});

test("a write that waits too long for another process fails, and the next one works", async () => {
  const folder = newFolder();
  const { database, close } = await openStore(folder);
  const { end } = lock(folder);
  const insert = () => kyselyOf(database).insertInto("inbox").values({ key: "a", seen_at: 0 }).execute();
  await expect(insert()).rejects.toThrow("database is locked");
  end();
  await insert();
  await close();
}, 120_000);
