// Messages about a digest's settings, times and last post.
import type { DigestStatus } from "#digest/subscriptions.ts";
import { shortTitle } from "#domain/citation.ts";
import {
  DAILY,
  type Delivery,
  type Occurrence,
  type Subscription,
  type SubscriptionSettings,
  WEEKDAYS,
} from "#domain/digest.ts";
import type { Block, Message, Run } from "#domain/message.ts";
import type { PostFailure, PostResult } from "#domain/platform.ts";
import type { Library } from "#domain/report.ts";
import { askerMessage, inQuotes, text } from "./blocks.ts";
import { formatWait } from "./failure.ts";

/** `on weekdays at 09:00 Europe/London, of "Iran-Azerbaijan", starting again after the last paragraph`. */
export function describeSettings(
  { time, zone, days, report, repeat }: SubscriptionSettings,
  library: Library,
): string {
  const of = report === undefined ? "" : `, of ${inQuotes(shortTitle(report, library))}`;
  return `${describeDays(days)} at ${time} ${zone}${of}${repeat ? ", starting again after the last paragraph" : ""}`;
}

const DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

function describeDays(days: number): string {
  if (days === DAILY) return "daily";
  if (days === WEEKDAYS) return "on weekdays";
  return `on ${DAY_NAMES.filter((_, index) => (days & (1 << index)) !== 0).join(", ")}`;
}

/** `Thu, 26 Nov 2026, 09:00 (in 9 hours)`: `instant`, in milliseconds since 1970, as local time of the zone. */
function formatInstant(instant: number, zone: string, now: Date): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return `${format.format(instant)} (${formatDistance(instant - now.getTime())})`;
}

const MINUTE = { unit: "minute", minutes: 1 } as const;
const UNITS = [{ unit: "day", minutes: 24 * 60 }, { unit: "hour", minutes: 60 }, MINUTE] as const;

function formatDistance(milliseconds: number): string {
  const total = Math.round(milliseconds / 60_000);
  const { unit, minutes } = UNITS.find((one) => Math.abs(total) >= one.minutes) ?? MINUTE;
  return new Intl.RelativeTimeFormat("en").format(Math.round(total / minutes), unit);
}

type StatusContext = Readonly<{ library: Library; now: Date }>;

type SwitchedOnResult = Readonly<{
  result: PostResult;
  settings: SubscriptionSettings;
  next: Occurrence;
  /** What the channel had before. */
  replaced?: Subscription;
}>;

export function switchedOnMessage(
  { result, settings, next, replaced }: SwitchedOnResult,
  { library, now }: StatusContext,
): Message {
  if (result.kind !== "posted") return askerMessage(notPostedLine(result));
  const active = replaced?.state === "active" ? describeSettings(replaced, library) : undefined;
  return askerMessage(
    `The digest is on: one paragraph ${describeSettings(settings, library)}. Next: ${formatInstant(next.dueAt, settings.zone, now)}.`,
    ...(active === undefined ? [] : [`It replaces the one ${active}.`]),
    ...(replaced === undefined ? [] : ["It continues from where it stopped."]),
  );
}

function notPostedLine(result: PostFailure): string {
  switch (result.kind) {
    case "closed":
      return `Nothing was changed: Ibid cannot post here (${result.reason}). Add Ibid to this channel, let it post, and try again.`;
    case "limited":
      return `Nothing was changed: no more posts are accepted here for now. Try again in ${formatWait(result.seconds)}.`;
    case "rejected":
    case "unknown":
      return `Nothing was changed: it could not be confirmed that Ibid can post here (${result.reason}). Try again.`;
  }
}

export function digestStatusMessage(
  { subscription, last, missed, upcoming, isSilent, read, of }: DigestStatus,
  { library, now }: StatusContext,
): Message {
  const { zone, report, state } = subscription;
  const isGone = report !== undefined && !library.reports.some(({ id }) => id === report);
  const next = upcoming.map(({ dueAt }) => formatInstant(dueAt, zone, now));
  const message = askerMessage(
    `${stateLine(subscription)} One paragraph ${describeSettings(subscription, library)}. ${read} of ${of} paragraphs shown.`,
    ...(isGone ? [`The report ${report} is not loaded, so there is nothing to show.`] : []),
    ...(isSilent && of > 0 && state === "active"
      ? ["Nothing is posted until a report is added or changed."]
      : []),
    ...(next.length === 0 ? [] : [`Next: ${next.join("; ")}.`]),
    ...(missed === 0 ? [] : [`Missed so far: ${missed}.`]),
  );
  return { ...message, blocks: [...message.blocks, lastLine(last, zone, now)] };
}

function stateLine({ state, suspended }: Subscription): string {
  if (state === "active") return "The digest is on.";
  return state === "off" ? "The digest is off." : `The digest is suspended: ${suspended?.reason ?? ""}.`;
}

const STATES: Readonly<Record<Delivery["state"], string>> = {
  pending: "waiting to be posted",
  sending: "being posted",
  unknown: "may have been posted; being checked",
  sent: "posted",
  empty: "nothing to post",
  missed: "missed",
  cancelled: "cancelled",
  failed: "refused by the platform",
  held: "held back: it is not known whether it was posted",
};

function lastLine(last: Delivery | undefined, zone: string, now: Date): Block {
  if (last === undefined) return text("Nothing has been posted yet.");
  const { state, dueAt, finishedAt, link } = last;
  const result: Run = { text: STATES[state], ...(link === undefined ? {} : { href: link }) };
  const when = ` ${formatInstant(finishedAt ?? dueAt, zone, now)}.`;
  return { kind: "text", runs: [{ text: "Last: " }, result, { text: when }] };
}

/** For a channel that has no digest: a status, and what the other actions say. */
export function noDigestLine(prefix: string): string {
  return `This channel has no digest. /${prefix}digest on 09:00 starts one.`;
}
