// The bench itself is not run by the tests: it needs collections and its rivals.
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeSection } from "#test/tools/bench/readme.ts";

function bench(...args: string[]) {
  return spawnSync(process.execPath, ["test/tools/bench/bench.ts", ...args], { encoding: "utf8" });
}

test("without collections the bench says what it needs and how to get it", () => {
  const { status, stderr } = bench();
  expect(status).toBe(1);
  expect(stderr).toContain("npm run tool:bench -- --collections DIR");
  expect(stderr).toContain("corpus.jsonl, queries.jsonl and qrels/test.tsv");
});

test("a folder without any collection is named", () => {
  const { status, stderr } = bench("--collections", "knowledge");
  expect(status).toBe(1);
  expect(stderr).toContain("No collection in knowledge");
});

test("results replace their own section of the README and nothing else", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ibid-bench-"));
  const file = join(folder, "README.md");
  const page = (text: string) => `head\n<!-- scale: begin -->${text}<!-- scale: end -->\ntail\n`;
  await writeFile(file, page("\nold\n"));
  await writeSection(file, "scale", "new");
  expect(await readFile(file, "utf8")).toBe(page("\n\nnew\n\n"));
  await expect(writeSection(file, "collections", "new")).rejects.toThrow("collections: begin");
  await rm(folder, { recursive: true });
});
