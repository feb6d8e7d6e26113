import { expect, test } from "vitest";
import { createTimeSlices, ONE_SLICE } from "#domain/time-slices.ts";
import { reportOfTexts } from "#test/support/library.ts";
import { indexReport } from "#verification/segment.ts";

/** A clock that goes on by a millisecond with each look. */
function createTurnsByLooks() {
  let now = 0;
  let slices = 0;
  const { isOver, next } = createTimeSlices(() => now++);
  return {
    count: () => slices,
    slices: {
      isOver,
      next() {
        slices += 1;
        return next();
      },
    },
  };
}

test("a report of many paragraphs is indexed in slices, and the outcome is the same", async () => {
  const report = reportOfTexts(
    "r1",
    Array.from({ length: 1500 }, (_, i) => `Otter ${i} eats crayfish.`),
  );
  const counted = createTurnsByLooks();
  const segments = await indexReport(report, new Map(), counted.slices);
  expect(segments).toEqual(await indexReport(report, new Map(), ONE_SLICE));
  expect(segments.map(({ paragraphs }) => paragraphs.length)).toEqual([512, 512, 476]);
  expect(counted.count()).toBeGreaterThan(1500 / 30);
});

test("a paragraph of many words is indexed in slices as well, in a segment that ends with it", async () => {
  const report = reportOfTexts("r1", ["Otters.", "otters eat crayfish ".repeat(20_000), "Beavers."]);
  const counted = createTurnsByLooks();
  const segments = await indexReport(report, new Map(), counted.slices);
  expect(segments.map(({ paragraphs }) => paragraphs.length)).toEqual([2, 1]);
  expect(segments[0]?.wordIds).toHaveLength(60_001);
  expect(counted.count()).toBeGreaterThan(60_000 / 512 / 30);
});

test("a report without words has paragraphs without words", async () => {
  const [segment] = await indexReport(reportOfTexts("r1", ["\u2026", ""]), new Map(), ONE_SLICE);
  expect(segment?.text).toBe("\n\n");
  expect(segment && [...segment.wordStarts]).toEqual([0, 0, 0]);
  expect(await indexReport(reportOfTexts("r1", []), new Map(), ONE_SLICE)).toEqual([]);
});
