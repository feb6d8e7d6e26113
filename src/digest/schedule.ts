// When a digest is due: exactly once on every local date that exists, with or without daylight saving. Pure.
import { Temporal } from "temporal-polyfill";
import type { Occurrence, Schedule } from "#domain/digest.ts";

// Enough for any choice of weekdays: a week, the day before, and a date that the zone skipped.
const DAYS_AHEAD = 16;

/**
 * The first occurrence after `after` (milliseconds since 1970). When the clock skips the local time, the occurrence is later
 * by the length of the gap; when the time comes twice, it is the first of the two; a date that the zone skipped has none.
 */
export function nextOccurrence({ time, zone, days }: Schedule, after: number): Occurrence {
  const local = Temporal.PlainTime.from(time);
  const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone).toPlainDate();
  // From yesterday on: a gap late in the evening moves an occurrence past midnight.
  for (let ahead = -1; ahead < DAYS_AHEAD; ahead++) {
    const date = today.add({ days: ahead });
    if ((days & (1 << (date.dayOfWeek - 1))) === 0) continue;
    if (!date.toZonedDateTime(zone).toPlainDate().equals(date)) continue;
    const dueAt = date
      .toPlainDateTime(local)
      .toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds;
    if (dueAt > after) return { date: date.toString(), dueAt };
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

/** The start of a local date, in milliseconds since 1970. Throws RangeError when `date` is not a date. */
export function startOfDate(date: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

/** The instant that is this many days later by the local calendar, at the same local time. */
export function addDays(instant: number, zone: string, days: number): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).add({ days })
    .epochMilliseconds;
}

/** The local time of an instant, such as `09:00`. */
export function localTime(instant: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: "minute" });
}
