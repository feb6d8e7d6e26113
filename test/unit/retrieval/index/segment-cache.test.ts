// Segments over a restart: what took long to make is written once, and read by the next process if it is still the same.
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MONTHS } from "#domain/report.ts";
import { createSnapshots } from "#operations/snapshots.ts";
import { loadFolder } from "#reports/folder.ts";
import { readLines } from "#retrieval/data/word-lists.ts";
import { type SegmentCache, type SegmentData, segmentsOf } from "#retrieval/index/segment.ts";
import { createSegmentCache, SEGMENT_VERSION } from "#retrieval/index/segment-cache.ts";
import { createRetriever } from "#retrieval/retriever.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { silentLog as log } from "#test/support/log.ts";
import { buildParagraph, buildReport } from "#test/support/report-builder.ts";

const { library } = await loadFolder("knowledge");
const [report] = library.reports;
if (report === undefined) throw new Error("the first report is missing");
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ibid-index-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A clock that is that much later each time somebody looks. */
function clock(milliseconds: number): () => number {
  let time = 0;
  return () => {
    time += milliseconds;
    return time;
  };
}

function snapshots(now: () => number) {
  return createSnapshots({ folder, now, log });
}

/** Records the keys of the segments that had to be made. */
function recording(cache: SegmentCache) {
  const made: string[] = [];
  return {
    made,
    get: (key: string) => cache.get(key),
    set(key: string, data: SegmentData) {
      made.push(key);
      return cache.set(key, data);
    },
  };
}

test("what a segment contains has not changed since the version of snapshots was last raised", async () => {
  // All words of the lists that decide what a segment contains, and one of each kind of token.
  const wordsOf = (list: string) => readLines(list).join(" ");
  const lists = [
    wordsOf("stop-words"),
    wordsOf("irregular-forms"),
    wordsOf("units"),
    wordsOf("acronym-joiners"),
    MONTHS.join(" ").toLowerCase(),
    wordsOf("place-prepositions"),
    wordsOf("number-words"),
    wordsOf("date-words"),
    wordsOf("fraction-words"),
    wordsOf("cause-words"),
    wordsOf("means-words"),
    wordsOf("estimate-words"),
    wordsOf("reporting-words"),
  ];
  const section = "Second section";
  const paragraphs = [
    buildParagraph([
      "The U.S. sold 12 F-35s (1,200 km away) on 3 May 2021 for $1.5bn, 40% of Iran\u2019s budget.",
      "Why?",
      "A chal- lenge in Baku",
    ]),
    buildParagraph(
      [
        "The Joint Comprehensive Plan of Action (JCPOA) was signed.",
        "Caf\u00E9s hold invisible\u00ADhyphens.",
      ],
      { section },
    ),
    buildParagraph(Array(60).fill("A paragraph of more than three thousand characters is several docs."), {
      section,
    }),
    ...lists.map((words) => buildParagraph([words])),
  ];
  const fixed = buildReport([], {
    title: "A title that names the JCPOA",
    sections: [{ heading: "", paragraphs }],
  });
  const segments = await segmentsOf(fixed, [["Pasdaran", "Iran budget"]], indexDeps());
  const contents = segments.map((segment) => ({ forward: segment.forward, postings: segment.postings }));
  const hash = createHash("sha256").update(JSON.stringify(contents)).digest("hex").slice(0, 16);
  expect(
    { version: SEGMENT_VERSION, hash },
    "Raise SEGMENT_VERSION in segment-cache.ts, or snapshots of the old contents will be read; then put version and hash here.",
  ).toEqual({ version: 3, hash: "1f30d6cb823820ed" });
});

test("a segment that took long to make is written once and read by the next process", async () => {
  await createRetriever(library, indexDeps(createSegmentCache(snapshots(clock(3000)))));
  const [file = "", ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(file).toMatch(/-segment-\d+-/u);
  const next = recording(createSegmentCache(snapshots(clock(1))));
  const retriever = await createRetriever(library, indexDeps(next));
  expect(next.made).toEqual([]);
  expect(await retriever.ask("What would Iran's parliament see as a red line?")).toMatchObject({
    kind: "quotation",
    citation: { ordinal: 4 },
  });
});

test("segments that are made quickly are not written", async () => {
  await createRetriever(library, indexDeps(createSegmentCache(snapshots(clock(1)))));
  expect(readdirSync(folder)).toEqual([]);
});

test("a damaged snapshot is made again and overwritten", async () => {
  await createRetriever(library, indexDeps(createSegmentCache(snapshots(clock(3000)))));
  const [file = ""] = readdirSync(folder);
  const sound = readFileSync(join(folder, file));
  writeFileSync(join(folder, file), sound.subarray(0, 1000));
  const next = recording(createSegmentCache(snapshots(clock(3000))));
  await createRetriever(library, indexDeps(next));
  expect(next.made).toHaveLength(1);
  expect(readFileSync(join(folder, file)).equals(sound)).toBe(true);
});

test("a changed title makes another snapshot", async () => {
  await createRetriever(library, indexDeps(createSegmentCache(snapshots(clock(3000)))));
  const next = recording(createSegmentCache(snapshots(clock(3000))));
  await createRetriever({ ...library, reports: [{ ...report, title: "Another title" }] }, indexDeps(next));
  expect(next.made).toHaveLength(1);
  expect(readdirSync(folder)).toHaveLength(2);
});
