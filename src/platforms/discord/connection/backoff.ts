// How long to wait before the next connection to the gateway: the longer, the more often it failed.
import { promises as timers } from "node:timers";

const SECOND = 1000;
// docs.discord.com/developers/events/gateway: a bot may start 1,000 sessions a day, and loses its token beyond that. One in
// 90 seconds on average stays below.
const MAX_PAUSE = 120 * SECOND;

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
      // Processes that lost their connections together do not come back together.
      const part = 0.5 + Math.random() / 2;
      const longest = failures === 0 ? 0 : Math.min(MAX_PAUSE, SECOND * 2 ** (failures - 1));
      failures += 1;
      await timers.setTimeout(longest * part);
    },
    reset() {
      failures = 0;
    },
  };
}
