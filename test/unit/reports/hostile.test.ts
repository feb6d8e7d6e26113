import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { describeFolder } from "#reports/describe.ts";
import { createFileCache } from "#reports/file-cache.ts";
import { loadFolder } from "#reports/folder.ts";
import { makeHostileFolder } from "#test/support/hostile-files.ts";

test("of 500 hostile files none hangs, runs or leaks; each is reported, and the good ones are served", async () => {
  const { root, hostile, good, marker } = makeHostileFolder(500);
  let pulses = 0;
  const pulse = setInterval(() => pulses++, 10);
  const loaded = await loadFolder(root, createFileCache(), { maxMilliseconds: 2_000 });
  clearInterval(pulse);
  const reported = new Set(loaded.diagnostics.map(({ file }) => file));
  expect(hostile).toHaveLength(500);
  expect(hostile.filter((file) => !reported.has(file))).toEqual([]);
  const served = loaded.library.reports.map(({ file }) => file);
  expect(served).toEqual(expect.arrayContaining([...good]));
  expect(JSON.stringify(loaded)).not.toMatch(/Canary 4711|PATH=/u);
  expect(existsSync(marker)).toBe(false);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for exactly these
  expect(describeFolder(loaded, ({ title }) => title)).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/u);
  // The process was not blocked by the slow files.
  expect(pulses).toBeGreaterThan(20);
}, 120_000);
