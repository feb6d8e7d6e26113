// Snapshots: a value comes back unchanged, and nothing but an undamaged snapshot of its name is read.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSnapshots } from "#operations/snapshots.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";

const DAY = 24 * 60 * 60 * 1000;
const VALUE = { words: new Map([["drone", new Uint16Array([1, 2])]]), text: "text of a report" };

const logged: LoggedLine[] = [];
let parent = "";
let folder = "";
beforeEach(() => {
  logged.length = 0;
  parent = mkdtempSync(join(tmpdir(), "ibid-snapshots-"));
  folder = join(parent, "index");
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

function snapshots(now = () => Date.now()) {
  return createSnapshots({ folder, now, log: createTestLog(logged) });
}

function onlyFile(): string {
  const [name = "", ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return join(folder, name);
}

test("a value comes back in the next process as it was", async () => {
  await snapshots().write("name", VALUE);
  expect(await snapshots().read("name")).toEqual(VALUE);
  expect(await snapshots().read("other")).toBeUndefined();
});

test("a snapshot under another name is not read", async () => {
  await snapshots().write("name", VALUE);
  const file = onlyFile();
  writeFileSync(file.replace("name", "other"), readFileSync(file));
  expect(await snapshots().read("other")).toBeUndefined();
});

test("a snapshot with a changed byte, cut short or made of anything else is not read", async () => {
  await snapshots().write("name", VALUE);
  const file = onlyFile();
  const bytes = readFileSync(file);
  const isRead = async (content: Uint8Array) => {
    writeFileSync(file, content);
    return (await snapshots().read("name")) !== undefined;
  };
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (index, change) => {
      const damaged = Buffer.from(bytes);
      damaged[index] = (damaged[index] ?? 0) ^ change;
      expect(await isRead(damaged)).toBe(false);
      expect(await isRead(bytes.subarray(0, index))).toBe(false);
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (other) => {
      expect(await isRead(other)).toBe(false);
    }),
  );
  expect(await isRead(bytes)).toBe(true);
});

test("only the owner may read what a snapshot says about a report", async () => {
  await snapshots().write("name", VALUE);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
});

test("files that were not used for a week are deleted, those of earlier versions too; used ones stay", async () => {
  await snapshots().write("used", VALUE);
  const ages = { "stale.segment": 8, "stale.snapshot.123.tmp": 8, "recent.snapshot": 6 };
  const used = onlyFile();
  for (const [name, days] of Object.entries(ages)) writeFileSync(join(folder, name), String(days));
  for (const file of [...Object.keys(ages).map((name) => join(folder, name)), used]) {
    const days = file === used ? 8 : Number(readFileSync(file, "utf8"));
    const usedAt = new Date(Date.now() - days * DAY);
    utimesSync(file, usedAt, usedAt);
  }
  const next = snapshots();
  await next.read("used");
  await next.write("new", VALUE);
  const names = readdirSync(folder).map((name) => name.replace(/-[\d.]+snapshot$/u, ""));
  expect(names.toSorted()).toEqual(["new", "recent.snapshot", "used"]);
});

test("a folder that cannot be written is logged once, and what is in it is read all the same", async () => {
  writeFileSync(folder, "not a folder");
  const { read, write } = snapshots();
  await write("one", VALUE);
  await write("two", VALUE);
  expect(await read("one")).toBeUndefined();
  expect(logged).toEqual([
    { event: "index.snapshot-failed", level: "warn", folder, error: expect.stringContaining(folder) },
  ]);
});

test("processes that write the same snapshot at the same time leave it whole", async () => {
  await Promise.all(Array.from({ length: 20 }, (_, i) => snapshots().write("name", { ...VALUE, i })));
  expect(await snapshots().read("name")).toMatchObject(VALUE);
});
