import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { backupStore } from "#store/backup.ts";
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
