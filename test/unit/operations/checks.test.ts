import { expect, test } from "vitest";
import { checkClock } from "#operations/checks.ts";

test.each([
  ["2026-11-24T12:00:00Z", ["2026-11-24T12:00:20Z"], "ok", "agrees with the platforms' clocks"],
  ["2026-11-24T12:00:00Z", [], "ok", "not compared with another clock"],
  ["2026-11-24T12:00:00Z", ["2026-11-24T12:00:20Z", "2026-11-24T13:00:00Z"], "error", "3600 seconds away"],
  ["1970-01-01T00:00:00Z", [], "error", "before the zone data"],
])("a clock at %s beside %j is %s", (now, others, severity, message) => {
  const result = checkClock(
    new Date(now),
    others.map((other) => new Date(other)),
  );
  expect(result).toMatchObject({ severity, message: expect.stringContaining(message) });
});
