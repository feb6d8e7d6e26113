// How long to wait before the next connection to the gateway: the longer, the more often it failed.
import { promises as timers } from "node:timers";
import { backoff } from "#platforms/shared/backoff.ts";

const SECOND = 1000;
// docs.discord.com/developers/events/gateway: a bot may start 1,000 sessions a day, and loses its token beyond that. One in
// 90 seconds on average stays below.
const PAUSES = { min: SECOND, max: 120 * SECOND } as const;

export type Backoff = Readonly<{
  /** Not at all after a connection that worked; after failures, twice as long each time. */
  pause(): Promise<void>;
  /** The connection works. */
  reset(): void;
}>;

export function createBackoff(): Backoff {
  let failures = 0;
  return {
    async pause() {
      const milliseconds = backoff(failures, PAUSES);
      failures += 1;
      await timers.setTimeout(milliseconds);
    },
    reset() {
      failures = 0;
    },
  };
}
