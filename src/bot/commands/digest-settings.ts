// Reads what is typed behind /digest: a line, or options one by one; both give the same arguments.

import type { Args } from "#bot/command.ts";
import { findScope } from "#bot/reference.ts";
import { parseTimeZone } from "#digest/time-zone.ts";
import { DAILY, type SubscriptionSettings, WEEKDAYS } from "#domain/digest.ts";
import { UsageError } from "#domain/errors.ts";
import type { Library } from "#domain/report.ts";

const SCOPE = /(?:^|\s)in:(?:"([^"]*)"|(\S+))/iu;
const DAY_NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const DAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$/iu;

/** `on 09:00 Europe/London mon,wed repeat in:<report>`, in any order after the action; what fits nothing else is the zone. */
export function parseDigestLine(line: string): Args {
  const [matched = "", quoted, bare] = SCOPE.exec(line) ?? [];
  const report = quoted ?? bare;
  const [action = "", ...words] = line
    .replace(matched, " ")
    .split(/\s+/u)
    .filter((word) => word !== "");
  const args: Record<string, string> = { action: action.toLowerCase() };
  const zone: string[] = [];
  const days: string[] = [];
  for (const word of words) {
    if (/^\d/u.test(word)) args.time = word;
    else if (/^repeat$/iu.test(word)) args.repeat = "yes";
    else if (isDays(word)) days.push(word);
    else zone.push(word);
  }
  return {
    ...args,
    ...(zone.length === 0 ? {} : { zone: zone.join(" ") }),
    ...(days.length === 0 ? {} : { days: days.join(",") }),
    ...(report === undefined ? {} : { report }),
  };
}

function isDays(word: string): boolean {
  if (/^(?:weekdays|daily)$/iu.test(word)) return true;
  return word.split(",").every((part) => part === "" || DAY.test(part));
}

/** Throws UsageError that tells how to say it. */
export function parseDigestSettings(
  args: Args,
  { zone, library }: Readonly<{ zone: string; library: Library }>,
): SubscriptionSettings {
  const scope = findScope(args.report, library);
  return {
    time: readTime(args.time),
    zone: parseTimeZone(args.zone ?? zone),
    days: readDays(args.days),
    ...(scope === undefined ? {} : { report: scope.id }),
    repeat: args.repeat === "yes",
  };
}

function readTime(typed: string | undefined): string {
  const { hour, minute } = /^(?<hour>\d{1,2}):(?<minute>\d{2})$/u.exec(typed ?? "")?.groups ?? {};
  if (hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59)
    throw new UsageError(
      "At what time? Write hours and minutes from 00:00 to 23:59, such as 09:00 or 17:30.",
    );
  return `${hour.padStart(2, "0")}:${minute}`;
}

function readDays(typed = "weekdays"): number {
  const wanted = typed
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((word) => word !== "");
  const masks = wanted.map((word) => {
    if (word === "weekdays") return WEEKDAYS;
    if (word === "daily") return DAILY;
    const at = DAY_NAMES.findIndex((name) => word.startsWith(name));
    if (at < 0 || !DAY.test(word))
      throw new UsageError(`On which days? Write weekdays, daily, or days such as mon,wed,fri.`);
    return 1 << at;
  });
  const days = masks.reduce((all, mask) => all | mask, 0);
  if (days === 0) throw new UsageError("On which days? Write weekdays, daily, or days such as mon,wed,fri.");
  return days;
}
