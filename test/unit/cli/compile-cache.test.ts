// Where the compiled code of a start is kept: code that the next start runs.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runNode } from "#test/support/fakes/process.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "cache-"));

/** Lists what was written to the folder for temporary files. */
async function runWith(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const temporary = newFolder();
  const started = runNode(["src/cli/ibid.js", "reports"], { TMPDIR: temporary, ...environment });
  expect(await started.exited).toBe(0);
  expect(started.output()).toContain("1 report is loaded.");
  return readdirSync(temporary);
}

const modeOf = (folder: string) => (statSync(folder).mode & 0o777).toString(8);

test("the compile cache is in a folder that only its owner can read, never among temporary files", async () => {
  const home = newFolder();
  expect(await runWith({ HOME: home })).toEqual([]);
  const folder = join(home, ".cache", "ibid");
  expect(modeOf(folder)).toBe("700");
  expect(readdirSync(folder)).not.toEqual([]);
});

test("a folder that others could write is closed to them before it is used", async () => {
  const cache = newFolder();
  mkdirSync(join(cache, "ibid"));
  chmodSync(join(cache, "ibid"), 0o777);
  await runWith({ XDG_CACHE_HOME: cache });
  expect(modeOf(join(cache, "ibid"))).toBe("700");
});

test("where somebody else could have put the folder, or no folder can be made, there is no cache", async () => {
  const cache = newFolder();
  const elsewhere = newFolder();
  symlinkSync(elsewhere, join(cache, "ibid"));
  expect(await runWith({ XDG_CACHE_HOME: cache })).toEqual([]);
  expect(readdirSync(elsewhere)).toEqual([]);
  expect(await runWith({ XDG_CACHE_HOME: "/dev/null" })).toEqual([]);
});
