// `ibid digest plan`: what a digest would post, and when.

import { label } from "#bot/citation-format.ts";
import { parseDigestSettings } from "#bot/commands/digest-settings.ts";
import { addDays, startOfDate } from "#digest/schedule.ts";
import { createReadingOrder, leftOutOf, type PlannedPost, planDigest } from "#digest/select.ts";
import { shortTitle } from "#domain/citation.ts";
import { UsageError } from "#domain/errors.ts";
import type { Library } from "#domain/report.ts";
import { plural } from "#text/plural.ts";

/** The options as they were typed. */
export type PlanOptions = Readonly<{
  days?: string | undefined;
  zone?: string | undefined;
  at?: string | undefined;
  from?: string | undefined;
}>;

/** `zone`: the one of a digest that names none. `now`: in milliseconds since 1970. */
type PlanDeps = Readonly<{ library: Library; zone: string; now: number }>;

/** One line a post: date and time in the zone, section, paragraph, report, code. Throws UsageError for a wrong option. */
export function describePlan(options: PlanOptions, { library, zone: defaultZone, now }: PlanDeps): string {
  const { at: time = "09:00", zone = defaultZone, days = "30", from } = options;
  const settings = parseDigestSettings({ time, zone }, { zone: defaultZone, library });
  const start = from === undefined ? now : parseDate(from, settings.zone) - 1;
  const until = addDays(start, settings.zone, parseDays(days));
  const plan = planDigest(createReadingOrder(library)(undefined), settings, { from: start, until });
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: settings.zone,
    weekday: "short",
    day: "2-digit",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const lines = plan.map((post) => `${format.format(post.dueAt)}  ${describeEdition(post.edition, library)}`);
  const paragraphs = plan.filter(({ edition }) => edition.kind === "paragraph").length;
  const leftOut = library.reports.flatMap((report) =>
    leftOutOf(report).map(
      ({ paragraph, reason }) =>
        `  ${label(paragraph)} \u00B7 ${shortTitle(report.id, library)}  ${paragraph.code}  ${reason}`,
    ),
  );
  return [
    ...lines,
    ...(leftOut.length === 0 ? [] : [`Left out: ${plural(leftOut.length, "paragraph")}.`, ...leftOut]),
    `${plural(paragraphs, "paragraph")} in ${plural(Number(days), "day")}, times in ${settings.zone}.`,
  ].join("\n");
}

function describeEdition(edition: PlannedPost["edition"], library: Library): string {
  if (edition.kind === "all-read")
    return "All paragraphs shown. One notice is posted, then nothing until a report is added or changed.";
  const { paragraph } = edition;
  const section = paragraph.section === "" ? "" : `${paragraph.section}, `;
  return `${section}${label(paragraph)} \u00B7 ${shortTitle(paragraph.report, library)}  ${paragraph.code}`;
}

const MAX_DAYS = 3660;

function parseDays(typed: string): number {
  const days = Number(typed);
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS)
    throw new UsageError(`--days takes a number of days from 1 to ${MAX_DAYS}.`);
  return days;
}

/** The first instant of the date, in milliseconds since 1970. */
function parseDate(typed: string, zone: string): number {
  try {
    return startOfDate(typed, zone);
  } catch {
    throw new UsageError("--from takes a date such as 2026-11-26.");
  }
}
