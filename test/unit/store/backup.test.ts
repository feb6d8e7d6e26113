import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { backupStore } from "#store/backup.ts";
import { openStore } from "#store/store.ts";
import {
  codesOf,
  createFixture,
  DAY,
  HOUR,
  pass,
  settings,
  statesOf,
  switchOn,
} from "#test/support/digest-fixture.ts";

test("a backup of a running bot, restored into an empty folder, continues where it was and posts no day twice", async () => {
  const fixture = createFixture("2026-11-25T08:00:00Z");
  const process = await fixture.start();
  await switchOn(fixture, process, settings("09:00"));
  await pass(fixture, process, 2 * HOUR);
  const file = join(mkdtempSync(join(tmpdir(), "ibid-backup-")), "copy.sqlite");
  await backupStore(fixture.folder, file);
  await pass(fixture, process, DAY);
  await process.die();
  // The disk is lost and there is only the copy of yesterday. It does not know of today's post in the channel.
  rmSync(fixture.folder, { recursive: true });
  const restored = createFixture("2026-11-25T08:00:00Z");
  copyFileSync(file, join(restored.folder, "ibid.sqlite"));
  Object.assign(restored, { fakePlatform: fixture.fakePlatform, now: fixture.now });
  const again = await restored.start();
  await pass(restored, again, DAY);
  expect(await statesOf(again)).toEqual({ "2026-11-25": "sent", "2026-11-26": "sent", "2026-11-27": "sent" });
  expect(fixture.fakePlatform.posts).toHaveLength(3);
  expect(new Set(codesOf(fixture)).size).toBe(3);
});

test("nothing is overwritten, and a folder without a store is an error", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ibid-backup-"));
  await expect(backupStore(folder, join(folder, "copy"))).rejects.toThrow("IBID_DATA");
  writeFileSync(join(folder, "ibid.sqlite"), "");
  writeFileSync(join(folder, "copy"), "kept");
  await expect(backupStore(folder, join(folder, "copy"))).rejects.toThrow("exists");
});

test("a backup can be read by nobody but its user, and nothing else is left beside it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ibid-backup-"));
  await (await openStore(join(folder, "data"))).close();
  mkdirSync(join(folder, "copies"));
  await backupStore(join(folder, "data"), join(folder, "copies", "copy"));
  expect(readdirSync(join(folder, "copies"))).toEqual(["copy"]);
  expect(statSync(join(folder, "copies", "copy")).mode & 0o777).toBe(0o600);
});

test("a file that is not a store is not copied", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ibid-backup-"));
  writeFileSync(join(folder, "ibid.sqlite"), "");
  await expect(backupStore(folder, join(folder, "copy"))).rejects.toThrow("is not a store");
  expect(readdirSync(folder)).toEqual(["ibid.sqlite"]);
});

test("a damaged store gives no backup", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ibid-backup-"));
  await (await openStore(folder)).close();
  const store = new DatabaseSync(join(folder, "ibid.sqlite"));
  store.exec("create table extra (number check (number > 0)); pragma ignore_check_constraints = on");
  store.exec("insert into extra values (-1)");
  store.close();
  await expect(backupStore(folder, join(folder, "copy"))).rejects.toThrow("the copy is damaged: CHECK");
  expect(existsSync(join(folder, "copy"))).toBe(false);
});

test("a backup that is killed leaves no file of its name, so that an unfinished one cannot be taken for a backup", async () => {
  const data = mkdtempSync(join(tmpdir(), "ibid-backup-"));
  await (await openStore(data)).close();
  const store = new DatabaseSync(join(data, "ibid.sqlite"));
  store.exec(
    `with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000)
     insert into question select 'board', hex(randomblob(1000)), i, 0, null from n`,
  );
  store.close();
  const copies = join(data, "copies");
  mkdirSync(copies);
  /** Kills a backup as soon as it has begun. False when it was finished before that. */
  const kill = async () => {
    const child = spawn(process.execPath, ["src/main.ts", "backup", join(copies, "copy")], {
      env: { PATH: process.env.PATH, IBID_DATA: data },
      stdio: "ignore",
    });
    const ended = once(child, "close");
    while (child.exitCode === null && readdirSync(copies).length === 0) await sleep(1);
    child.kill("SIGKILL");
    const [code] = await ended;
    return code === null;
  };
  for (let tries = 0; tries < 20 && !(await kill()); tries++) rmSync(join(copies, "copy"));
  expect(readdirSync(copies)).toEqual([expect.stringMatching(/^\.ibid-backup-/u)]);
});
