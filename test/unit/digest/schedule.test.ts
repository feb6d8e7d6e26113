import fc from "fast-check";
import { expect, test } from "vitest";
import { backlogBetween, nextOccurrence, occurrencesBetween } from "#digest/schedule.ts";
import { DAILY, WEEKDAYS } from "#domain/digest.ts";
import { checkZone, distinctZones, TIMES } from "#test/tools/soak/zones.ts";

const after = (instant: string) => Date.parse(instant);
const iso = (instant: number) => new Date(instant).toISOString().slice(0, 16);

function daily(zone: string, time: string, from: string, until: string) {
  return occurrencesBetween({ time, zone, days: DAILY }, after(from), after(until)).map(({ date, dueAt }) => [
    date,
    iso(dueAt),
  ]);
}

test("in London a time that is skipped in spring moves forward, and of a time that is repeated in autumn the first is used", () => {
  expect(daily("Europe/London", "01:30", "2026-03-28T12:00Z", "2026-03-31T00:00Z")).toEqual([
    ["2026-03-29", "2026-03-29T01:30"],
    ["2026-03-30", "2026-03-30T00:30"],
  ]);
  expect(daily("Europe/London", "01:30", "2026-10-24T12:00Z", "2026-10-26T12:00Z")).toEqual([
    ["2026-10-25", "2026-10-25T00:30"],
    ["2026-10-26", "2026-10-26T01:30"],
  ]);
});

test("in New York 09:00 stays 09:00 on both sides of a change", () => {
  expect(daily("America/New_York", "09:00", "2026-03-07T00:00Z", "2026-03-09T00:00Z")).toEqual([
    ["2026-03-07", "2026-03-07T14:00"],
    ["2026-03-08", "2026-03-08T13:00"],
  ]);
  expect(daily("America/New_York", "02:30", "2026-03-08T00:00Z", "2026-03-09T00:00Z")).toEqual([
    ["2026-03-08", "2026-03-08T07:30"],
  ]);
});

test("on Lord Howe, where the clock moves by half an hour, 02:15 becomes 02:45", () => {
  expect(daily("Australia/Lord_Howe", "02:15", "2026-10-03T00:00Z", "2026-10-04T00:00Z")).toEqual([
    ["2026-10-04", "2026-10-03T15:45"],
  ]);
});

test("in Apia 30 December 2011 did not exist and has no digest", () => {
  expect(
    daily("Pacific/Apia", "09:00", "2011-12-28T20:00Z", "2012-01-01T00:00Z").map(([date]) => date),
  ).toEqual(["2011-12-29", "2011-12-31", "2012-01-01"]);
});

test("at Troll, where the clock moves by two hours, 01:30 becomes 03:30", () => {
  expect(daily("Antarctica/Troll", "01:30", "2026-03-28T12:00Z", "2026-03-29T12:00Z")).toEqual([
    ["2026-03-29", "2026-03-29T01:30"],
  ]);
});

test("in Nuuk, where the clock skips the last hour of the evening, no date is left out", () => {
  const dates = daily("America/Nuuk", "23:30", "2026-03-26T12:00Z", "2026-03-30T12:00Z");
  expect(dates.map(([date]) => date)).toEqual(["2026-03-26", "2026-03-27", "2026-03-28", "2026-03-29"]);
  expect(new Set(dates.map(([, dueAt]) => dueAt)).size).toBe(4);
});

test("only the chosen days have one", () => {
  const weekdays = occurrencesBetween(
    { time: "09:00", zone: "UTC", days: WEEKDAYS },
    after("2026-11-26T10:00Z"),
    after("2026-12-01T10:00Z"),
  );
  expect(weekdays.map(({ date }) => date)).toEqual(["2026-11-27", "2026-11-30", "2026-12-01"]);
  expect(nextOccurrence({ time: "09:00", zone: "UTC", days: 1 << 6 }, after("2026-11-29T09:00Z")).date).toBe(
    "2026-12-06",
  );
});

test("every existing date of every kind of zone has exactly one occurrence, 22 to 26 hours after the last", () => {
  const span = { from: "2026-01-01", days: 365 };
  const broken = distinctZones(span).flatMap((zone) => checkZone(zone, TIMES.slice(0, 3), span));
  expect(broken).toEqual([]);
}, 120_000);

test("what has become due in the meantime is the last two occurrences and the number of those before, on any weekdays and in any zone", () => {
  const schedules = fc.record({
    time: fc.constantFrom("00:00", "01:30", "02:30", "09:00", "23:30"),
    zone: fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "America/Nuuk",
      "Australia/Lord_Howe",
      "Pacific/Kiritimati",
    ),
    days: fc.integer({ min: 1, max: DAILY }),
  });
  const from = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2028-01-01") });
  const hours = fc.integer({ min: 0, max: 24 * 100 });
  fc.assert(
    fc.property(schedules, from, hours, (schedule, start, length) => {
      const until = start + length * 3_600_000;
      const all = occurrencesBetween(schedule, start, until);
      const { newest, older } = backlogBetween(schedule, start, until);
      const last = all.slice(-2);
      // Of a weekly digest the one before the last may be too far back to be worth a row.
      expect(newest).toEqual(last.slice(-newest.length || last.length));
      expect(newest.length + older).toBe(all.length);
      expect(newest.length).toBeGreaterThanOrEqual(Math.min(all.length, 2));
    }),
    { numRuns: 60 },
  );
});
