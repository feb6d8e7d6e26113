// Requests that somebody waits for are tried again while that can help.
import { promises as timers } from "node:timers";
import { RateLimitError } from "discord.js";
import { LimitedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { SendHooks } from "#domain/platform.ts";
import { isOutage, isUnreachable, readFailure, waitOf } from "#platforms/discord/failure.ts";
import { MAX_STOP_WAIT, MAX_TRIES, MAX_WAIT } from "#platforms/shared/rate-limit-waits.ts";

const SECOND = 1000;
// In seconds, after the first failure of Discord or the network, the second and so on.
const PAUSES = [1, 2, 4];
const LAST_PAUSE = 5;

/** What every request for one purpose has in common. */
export type Attempt = Readonly<{
  /** Aborted when nobody waits any more. The request that is running then is the last one. */
  over: AbortSignal;
  hooks?: SendHooks;
}>;

type Retrying = Attempt &
  Readonly<{
    /** To send it twice has the same effect as once: it is tried again also where it may have succeeded. */
    repeatable: boolean;
    log: Log;
  }>;

/** Throws the error of the last try. Undefined when the hooks say that nothing is to be sent any more. */
export async function withRetries<Result>(
  request: () => Promise<Result>,
  { over, hooks = {}, repeatable, log }: Retrying,
): Promise<Result | undefined> {
  let [limits, failures] = [0, 0];
  let isUnsent = true;
  for (;;) {
    if ((await hooks.sending?.()) === false) return undefined;
    try {
      return await request();
    } catch (error) {
      let seconds = PAUSES[failures] ?? LAST_PAUSE;
      if (isUnreachable(error)) failures += 1;
      else if (repeatable && isOutage(error)) {
        failures += 1;
        isUnsent = false;
      } else {
        const failure = readFailure(error);
        if (failure.kind !== "limited") throw error;
        seconds = error instanceof RateLimitError ? waitOf(error) : failure.seconds;
        limits += 1;
        log.warn("discord.rate-limit", { ...aboutLimit(error), milliseconds: seconds * SECOND });
        if (limits === MAX_TRIES || seconds > MAX_WAIT) throw error;
      }
      if (isUnsent && seconds > MAX_STOP_WAIT) await hooks.waiting?.();
      await timers.setTimeout(seconds * SECOND, undefined, { signal: over }).catch(() => {
        throw error;
      });
    }
  }
}

function aboutLimit(error: unknown) {
  return error instanceof RateLimitError ? { route: error.route, scope: error.scope } : {};
}

/** Runs work of one name one after the other, in the order of its arrival. Work that is still waiting when it is over is not begun. */
export type Queues = <Result>(name: string, attempt: Attempt, work: () => Promise<Result>) => Promise<Result>;

export function createQueues(): Queues {
  const last = new Map<string, Promise<unknown>>();
  return async (name, { over, hooks }, work) => {
    const before = last.get(name);
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const turn = Promise.all([before, done]);
    last.set(name, turn);
    void turn.then(() => last.get(name) === turn && last.delete(name));
    try {
      if (before !== undefined) {
        await hooks?.waiting?.();
        await orOver(before, over);
      }
      return await work();
    } finally {
      leave();
    }
  };
}

async function orOver(before: Promise<unknown>, over: AbortSignal): Promise<void> {
  const { promise: ended, resolve: end } = Promise.withResolvers<"over">();
  over.addEventListener("abort", () => end("over"), { once: true });
  if ((await Promise.race([before, ended])) === "over")
    throw new LimitedError("too many messages are waiting for this channel");
}
