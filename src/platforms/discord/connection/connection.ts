// Keeps a client connected to Discord's gateway for as long as the process lives. Only a refusal (of the token, the intents,
// the number of servers, the version) ends it: Discord or the network may be away, at the start or later, however long.
import type { Client } from "discord.js";
import { ConfigError, messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { PlatformStatus } from "#domain/platform.ts";
import { createBackoff } from "./backoff.ts";
import { type Credentials, configErrorOf, isBadToken } from "./credentials.ts";
import { logClient } from "./log.ts";
import { createSession, type Session } from "./session.ts";

export type Connection = Readonly<{
  /** The client that is connected or trying to be; undefined before the first one. */
  client(): Client | undefined;
  status(): PlatformStatus;
  /**
   * Resolves once events are received. Throws ConfigError when Discord refuses. Pending while Discord is away, and for good
   * once muted. `listen` is called with each new client.
   */
  open(listen: (client: Client) => void): Promise<void>;
  /** From now on nothing is received, and nothing is connected. */
  mute(): void;
  close(): Promise<void>;
}>;

type ConnectionDeps = Readonly<{
  credentials: Credentials;
  log: Log;
  /** A lost connection is back. */
  onRestored(): void;
  /** Discord refused after `open` had resolved. */
  onRefused(reason: Error): void;
  /** In milliseconds: after a longer loss of the connection everything is created again. */
  maxAbsence?: number;
}>;

const MAX_ABSENCE = 5 * 60_000;

export function createConnection({
  credentials,
  log,
  onRestored,
  onRefused,
  maxAbsence = MAX_ABSENCE,
}: ConnectionDeps): Connection {
  const backoff = createBackoff();
  const status = createStatus(log, onRestored);
  const { isMuted, onServing, onLost } = status;
  let session: Session | undefined;
  /** Tries until there is a session that serves. */
  const connect = async (listen: (client: Client) => void): Promise<Session> => {
    for (;;) {
      await backoff.pause();
      if (isMuted()) return never();
      const next = createSession({ credentials, backoff, maxAbsence, isMuted, onServing, onLost });
      session = next;
      logClient(next.client, log);
      listen(next.client);
      try {
        await next.start();
        return next;
      } catch (error) {
        endQuietly(next);
        if (isMuted()) return never();
        const reason = configErrorOf(error);
        if (error instanceof ConfigError || isBadToken(error)) throw reason;
        onLost(messageOf(reason));
      }
    }
  };
  const keepConnected = async (listen: (client: Client) => void, opened: () => void): Promise<never> => {
    for (;;) {
      const current = await connect(listen);
      opened();
      const reason: Error = await current.ended.catch((error) => error);
      endQuietly(current);
      if (isMuted()) return never();
      if (reason instanceof ConfigError) throw reason;
      onLost(reason.message);
    }
  };
  return {
    client: () => session?.client,
    status: status.current,
    open(listen) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      let isOpen = false;
      const opened = () => {
        isOpen = true;
        resolve();
      };
      keepConnected(listen, opened).catch((reason: Error) => {
        status.mute();
        if (isOpen) onRefused(reason);
        else reject(reason);
      });
      return promise;
    },
    mute: status.mute,
    async close() {
      status.mute();
      await session?.end();
    },
  };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function endQuietly(session: Session): void {
  session.end().catch(() => undefined);
}

/** The status, told in the log when it changes: a connection that fails over and over is told once for each reason. */
function createStatus(log: Log, onRestored: () => void) {
  let status: PlatformStatus = "starting";
  const told = new Set<string>();
  const isMuted = () => status === "stopped";
  return {
    isMuted,
    current: () => status,
    mute() {
      status = "stopped";
    },
    onLost(reason: string) {
      if (isMuted()) return;
      if (status === "serving") status = "disconnected";
      if (!told.has(reason)) log.warn("platform.disconnected", { platform: "discord", reason });
      told.add(reason);
    },
    onServing() {
      if (isMuted()) return;
      if (status === "disconnected") onRestored();
      status = "serving";
      if (told.size > 0) log.info("platform.connected", { platform: "discord" });
      told.clear();
    },
  };
}
