import { expect, test } from "vitest";
import { createTimeSlices } from "#domain/time-slices.ts";

/** Counts runs of the event loop until it is stopped. */
function countRuns() {
  let runs = 0;
  let next = setImmediate(function count() {
    runs += 1;
    next = setImmediate(count);
  });
  return { now: () => runs, stop: () => clearImmediate(next) };
}

test("a slice ends after a while, and the next one begins anew", async () => {
  let now = 1000;
  const slices = createTimeSlices(() => now);
  expect(slices.isOver()).toBe(true);
  await slices.next();
  expect(slices.isOver()).toBe(false);
  now += 24;
  expect(slices.isOver()).toBe(false);
  now += 1;
  expect(slices.isOver()).toBe(true);
  await slices.next();
  expect(slices.isOver()).toBe(false);
});

test("tasks that wait at the same time get their slices in different runs of the event loop, in order", async () => {
  const slices = createTimeSlices(() => 0);
  const runs = countRuns();
  const got: (readonly [string, number])[] = [];
  const task = async (name: string) => {
    for (let i = 0; i < 3; i++) {
      await slices.next();
      got.push([name, runs.now()]);
    }
  };
  await Promise.all([task("a"), task("b"), task("c")]);
  runs.stop();
  expect(got.map(([name]) => name).join("")).toBe("abcabcabc");
  expect(new Set(got.map(([, run]) => run)).size).toBe(9);
});
