// Moves the clock of a process: loaded with `--import`, it adds CLOCK_AHEAD milliseconds to what `Date` tells, and lets it
// run CLOCK_SPEED times as fast. Where CLOCK_FILE names a file, that holds the milliseconds, and is read again ten times a second.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { CLOCK_AHEAD, CLOCK_FILE, CLOCK_SPEED = "1" } = process.env;

if (CLOCK_AHEAD !== undefined || CLOCK_FILE !== undefined) {
  const realNow = Date.now;
  const startedAt = realNow();
  let ahead = Number(CLOCK_AHEAD ?? 0);
  if (CLOCK_FILE !== undefined) {
    const read = () => {
      ahead = Number(readFileSync(CLOCK_FILE, "utf8"));
    };
    read();
    setInterval(read, 100).unref();
  }
  const now = () => Math.floor(startedAt + ahead + (realNow() - startedAt) * Number(CLOCK_SPEED));
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

const PRELOAD = `--import=${pathToFileURL(import.meta.filename).href}`;

/** The environment of a Node process whose clock is `ahead` milliseconds ahead of this one's. */
export function movedClock(ahead: number, speed = 1): Readonly<Record<string, string>> {
  return { NODE_OPTIONS: PRELOAD, CLOCK_AHEAD: String(ahead), CLOCK_SPEED: String(speed) };
}

export type SteppedClock = Readonly<{
  /** The environment of the Node processes that have this clock. */
  environment: Readonly<Record<string, string>>;
  /** Sets how far it is ahead of this process's clock, in milliseconds. */
  set(ahead: number): void;
  now(): number;
}>;

/** A clock that is set while processes run. `file` keeps how far it is ahead. */
export function steppedClock(file: string): SteppedClock {
  let ahead = 0;
  const set = (milliseconds: number) => {
    ahead = milliseconds;
    // In one step: a process that reads it meanwhile finds the old one or the new one.
    writeFileSync(`${file}.new`, String(ahead));
    renameSync(`${file}.new`, file);
  };
  set(0);
  return {
    environment: { NODE_OPTIONS: PRELOAD, CLOCK_FILE: file },
    set,
    now: () => Date.now() + ahead,
  };
}
