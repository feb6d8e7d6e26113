import { expect, test } from "vitest";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { mergeSegments } from "#retrieval/index/merge.ts";
import { type Segment, segmentsOf } from "#retrieval/index/segment.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { buildReport } from "#test/support/report-builder.ts";

async function segmentOf(...paragraphs: readonly string[]): Promise<Segment> {
  const [segment] = await segmentsOf(buildReport(paragraphs.map((text) => [text])), [], indexDeps());
  if (segment === undefined) throw new Error("a report without paragraphs has no segment");
  return segment;
}

const first = await segmentOf("Iran warned Baku.", "Baku.");
const second = await segmentOf("Otters swam.", "Baku warned; Baku.");

test("words and stems get the ids of the library, from 0 in the order of the segments", async () => {
  const { dictionary, segments } = await mergeSegments([first, second], ONE_SLICE);
  const mapping = segments[1]?.mapping;
  expect([...dictionary.stemIds]).toEqual([
    ["iran", 0],
    ["warn", 1],
    ["baku", 2],
    ["otter", 3],
    ["swim", 4],
  ]);
  expect([...dictionary.wordIds.keys()]).toEqual(["iran", "warned", "baku", "otters", "swam"]);
  // The second segment's own order: otters, swam, baku, warned.
  expect([...(mapping?.stemIds ?? [])]).toEqual([3, 4, 2, 1]);
  expect([...(mapping?.wordIds ?? [])]).toEqual([3, 4, 2, 1]);
  expect([...(mapping?.stemIdsOfWords ?? [])]).toEqual([3, 4, 2, 1]);
});

test("the postings of a term follow one another, docs and paragraphs counted through", async () => {
  const { postings } = await mergeSegments([first, second], ONE_SLICE);
  expect(postings).toEqual({
    //                 iran warn baku otter swim
    offsets: Uint32Array.of(0, 1, 3, 6, 7, 8),
    docIds: Uint32Array.of(0, 0, 3, 0, 1, 3, 2, 2),
    termFreqs: Uint16Array.of(1, 1, 1, 1, 1, 2, 1, 1),
    docLengths: Uint16Array.of(3, 1, 2, 2),
    paragraphOf: Uint32Array.of(0, 1, 2, 3),
  });
});

test("merging gives the postings that one segment with all paragraphs would have", async () => {
  const whole = await segmentOf("Iran warned Baku.", "Baku.", "Otters swam.", "Baku warned; Baku.");
  const { postings } = await mergeSegments([first, second], ONE_SLICE);
  expect(postings).toEqual(whole.postings);
});

test("a single segment keeps its postings, and none at all gives an empty index", async () => {
  expect((await mergeSegments([first], ONE_SLICE)).postings).toBe(first.postings);
  const { dictionary, postings } = await mergeSegments([], ONE_SLICE);
  expect(dictionary.stemIds.size).toBe(0);
  expect(postings.docIds).toHaveLength(0);
});

test("stems with the same first four letters are found together", async () => {
  const segments = [await segmentOf("They invade."), await segmentOf("An invasion; a truck.")];
  const { dictionary } = await mergeSegments(segments, ONE_SLICE);
  expect(dictionary.stemIdsByPrefix.get("inva")).toEqual([0, 1]);
});
