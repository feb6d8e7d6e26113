// Which files are read again.
import { mkdtempSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type FileRead, readFile } from "#reports/file.ts";
import { createFileCache, type FileCache, knownStamp } from "#reports/file-cache.ts";
import { loadFolder } from "#reports/folder.ts";

const OTTERS = "# Otters\n\nOtters eat crayfish.\n";
const VOLES = "# Otters\n\nOtters eat no voles.\n";

const newFolder = () => mkdtempSync(join(tmpdir(), "knowledge-"));

async function read(root: string, known?: string): Promise<FileRead> {
  const result = await readFile(root, "otters.md", known);
  if ("severity" in result) throw new Error(result.message);
  return result;
}

test("a file is read again after every change, also by one of the same size and time", async () => {
  const root = newFolder();
  const file = join(root, "otters.md");
  writeFileSync(file, OTTERS);
  const first = await read(root);
  expect(Buffer.from(first.bytes ?? []).toString()).toBe(OTTERS);
  expect((await read(root, first.stamp)).bytes).toBeUndefined();
  const { atime, mtime } = statSync(file);
  writeFileSync(join(root, "other.md"), VOLES);
  utimesSync(join(root, "other.md"), atime, mtime);
  renameSync(join(root, "other.md"), file);
  expect(statSync(file).size).toBe(OTTERS.length);
  expect(Buffer.from((await read(root, first.stamp)).bytes ?? []).toString()).toBe(VOLES);
});

async function loadAt(now: number | undefined, root: string, cache: FileCache): Promise<string | undefined> {
  await loadFolder(root, cache, now === undefined ? {} : { now: () => now });
  return knownStamp("otters.md", cache);
}

test("what was changed a moment ago is read again: a second change could have the same time", async () => {
  const root = newFolder();
  writeFileSync(join(root, "otters.md"), OTTERS);
  const changed = statSync(join(root, "otters.md")).ctimeMs;
  const cache = createFileCache();
  expect(await loadAt(changed + 1_000, root, cache)).toBeUndefined();
  expect(await loadAt(changed + 10_000, root, cache)).toBe((await read(root)).stamp);
  expect(await loadAt(undefined, root, createFileCache())).toBeUndefined();
});

test("a file that was not read again is served as before, with its faults", async () => {
  const root = newFolder();
  writeFileSync(join(root, "otters.md"), "---\ntitle: [\n---\n\nOtters eat nothing.");
  writeFileSync(join(root, "voles.md"), VOLES);
  const cache = createFileCache();
  const now = () => Date.now() + 60_000;
  const first = await loadFolder(root, cache, { now });
  const second = await loadFolder(root, cache, { now });
  expect(second.library.reports[0]).toBe(first.library.reports[0]);
  expect(second.diagnostics).toEqual(first.diagnostics);
  expect(second.diagnostics.length).toBeGreaterThan(0);
});
