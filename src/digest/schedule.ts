// When a digest is due: once for every local date that exists, daylight saving or not. Pure.
import { Temporal } from "temporal-polyfill";
import type { Occurrence, Schedule } from "#domain/digest.ts";

// A week holds every weekday; the day before and a skipped date are on top.
const DAYS_AHEAD = 16;

/**
 * The first occurrence after `after` (milliseconds since 1970). A time that the clock skips moves forward by the gap, a
 * time that comes twice is the first one, a date that the zone skipped has none.
 */
export function nextOccurrence({ time, zone, days }: Schedule, after: number): Occurrence {
  const local = Temporal.PlainTime.from(time);
  const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone).toPlainDate();
  // From yesterday: a gap late in the evening moves its digest into the next date.
  for (let ahead = -1; ahead < DAYS_AHEAD; ahead++) {
    const date = today.add({ days: ahead });
    if ((days & (1 << (date.dayOfWeek - 1))) === 0) continue;
    if (!date.toZonedDateTime(zone).toPlainDate().equals(date)) continue;
    const at = date
      .toPlainDateTime(local)
      .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
    if (at > after) return { date: date.toString(), dueAt: at };
  }
  throw new Error(`no occurrence of ${time} ${zone} on days ${days}`);
}

/** Every occurrence after `after` and not later than `until`, oldest first. */
export function occurrencesBetween(schedule: Schedule, after: number, until: number): readonly Occurrence[] {
  const occurrences: Occurrence[] = [];
  for (
    let next = nextOccurrence(schedule, after);
    next.dueAt <= until;
    next = nextOccurrence(schedule, next.dueAt)
  )
    occurrences.push(next);
  return occurrences;
}

/** Midnight at the beginning of a local date, in milliseconds since 1970. Throws RangeError for no date. */
export function startOfDate(date: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

/** The same local time so many days later. */
export function addDays(at: number, zone: string, days: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).add({ days }).epochMilliseconds;
}

/** `09:00`: the local time of an instant. */
export function localTime(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: "minute" });
}
