// Checks that there is exactly one occurrence for every local date that exists: in every zone that the runtime knows, at ten
// times of the day, over two years. `npm run tool:soak -- zones` runs all of it; the tests check one of the zones that have equal clocks.
import { nextOccurrence } from "#digest/schedule.ts";
import { DAILY } from "#domain/digest.ts";

const HOUR = 60 * 60 * 1000;

export const TIMES = [
  "00:00",
  "02:30",
  "23:30",
  "01:00",
  "01:30",
  "02:00",
  "03:00",
  "09:00",
  "12:00",
  "23:59",
] as const;

export type Span = Readonly<{ from: string; days: number }>;

const ZONES = ["UTC", "Asia/Kolkata", "Europe/Kyiv", ...Intl.supportedValuesOf("timeZone")];

/** The problems of a zone: dates that are left out or repeated, and gaps that are too short or too long. */
export function checkZone(zone: string, times: readonly string[], { from, days }: Span): readonly string[] {
  const dateIn = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const start = Date.parse(`${from}T00:00Z`);
  const existing = new Set<string>();
  for (let instant = start; instant < start + days * 24 * HOUR; instant += 12 * HOUR)
    existing.add(dateIn.format(instant));
  return times.flatMap((time) => {
    const problems: string[] = [];
    const seen = new Set<string>();
    let last: number | undefined;
    for (let instant = start; instant < start + days * 24 * HOUR; ) {
      const next = nextOccurrence({ time, zone, days: DAILY }, instant);
      const gap = last === undefined ? 24 : (next.dueAt - last) / HOUR;
      const skipped = gap > 26 && !existing.has(dayBefore(next.date));
      if (seen.has(next.date)) problems.push(`${zone} ${time}: ${next.date} twice`);
      if (!existing.has(next.date) && next.dueAt < start + (days - 1) * 24 * HOUR)
        problems.push(`${zone} ${time}: ${next.date} does not exist`);
      if ((gap < 22 || gap > 26) && !skipped) problems.push(`${zone} ${time}: ${gap} h before ${next.date}`);
      seen.add(next.date);
      last = next.dueAt;
      instant = next.dueAt;
    }
    const missing = [...existing].slice(1, -1).filter((date) => !seen.has(date));
    return [...problems, ...missing.map((date) => `${zone} ${time}: ${date} left out`)];
  });
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) - 24 * HOUR).toISOString().slice(0, 10);
}

/** One of each group of zones whose clocks agree throughout the span. */
export function distinctZones({ from, days }: Span): readonly string[] {
  const start = Date.parse(`${from}T00:00Z`);
  const byClock = new Map<string, string>();
  for (const zone of ZONES) {
    const local = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    const clock = Array.from({ length: days }, (_, day) => local.format(start + day * 24 * HOUR)).join();
    if (!byClock.has(clock)) byClock.set(clock, zone);
  }
  return [...byClock.values()];
}

if (import.meta.main) {
  const span = { from: "2026-01-01", days: 731 };
  const began = Date.now();
  const problems = ZONES.flatMap((zone) => checkZone(zone, TIMES, span));
  const apia = checkZone("Pacific/Apia", TIMES, { from: "2011-01-01", days: 731 });
  for (const problem of [...problems, ...apia]) process.stdout.write(`${problem}\n`);
  const seconds = Math.round((Date.now() - began) / 1000);
  process.stdout.write(
    `${ZONES.length} zones, ${TIMES.length} times, ${span.days} days from ${span.from}, and Apia's 2011: ${problems.length + apia.length} problems (${seconds} s)\n`,
  );
  process.exitCode = problems.length + apia.length === 0 ? 0 : 1;
}
