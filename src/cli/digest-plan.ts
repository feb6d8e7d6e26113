// `ibid digest plan`: reads what was typed and tells what a digest would post, and when.

import { label, shortTitle } from "#bot/citation-format.ts";
import { parseDigestSettings } from "#bot/commands/digest-settings.ts";
import { addDays, startOfDate } from "#digest/schedule.ts";
import { createReadingOrder, type PlannedPost, planDigest } from "#digest/select.ts";
import { UsageError } from "#domain/errors.ts";
import { type Library, reportOf } from "#domain/report.ts";

export type TypedPlan = Readonly<{ days?: string; zone?: string; at?: string; from?: string }>;

type Planning = Readonly<{ library: Library; zone: string; now: number }>;

/** One line a post: date and time in the zone, section, paragraph, report, code. Throws UsageError for a wrong option. */
export function describePlan(typed: TypedPlan, { library, zone: usual, now }: Planning): string {
  const { at = "09:00", zone = usual, days = "30", from } = typed;
  const settings = parseDigestSettings({ time: at, zone }, { zone: usual, library });
  const start = from === undefined ? now : readDate(from, settings.zone) - 1;
  const until = addDays(start, settings.zone, readCount(days));
  const plan = planDigest(createReadingOrder(library)(undefined), settings, { from: start, until });
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: settings.zone, weekday: "short", day: "2-digit", month: "short", year: "numeric" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  const lines = plan.map((post) => `${format.format(post.dueAt)}  ${describeEdition(post.edition, library)}`);
  const paragraphs = plan.filter(({ edition }) => edition.kind === "paragraph").length;
  return [...lines, `${paragraphs} paragraphs in ${days} days, times in ${settings.zone}.`].join("\n");
}

function describeEdition(edition: PlannedPost["edition"], library: Library): string {
  if (edition.kind === "all-read") return "Every paragraph was shown: one notice, then silence.";
  const { paragraph } = edition;
  const section = paragraph.section === "" ? "" : `${paragraph.section}, `;
  return `${section}${label(paragraph)} \u00B7 ${shortTitle(reportOf(library, paragraph))}  ${paragraph.code}`;
}

const MAX_DAYS = 3660;

function readCount(days: string): number {
  const count = Number(days);
  if (!Number.isInteger(count) || count < 1 || count > MAX_DAYS)
    throw new UsageError(`--days takes a number of days from 1 to ${MAX_DAYS}.`);
  return count;
}

function readDate(date: string, zone: string): number {
  try {
    return startOfDate(date, zone);
  } catch {
    throw new UsageError("--from takes a date such as 2026-11-26.");
  }
}
