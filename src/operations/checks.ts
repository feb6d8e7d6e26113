// What every installation needs, checked without serving: a writable store, the right time, and time zone data.
import { statfs } from "node:fs/promises";
import type { CheckResult } from "#domain/diagnostic.ts";
import { ConfigError, messageOf } from "#domain/errors.ts";
import { openStore } from "#store/store.ts";

const MIN_FREE_MEGABYTES = 100;

/** Opens the store as a start does, writes to it, and closes it. */
export async function checkStore(folder: string, now: Date): Promise<CheckResult> {
  const about = "store";
  try {
    const store = await openStore(folder);
    await store.probe(now).finally(store.close);
    const { bavail, bsize } = await statfs(folder);
    const megabytes = Math.floor((bavail * bsize) / 1024 ** 2);
    const message = `"${folder}" can be written, ${megabytes} MB free`;
    if (megabytes >= MIN_FREE_MEGABYTES) return { severity: "ok", about, message };
    return { severity: "warning", about, message, hint: "make room, or set IBID_DATA to another disk" };
  } catch (error) {
    const failed = { severity: "error", about, message: messageOf(error) } as const;
    // A ConfigError says itself what to do.
    return error instanceof ConfigError
      ? failed
      : { ...failed, hint: "set IBID_DATA to a folder that can be written" };
  }
}

const MAX_SECONDS_OFF = 30;

/** `others`: what other clocks said at `now`. A digest is only as punctual as the clock. */
export function checkClock(now: Date, others: readonly Date[]): CheckResult {
  const about = "clock";
  const hint = "set the clock, and keep it right with NTP";
  const time = now.toISOString();
  const secondsOff = Math.max(0, ...others.map((other) => Math.abs(other.getTime() - now.getTime()) / 1000));
  if (secondsOff > MAX_SECONDS_OFF) {
    const message = `${time}, ${Math.round(secondsOff)} seconds away from a platform's clock`;
    return { severity: "error", about, message, hint };
  }
  // A clock that is before the release of its own time zone data is wrong, whatever others say.
  const released = /^\d{4}/u.exec(process.versions.tz ?? "")?.[0];
  if (released !== undefined && now.getUTCFullYear() < Number(released)) {
    const message = `${time}, before the zone data of ${released} was made`;
    return { severity: "error", about, message, hint };
  }
  const compared =
    others.length === 0 ? "not compared with another clock" : "agrees with the platforms' clocks";
  return { severity: "ok", about, message: `${time}, ${compared}` };
}

/** Looks at a zone that has summer time: without time zone data its winter and summer would both be UTC. */
export function checkTimeZones(): CheckResult {
  const about = "time zones";
  const format = new Intl.DateTimeFormat("en", {
    timeZone: "Europe/Berlin",
    hour: "2-digit",
    hourCycle: "h23",
  });
  const hourAt = (instant: string) => format.format(new Date(instant));
  if (hourAt("2026-01-15T12:00Z") === "13" && hourAt("2026-07-15T12:00Z") === "14")
    return { severity: "ok", about, message: `data ${process.versions.tz ?? "of the system"}` };
  return {
    severity: "error",
    about,
    message: "no data",
    hint: "use a Node.js with full ICU, such as the official builds",
  };
}
