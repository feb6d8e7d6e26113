// A large file that has not changed is parsed by the first start only.
import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Snapshots } from "#domain/live-library.ts";
import { createSnapshots } from "#operations/snapshots.ts";
import { createFileCache } from "#reports/file-cache.ts";
import { loadFolder } from "#reports/folder.ts";
import { PARSED_VERSION } from "#reports/parsed-snapshots.ts";
import { silentLog } from "#test/support/log.ts";

let knowledge = "";
let data = "";
beforeEach(() => {
  knowledge = mkdtempSync(join(tmpdir(), "ibid-knowledge-"));
  data = mkdtempSync(join(tmpdir(), "ibid-data-"));
});
afterEach(() => {
  rmSync(knowledge, { recursive: true });
  rmSync(data, { recursive: true });
});

const LARGE = `---\ntitle: A long report\ntlp: AMBER\n---\n\n# Heading\n\n${"A sentence of a long report.\n\n".repeat(2000)}`;

// One of each kind of block and of front matter.
const EVERY_KIND = `---
title: A report
subtitle: With everything
author: [Ann Author, Bo Writer]
published: 2021-11-03
tlp: GREEN
note: From the web site.
---

# Key judgements

1. A numbered paragraph, of the U.S. kind. It has *two* sentences[^1].
2. Another one:
   - with an item
   - and another

> A block quotation.

<!-- page 2 -->

| Year | Amount |
| --- | --- |
| 2021 | $5 |

Read as "it": a co-
operative hy\u00ADphen &amp; an [address](https://example.org/).

## Contents

\`\`\`
some code
\`\`\`

[^1]: A note, see p. 5.
`;

/** Loads as a new process does; records which snapshots were read and written. */
async function load() {
  const found: string[] = [];
  const written: string[] = [];
  const disk = createSnapshots({ folder: data, now: () => Date.now(), log: silentLog });
  const snapshots: Snapshots = {
    ...disk,
    async read(name) {
      const value = await disk.read(name);
      if (value !== undefined) found.push(name);
      return value;
    },
    async write(name, value) {
      written.push(name);
      await disk.write(name, value);
    },
  };
  const loaded = await loadFolder(knowledge, createFileCache(), { snapshots });
  return { ...loaded, found, written };
}

test("the next start reads the same report and diagnostics from the snapshot", async () => {
  writeFileSync(join(knowledge, "large.md"), `${LARGE}\n\n[broken](<`);
  const first = await load();
  expect(first.written).toHaveLength(1);
  const second = await load();
  expect(second).toMatchObject({ found: first.written, written: [] });
  expect(second.library).toEqual(first.library);
  expect(second.diagnostics).toEqual(first.diagnostics);
});

test("a changed file is parsed again, and so is one with another name, on which its id depends", async () => {
  writeFileSync(join(knowledge, "large.md"), LARGE);
  await load();
  appendFileSync(join(knowledge, "large.md"), "One more paragraph.\n");
  expect(await load()).toMatchObject({ found: [], written: [expect.anything()] });
  renameSync(join(knowledge, "large.md"), join(knowledge, "renamed.md"));
  const renamed = await load();
  expect(renamed).toMatchObject({ found: [], written: [expect.anything()] });
  expect(renamed.library.reports.map(({ id }) => id)).toEqual(["renamed"]);
});

test("a small file has no snapshot: it is parsed as fast", async () => {
  writeFileSync(join(knowledge, "small.md"), "# Small\n\nA short report.\n");
  expect(await load()).toMatchObject({ found: [], written: [] });
  expect(readdirSync(data)).toEqual([]);
});

test("what is parsed from a file has not changed since the version of snapshots was last raised", async () => {
  writeFileSync(join(knowledge, "every-kind.md"), EVERY_KIND);
  const loaded = await loadFolder(knowledge);
  const hash = createHash("sha256").update(JSON.stringify(loaded)).digest("hex").slice(0, 16);
  expect(
    { version: PARSED_VERSION, hash },
    "Raise PARSED_VERSION in parsed-snapshots.ts, or snapshots of the old contents will be read; then put version and hash here.",
  ).toEqual({ version: 1, hash: "a0217684d3c0d7a6" });
});
