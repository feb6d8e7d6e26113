// What every installation needs, looked at without serving: a store that can be written, a clock and zones that are right.
import { statfs } from "node:fs/promises";
import type { CheckResult } from "#domain/diagnostic.ts";
import { messageOf } from "#domain/errors.ts";
import { openStore } from "#store/store.ts";

const MIN_FREE_MEGABYTES = 100;

/** Opens the store as a start does, writes, and closes it. */
export async function checkStore(folder: string, now: Date): Promise<CheckResult> {
  const about = "store";
  try {
    const store = await openStore(folder);
    await store.probe(now).finally(store.close);
    const { bavail, bsize } = await statfs(folder);
    const megabytes = Math.floor((bavail * bsize) / 1024 ** 2);
    const what = `"${folder}" can be written, ${megabytes} MB free`;
    if (megabytes >= MIN_FREE_MEGABYTES) return { severity: "ok", about, message: what };
    return { severity: "warning", about, message: what, hint: "make room, or set IBID_DATA to another disk" };
  } catch (error) {
    const what = messageOf(error);
    return { severity: "error", about, message: what, hint: "set IBID_DATA to a folder that can be written" };
  }
}

const MAX_SECONDS_OFF = 30;

/** `others`: what other clocks said at `now`. A digest is as punctual as the clock. */
export function checkClock(now: Date, others: readonly Date[]): CheckResult {
  const about = "clock";
  const time = now.toISOString();
  const remedy = "set the clock, and keep it set by NTP";
  const off = Math.max(0, ...others.map((other) => Math.abs(other.getTime() - now.getTime()) / 1000));
  if (off > MAX_SECONDS_OFF)
    return {
      severity: "error",
      about,
      message: `${time}, ${Math.round(off)} seconds off a platform's`,
      hint: remedy,
    };
  const released = /^\d{4}/u.exec(process.versions.tz ?? "")?.[0];
  if (released !== undefined && now.getUTCFullYear() < Number(released))
    return {
      severity: "error",
      about,
      message: `${time}, before the zone data of ${released} was made`,
      hint: remedy,
    };
  const compared = others.length === 0 ? "compared with no other" : "agrees with the platforms'";
  return { severity: "ok", about, message: `${time}, ${compared}` };
}

/** Summer and winter time of a zone that changes between them: without zone data both would be UTC. */
export function checkTimeZones(): CheckResult {
  const about = "time zones";
  const hour = (instant: string) =>
    new Intl.DateTimeFormat("en", { timeZone: "Europe/Berlin", hour: "2-digit", hourCycle: "h23" }).format(
      new Date(instant),
    );
  if (hour("2026-01-15T12:00Z") === "13" && hour("2026-07-15T12:00Z") === "14")
    return { severity: "ok", about, message: `data ${process.versions.tz ?? "of the system"}` };
  return {
    severity: "error",
    about,
    message: "no data",
    hint: "use a Node.js with full ICU, as its own builds have",
  };
}

/** One line a finding, its remedy under it, and how many of each at the end. */
export function renderResults(results: readonly CheckResult[]): string {
  const lines = results.flatMap(({ severity: level, about, message: what, hint: remedy }) => [
    `${level.padEnd(8)}${about}: ${what.replace(/\n\s*/gu, "\n          ")}`,
    ...(remedy === undefined ? [] : [`        → ${remedy}`]),
  ]);
  const count = (level: CheckResult["severity"]) =>
    results.filter((finding) => finding.severity === level).length;
  return [...lines, `${count("error")} errors, ${count("warning")} warnings`].join("\n");
}
