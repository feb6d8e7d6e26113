// Parses the arguments of /digest, from a typed line or from separate options.

import { type Args, splitScope } from "#bot/command.ts";
import { findScope } from "#bot/reference.ts";
import { parseTimeZone } from "#digest/time-zone.ts";
import { DAILY, type SubscriptionSettings, WEEKDAYS } from "#domain/digest.ts";
import { UsageError } from "#domain/errors.ts";
import type { Library } from "#domain/report.ts";

const DAY_NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const DAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$/iu;

/**
 * `on 09:00 Europe/London mon,wed repeat in:<report>` as the arguments that the separate options have. The action comes
 * first, the others in any order; words that are nothing else belong to the zone.
 */
export function parseDigestLine(line: string): Args {
  const { rest, ...scope } = splitScope(line);
  const [action = "", ...words] = rest.split(/\s+/u).filter((word) => word !== "");
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
    ...scope,
  };
}

function isDays(word: string): boolean {
  if (/^(?:weekdays|daily)$/iu.test(word)) return true;
  return word.split(",").every((part) => part === "" || DAY.test(part));
}

/** `zone`: used if none is given. Throws UsageError, which says what to write instead. */
export function parseDigestSettings(
  args: Args,
  { zone, library }: Readonly<{ zone: string; library: Library }>,
): SubscriptionSettings {
  const scope = findScope(args.report, library);
  return {
    time: parseTime(args.time),
    zone: parseTimeZone(args.zone ?? zone),
    days: parseDays(args.days),
    ...(scope === undefined ? {} : { report: scope.id }),
    repeat: args.repeat === "yes",
  };
}

function parseTime(typed: string | undefined): string {
  const { hour, minute } = /^(?<hour>\d{1,2}):(?<minute>\d{2})$/u.exec(typed ?? "")?.groups ?? {};
  if (hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59)
    throw new UsageError("Give a time between 00:00 and 23:59, such as 09:00 or 17:30.");
  return `${hour.padStart(2, "0")}:${minute}`;
}

const WHICH_DAYS = "Give the days as weekdays, daily, or a list such as mon,wed,fri.";

/** A bit mask: Monday 1 to Sunday 64. */
function parseDays(typed = "weekdays"): number {
  const words = typed
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((word) => word !== "");
  const masks = words.map((word) => {
    if (word === "weekdays") return WEEKDAYS;
    if (word === "daily") return DAILY;
    if (!DAY.test(word)) throw new UsageError(WHICH_DAYS);
    return 1 << DAY_NAMES.findIndex((name) => word.startsWith(name));
  });
  if (masks.length === 0) throw new UsageError(WHICH_DAYS);
  return masks.reduce((all, mask) => all | mask, 0);
}
