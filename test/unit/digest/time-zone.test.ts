import { expect, test } from "vitest";
import { parseTimeZone } from "#digest/time-zone.ts";

test.each([
  ["europe/london", "Europe/London"],
  ["America/New York", "America/New_York"],
  ["Asia/Kolkata", "Asia/Kolkata"],
  ["utc", "UTC"],
])("%s is %s", (typed, zone) => {
  expect(parseTimeZone(typed)).toBe(zone);
});

test.each([
  ["Europe/Londn", /There is no time zone "Europe\/Londn"\. Is it Europe\/London\?/u],
  ["berlin", /Is it Europe\/Berlin\?/u],
  ["new york", /Is it America\/New_York\?/u],
  ["EST", /abbreviation: it may mean several zones/u],
  ["CET", /abbreviation/u],
  ["EST5EDT", /abbreviation/u],
  ["+02:00", /offset: it leaves summer time out/u],
  ["GMT+2", /offset/u],
  ["x".repeat(3000), /There is no time zone/u],
])("%s is refused with the reason and what to write", (typed, reason) => {
  expect(() => parseTimeZone(typed)).toThrow(reason);
});
