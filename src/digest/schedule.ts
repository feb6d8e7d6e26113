// When a digest is due: exactly once on every local date that exists, with or without daylight saving. Pure.
import { Temporal } from "temporal-polyfill";
import type { Occurrence, Schedule } from "#domain/digest.ts";

// Enough for two occurrences of any choice of weekdays: two weeks, the day before, and a date that the zone skipped.
const MAX_DAYS = 16;

/**
 * The first occurrence after `after` (milliseconds since 1970). When the clock skips the local time, the occurrence is later
 * by the length of the gap; when the time comes twice, it is the first of the two; a date that the zone skipped has none.
 */
export function nextOccurrence(schedule: Schedule, after: number): Occurrence {
  const today = dateOf(after, schedule.zone);
  // From yesterday on: a gap late in the evening moves an occurrence past midnight.
  for (let ahead = -1; ahead < MAX_DAYS; ahead++) {
    const occurrence = occurrenceOn(today.add({ days: ahead }), schedule);
    if (occurrence !== undefined && occurrence.dueAt > after) return occurrence;
  }
  throw new Error(`no occurrence of ${schedule.time} ${schedule.zone} on days ${schedule.days}`);
}

export type Backlog = Readonly<{
  /** The last two occurrences, the older one first, or fewer. */
  newest: readonly Occurrence[];
  /** How many there were before those. */
  older: number;
}>;

/**
 * What has become due after `after` and not later than `until`. However long that is, it takes no longer: a date that the
 * zone skipped is counted like the others before the newest two.
 */
export function backlogBetween(schedule: Schedule, after: number, until: number): Backlog {
  const today = dateOf(until, schedule.zone);
  const newest: Occurrence[] = [];
  for (let ago = 0; ago < MAX_DAYS && newest.length < 2; ago++) {
    const occurrence = occurrenceOn(today.subtract({ days: ago }), schedule);
    if (occurrence !== undefined && occurrence.dueAt > after && occurrence.dueAt <= until)
      newest.unshift(occurrence);
  }
  const [second] = newest;
  if (second === undefined) return { newest, older: 0 };
  const first = nextOccurrence(schedule, after);
  return { newest, older: countDates(schedule.days, first.date, second.date) };
}

/** How many dates from `from` on and before `to` are on one of the weekdays. */
function countDates(weekdays: number, from: string, to: string): number {
  const date = Temporal.PlainDate.from(from);
  const days = date.until(to).days;
  const isChosen = (ahead: number) => isOneOf(weekdays, date.add({ days: ahead }));
  const perWeek = [0, 1, 2, 3, 4, 5, 6].filter(isChosen).length;
  const rest = Array.from({ length: days % 7 }, (_, ahead) => ahead).filter(isChosen).length;
  return Math.floor(days / 7) * perWeek + rest;
}

function dateOf(instant: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
}

function isOneOf(weekdays: number, { dayOfWeek }: Temporal.PlainDate): boolean {
  return (weekdays & (1 << (dayOfWeek - 1))) !== 0;
}

/** Undefined when the date is not on one of the weekdays, or was skipped by the zone. */
function occurrenceOn(date: Temporal.PlainDate, { time, zone, days }: Schedule): Occurrence | undefined {
  if (!isOneOf(days, date) || !date.toZonedDateTime(zone).toPlainDate().equals(date)) return undefined;
  const { epochMilliseconds: dueAt } = date
    .toPlainDateTime(Temporal.PlainTime.from(time))
    .toZonedDateTime(zone, { disambiguation: "compatible" });
  return { date: date.toString(), dueAt };
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
