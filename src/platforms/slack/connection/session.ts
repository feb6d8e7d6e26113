// Keeps a connection to Slack for as long as the process lives. Only Slack's refusal of a token ends it.
import { promises as timers } from "node:timers";
import { ConfigError } from "#domain/errors.ts";
import type { PlatformDeps, PlatformStatus } from "#domain/platform.ts";
import { backoff } from "#platforms/shared/backoff.ts";
import { readFailure, reasonOf } from "#platforms/slack/failure.ts";
import { explainRefusal } from "./credentials.ts";
import type { Socket } from "./socket.ts";
import type { ReadWorkspace } from "./workspace.ts";

export type Session = Readonly<{
  status(): PlatformStatus;
  /** Connects, again and again, until `stop` is called. Throws ConfigError when Slack refuses a token. */
  run(connecting: Connecting): Promise<void>;
  /** Tries no more, and has stopped once `close` is done. */
  stop(close: () => Promise<unknown>): Promise<void>;
}>;

type Connecting = Readonly<{
  socket: Pick<Socket, "open">;
  workspace: ReadWorkspace;
  /** Called each time events can arrive. */
  onServing(): void;
}>;

// In milliseconds. A connection that is lost sooner counts as a failed try, so that one which is always closed at once is
// not opened several times a second.
const MIN_UPTIME = 1_000;
// Between two tries, in milliseconds.
const PAUSES = { min: 500, max: 15_000 } as const;
// A rate limit is respected up to here, in milliseconds.
const MAX_RATE_LIMIT = 60_000;

export function createSession({ log, reconnected }: Pick<PlatformDeps, "log" | "reconnected">): Session {
  const stopping = new AbortController();
  let status: PlatformStatus = "starting";
  // The outage has been logged: once, not for every try.
  let isLogged = false;
  const onAway = (reason: string) => {
    if (!isLogged) log.warn("platform.disconnected", { platform: "slack", reason });
    isLogged = true;
  };
  const onConnected = () => {
    if (status === "disconnected") reconnected?.();
    if (isLogged) log.info("platform.connected", { platform: "slack" });
    status = "serving";
    isLogged = false;
  };
  return {
    status: () => status,
    async run({ socket, workspace, onServing }) {
      // Both in a row.
      let failures = 0;
      let earlyLosses = 0;
      while (!stopping.signal.aborted) {
        let pause = 0;
        try {
          const { gone } = await connect(socket, workspace);
          onConnected();
          onServing();
          const connectedAt = performance.now();
          await gone;
          if (stopping.signal.aborted) return;
          status = "disconnected";
          earlyLosses = performance.now() - connectedAt < MIN_UPTIME ? earlyLosses + 1 : 0;
          if (earlyLosses > 0) onAway("the connection was closed as soon as it was open");
          failures = earlyLosses;
        } catch (error) {
          if (stopping.signal.aborted) return;
          if (error instanceof ConfigError) {
            status = "stopped";
            throw error;
          }
          onAway(reasonOf(error));
          failures += 1;
          pause = rateLimitOf(error);
        }
        if (failures > 0) await sleep(Math.max(pause, backoff(failures, PAUSES)), stopping.signal);
      }
    },
    async stop(close) {
      stopping.abort();
      await close();
      status = "stopped";
    },
  };
}

async function connect(socket: Pick<Socket, "open">, workspace: ReadWorkspace) {
  await workspace().catch((error) => {
    throw explainRefusal(error, "SLACK_BOT_TOKEN");
  });
  return socket.open().catch((error) => {
    throw explainRefusal(error, "SLACK_APP_TOKEN");
  });
}

/** Milliseconds. */
function rateLimitOf(error: unknown): number {
  const failure = readFailure(error);
  return failure.kind === "limited" ? Math.min(failure.seconds * 1000, MAX_RATE_LIMIT) : 0;
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return timers.setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}
