// Where the store lies, who may read it, and what is refused as a store.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openStore } from "#store/store.ts";
import { runNode } from "#test/support/fakes/process.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "ibid-files-"));
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const modesIn = (folder: string) =>
  readdirSync(folder).map((name) => `${name} ${modeOf(join(folder, name))}`);

test("a new store can be read by nobody but its user", async () => {
  const folder = join(newFolder(), "deeper", "data");
  const { close } = await openStore(folder);
  expect([modeOf(folder), modeOf(join(folder, ".."))]).toEqual(["700", "700"]);
  expect(modesIn(folder)).toEqual(["ibid.sqlite 600", "ibid.sqlite-shm 600", "ibid.sqlite-wal 600"]);
  await close();
});

test("a start takes the rights of others to a store of before, its log and its backup away", async () => {
  const folder = newFolder();
  const file = join(folder, "ibid.sqlite");
  await (await openStore(folder)).close();
  const earlier = new DatabaseSync(file);
  earlier.prepare("select 1 from inbox").get();
  writeFileSync(join(folder, "ibid-backup.sqlite"), "");
  mkdirSync(join(folder, "index"));
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
  chmodSync(folder, 0o755);
  const { close } = await openStore(folder);
  expect(modeOf(folder)).toBe("700");
  expect(modesIn(folder).filter((entry) => !entry.startsWith("index"))).toEqual([
    "ibid-backup.sqlite 600",
    "ibid.sqlite 600",
    "ibid.sqlite-shm 600",
    "ibid.sqlite-wal 600",
  ]);
  earlier.close();
  await close();
});

test("a folder that holds other things, too, keeps its mode, and the store in it is private all the same", async () => {
  const folder = newFolder();
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, "notes.txt"), "");
  const { close } = await openStore(folder);
  expect([modeOf(folder), modeOf(join(folder, "ibid.sqlite"))]).toEqual(["755", "600"]);
  await close();
});

test.skipIf(!existsSync("/proc/self"))(
  "a folder that cannot exist stops the start with a sentence that names IBID_DATA",
  async () => {
    const run = runNode(["src/main.ts", "doctor"], { IBID_DATA: "/proc/ibid/data" });
    // A start that tries for ever ignores SIGTERM, too.
    const timer = setTimeout(() => run.kill("SIGKILL"), 30_000);
    expect(await run.exited).toBe(1);
    clearTimeout(timer);
    expect(run.output()).toMatch(/The data folder "\/proc\/ibid\/data" cannot be used .*IBID_DATA/u);
  },
);

test("a file that is not a store, such as a copy that was not finished, is refused with the remedy, and not served as an empty store", async () => {
  const folder = newFolder();
  const file = join(folder, "ibid.sqlite");
  const foreign = new DatabaseSync(file);
  foreign.exec("create table notes (text)");
  foreign.close();
  await expect(openStore(folder)).rejects.toThrow(
    /ibid\.sqlite" is not a store of Ibid, or an unfinished copy of one\. Replace it with a complete backup/u,
  );
  // A copy of several pages that never came to its first table.
  const unfinished = new DatabaseSync(file);
  unfinished.exec("drop table notes");
  unfinished.close();
  expect(statSync(file).size).toBeGreaterThan(4096);
  await expect(openStore(folder)).rejects.toThrow("is not a store of Ibid");
  const left = new DatabaseSync(file);
  expect(left.prepare("select name from sqlite_master").all()).toEqual([]);
  left.close();
});

test("a process that was killed while it created the store does not keep the next one from it", async () => {
  for (const begin of ["", "pragma journal_mode = wal"]) {
    const folder = newFolder();
    const begun = new DatabaseSync(join(folder, "ibid.sqlite"));
    begun.exec(begin);
    begun.close();
    const { probe, close } = await openStore(folder);
    await probe(new Date());
    await close();
  }
});

test.each([
  ["deleted", false],
  ["replaced", true],
] as const)(
  "a store that was %s under the process is noticed when the store is checked",
  async (_, replaced) => {
    const folder = newFolder();
    const { probe, close } = await openStore(folder);
    await probe(new Date());
    renameSync(join(folder, "ibid.sqlite"), join(folder, "ibid-moved.sqlite"));
    if (replaced) writeFileSync(join(folder, "ibid.sqlite"), "");
    await expect(probe(new Date())).rejects.toThrow("was deleted or replaced");
    await close();
  },
);
