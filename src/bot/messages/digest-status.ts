// How a digest's settings and times are told, and what its command answers about them.
import { shortTitle } from "#bot/citation-format.ts";
import type { DigestStatus } from "#digest/subscriptions.ts";
import {
  DAILY,
  type Delivery,
  type Occurrence,
  type Subscription,
  type SubscriptionSettings,
  WEEKDAYS,
} from "#domain/digest.ts";
import type { Block, Message, Run } from "#domain/message.ts";
import type { PostResult } from "#domain/platform.ts";
import type { Library } from "#domain/report.ts";
import { inQuotes, text } from "./blocks.ts";

/** `on weekdays at 09:00 Europe/London, of "Iran-Azerbaijan", again and again`. */
export function describeSettings(
  { time, zone, days, report, repeat }: SubscriptionSettings,
  { reports }: Library,
): string {
  const named = reports.find(({ id }) => id === report);
  const of = report === undefined ? "" : `, of ${named === undefined ? report : inQuotes(shortTitle(named))}`;
  return `${describeDays(days)} at ${time} ${zone}${of}${repeat ? ", starting again by itself" : ""}`;
}

const DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

function describeDays(days: number): string {
  if (days === DAILY) return "daily";
  if (days === WEEKDAYS) return "on weekdays";
  return `on ${DAY_NAMES.filter((_, at) => (days & (1 << at)) !== 0).join(", ")}`;
}

/** `Thu, 26 Nov 2026, 09:00 (in 9 hours)`, in the zone. */
function tellTime(at: number, zone: string, now: Date): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: zone, weekday: "short", day: "numeric", month: "short", year: "numeric" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  return `${format.format(at)} (${tellDistance(at - now.getTime())})`;
}

const UNITS = [
  ["day", 24 * 60],
  ["hour", 60],
  ["minute", 1],
] as const;

function tellDistance(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  const [unit, length] = UNITS.find(([, least]) => Math.abs(minutes) >= least) ?? ["minute", 1];
  return new Intl.RelativeTimeFormat("en").format(Math.round(minutes / length), unit);
}

type Telling = Readonly<{ library: Library; prefix: string; today: Date }>;

type SwitchedOnResult = Readonly<{
  result: PostResult;
  settings: SubscriptionSettings;
  next: Occurrence;
  replaced?: Subscription;
}>;

export function switchedOnMessage(on: SwitchedOnResult, { library, today }: Telling): Message {
  const { result, settings, next, replaced } = on;
  if (result.kind !== "posted") return lines([whyNot(result)]);
  const before = replaced?.state === "active" ? describeSettings(replaced, library) : undefined;
  return lines([
    `The digest is on: one paragraph ${describeSettings(settings, library)}. Next: ${tellTime(next.dueAt, settings.zone, today)}.`,
    ...(before === undefined ? [] : [`It replaces the one ${before}.`]),
    ...(replaced === undefined ? [] : ["It goes on where it was."]),
  ]);
}

function whyNot(result: Exclude<PostResult, { kind: "posted" }>): string {
  switch (result.kind) {
    case "closed":
      return `Nothing was changed: Ibid cannot post here (${result.reason}). Add Ibid to this channel, let it post, and try again.`;
    case "limited":
      return `Nothing was changed: the platform takes no post just now. Try again in ${result.seconds} seconds.`;
    case "rejected":
    case "unknown":
      return `Nothing was changed: it is not certain that Ibid can post here (${result.reason}). Try again.`;
  }
}

export function digestStatusMessage(status: DigestStatus | undefined, telling: Telling): Message {
  if (status === undefined)
    return lines([`This channel has no digest. /${telling.prefix}digest on 09:00 starts one.`]);
  const { subscription, last, missed, upcoming, isSilent, read, of } = status;
  const { library, today } = telling;
  const { zone, report } = subscription;
  const gone = report !== undefined && !library.reports.some(({ id }) => id === report);
  const message = lines([
    `${stateLine(subscription)} One paragraph ${describeSettings(subscription, library)}. ${read} of ${of} paragraphs shown.`,
    ...(gone ? [`The report ${report} is not loaded now: there is nothing to show.`] : []),
    ...(isSilent && of > 0 && subscription.state === "active"
      ? ["It is silent until there is something new."]
      : []),
    ...(upcoming.length === 0
      ? []
      : [`Next: ${upcoming.map(({ dueAt: at }) => tellTime(at, zone, today)).join("; ")}.`]),
    ...(missed === 0 ? [] : [`Missed so far: ${missed}.`]),
  ]);
  return { ...message, blocks: [...message.blocks, lastLine(last, subscription, today)] };
}

function stateLine({ state, suspended }: Subscription): string {
  if (state === "active") return "The digest is on.";
  return state === "off" ? "The digest is off." : `The digest is suspended: ${suspended?.reason ?? ""}.`;
}

const RESULTS: Readonly<Record<Delivery["state"], string>> = {
  pending: "waiting to be posted",
  sending: "being posted",
  unknown: "not certain that it was posted; being looked for",
  sent: "posted",
  empty: "nothing to post",
  missed: "missed",
  cancelled: "cancelled",
  failed: "refused by the platform",
  held: "held: nobody can tell whether it was posted",
};

function lastLine(last: Delivery | undefined, { zone }: Subscription, today: Date): Block {
  if (last === undefined) return text("Nothing was posted yet.");
  const { state, dueAt, finishedAt, link } = last;
  const result: Run = { text: RESULTS[state], ...(link === undefined ? {} : { href: link }) };
  const when = ` ${tellTime(finishedAt ?? dueAt, zone, today)}.`;
  return { kind: "text", runs: [{ text: "Last: " }, result, { text: when }] };
}

function lines(all: readonly string[]): Message {
  return { audience: "asker", summary: all[0] ?? "", blocks: all.map(text) };
}
