// Snapshots of shards: the same shard comes back, and nothing that is not sound is read.

import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadFolder } from "#reports/folder.ts";
import { type SegmentCache, type SegmentData, segmentsOf } from "#retrieval/index/segment.ts";
import { createSegmentCache } from "#retrieval/index/segment-cache.ts";
import { decodeSegment, encodeSegment } from "#retrieval/index/snapshot.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";

const { library } = await loadFolder("knowledge");
const [report] = library.reports;
if (report === undefined) throw new Error("the first report is missing");
const [segment] = segmentsOf(report, library.aliases, new Map());
if (segment === undefined) throw new Error("the first report has no paragraphs");
const { forward, postings } = segment;
const bytes = encodeSegment("name", { forward, postings });

const logged: LoggedLine[] = [];
const log = createTestLog(logged);
let folder = "";
beforeEach(() => {
  logged.length = 0;
  folder = mkdtempSync(join(tmpdir(), "ibid-index-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A clock by which everything takes that long. */
function clock(milliseconds: number): () => number {
  let time = 0;
  return () => {
    time += milliseconds;
    return time;
  };
}

/** Notes what had to be made. */
function watched(cache: SegmentCache) {
  const made: string[] = [];
  return {
    made,
    get: (key: string) => cache.get(key),
    set(key: string, one: SegmentData) {
      made.push(key);
      cache.set(key, one);
    },
  };
}

test("a shard comes back as it was", () => {
  expect(decodeSegment("name", bytes)).toEqual({ forward, postings });
});

test("a snapshot of another name is not read", () => {
  expect(decodeSegment("other", bytes)).toBeUndefined();
});

test("a snapshot with a changed byte, cut short or made of anything else is not read", () => {
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ change;
      expect(decodeSegment("name", damaged)).toBeUndefined();
      expect(decodeSegment("name", bytes.subarray(0, at))).toBeUndefined();
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (some) => {
      expect(decodeSegment("name", Buffer.from(some))).toBeUndefined();
    }),
  );
});

test("what took long to make is written once, whole, and read by the next process", async () => {
  createRetriever(library, createSegmentCache({ folder, now: clock(3000), log }));
  const [file = "", ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(file).toMatch(/\.shard$/u);
  const next = watched(createSegmentCache({ folder, now: clock(1), log }));
  const retriever = createRetriever(library, next);
  expect(next.made).toEqual([]);
  expect(await retriever.ask("What would Iran's parliament see as a red line?")).toMatchObject({
    kind: "quotation",
    citation: { ordinal: 4 },
  });
});

test("what was not served for a week is cleared away, and what is served stays", () => {
  const [stale, recent] = ["stale.shard", "recent.shard"].map((name) => join(folder, name)) as [
    string,
    string,
  ];
  const day = 24 * 60 * 60 * 1000;
  for (const [file, days] of [
    [stale, 8],
    [recent, 6],
  ] as const) {
    writeFileSync(file, "whatever");
    const at = new Date(Date.now() - days * day);
    utimesSync(file, at, at);
  }
  const now = clock(3000);
  createRetriever(library, createSegmentCache({ folder, now: () => Date.now() + now(), log }));
  expect(readdirSync(folder)).not.toContain("stale.shard");
  expect(readdirSync(folder)).toHaveLength(2);
});

test("a folder that takes no file is logged, and the library is served without snapshots", async () => {
  const file = join(folder, "taken");
  writeFileSync(file, "");
  const cache = createSegmentCache({ folder: join(file, "index"), now: clock(3000), log });
  const retriever = createRetriever(library, cache);
  expect(await retriever.ask("What would Iran's parliament see as a red line?")).toMatchObject({
    kind: "quotation",
  });
  expect(logged).toMatchObject([{ event: "index.snapshot-failed" }]);
});

test("what was made quickly is not written", () => {
  createRetriever(library, createSegmentCache({ folder, now: clock(1), log }));
  expect(readdirSync(folder)).toEqual([]);
});

test("a damaged snapshot is made anew and written over", () => {
  createRetriever(library, createSegmentCache({ folder, now: clock(3000), log }));
  const [file = ""] = readdirSync(folder);
  const sound = readFileSync(join(folder, file));
  writeFileSync(join(folder, file), sound.subarray(0, 1000));
  const next = watched(createSegmentCache({ folder, now: clock(3000), log }));
  createRetriever(library, next);
  expect(next.made).toHaveLength(1);
  expect(readFileSync(join(folder, file)).equals(sound)).toBe(true);
});

test("a changed word makes the snapshot another one", () => {
  createRetriever(library, createSegmentCache({ folder, now: clock(3000), log }));
  const next = watched(createSegmentCache({ folder, now: clock(3000), log }));
  createRetriever({ ...library, reports: [{ ...report, title: "Another title" }] }, next);
  expect(next.made).toHaveLength(1);
  expect(readdirSync(folder)).toHaveLength(2);
});
