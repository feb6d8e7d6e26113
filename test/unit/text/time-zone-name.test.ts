import { expect, test } from "vitest";
import { isTimeZone } from "#text/time-zone-name.ts";

test.each([
  ["Europe/London", true],
  ["europe/london", true],
  ["America/Argentina/Buenos_Aires", true],
  ["UTC", true],
  ["utc", true],
  ["EST", false],
  ["GMT", false],
  ["London", false],
  ["Europe/Londn", false],
  ["+01:00", false],
  ["/", false],
  ["", false],
])("%j is accepted: %s", (name, accepted) => {
  expect(isTimeZone(name)).toBe(accepted);
});
