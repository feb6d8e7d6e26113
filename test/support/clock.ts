// Moves the clock of a process: loaded with `--import`, it adds CLOCK_AHEAD milliseconds to what `Date` tells, and lets it
// run CLOCK_SPEED times as fast.
import { pathToFileURL } from "node:url";

const { CLOCK_AHEAD, CLOCK_SPEED = "1" } = process.env;

if (CLOCK_AHEAD !== undefined) {
  const realNow = Date.now;
  const startedAt = realNow();
  const now = () =>
    Math.floor(startedAt + Number(CLOCK_AHEAD) + (realNow() - startedAt) * Number(CLOCK_SPEED));
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

/** The environment of a Node process whose clock is `ahead` milliseconds ahead of this one's. */
export function movedClock(ahead: number, speed = 1): Readonly<Record<string, string>> {
  const file = pathToFileURL(import.meta.filename).href;
  return { NODE_OPTIONS: `--import=${file}`, CLOCK_AHEAD: String(ahead), CLOCK_SPEED: String(speed) };
}
