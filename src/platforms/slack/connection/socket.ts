// One Socket Mode connection after the other. It never comes back by itself: `session.ts` decides when to open the next.
import { promises as timers } from "node:timers";
import { type Logger, SocketModeReceiver } from "@slack/bolt";
import { REQUEST_TIMEOUT } from "#platforms/slack/limits.ts";
import { clientOptions } from "./client.ts";
import { boundedFetch } from "./fetch.ts";

// In milliseconds: how long to wait for a pong, and for the connection to close when the process stops.
const PING_TIMEOUT = 2_000;
// The address of a connection is asked for first, which has a time-out of its own.
const OPEN_TIMEOUT = 2 * REQUEST_TIMEOUT;

export type Socket = Readonly<{
  receiver: SocketModeReceiver;
  /** Resolves when events can arrive, with a promise that resolves when the connection is gone. Rejects if it fails. */
  open(): Promise<Readonly<{ gone: Promise<unknown> }>>;
  /** For good. Also ends an attempt to open it. */
  close(): Promise<void>;
}>;

type SocketOptions = Readonly<{ appToken: string; slackApiUrl: string; logger: Logger }>;

export function createSocket({ appToken, slackApiUrl, logger }: SocketOptions): Socket {
  const closing = new AbortController();
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: PING_TIMEOUT,
    // @slack/socket-mode 3.1.0 (SocketModeClient.delayReconnectAttempt) handles only the success of a new attempt: the
    // failure of one would be an unhandled rejection, and none would follow.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        ...clientOptions(slackApiUrl),
        fetch: (address, init) =>
          boundedFetch(address, {
            ...init,
            signal: AbortSignal.any([closing.signal, ...(init?.signal ? [init.signal] : [])]),
          }),
      },
    },
  });
  const { client } = receiver;
  let failure: unknown;
  client.on("error", (error) => {
    failure = error;
  });
  return {
    receiver,
    async open() {
      failure = undefined;
      const timer = setTimeout(() => void client.disconnect(), OPEN_TIMEOUT);
      try {
        await client.start();
      } catch (error) {
        // A connection that closes too early rejects with nothing.
        throw error ?? failure ?? new Error("the connection was closed before it was ready");
      } finally {
        clearTimeout(timer);
      }
      return { gone: new Promise((resolve) => client.once("disconnected", resolve)) };
    },
    async close() {
      closing.abort();
      const closed = new Promise((resolve) => client.once("disconnected", resolve));
      void client.disconnect();
      await Promise.race([closed, timers.setTimeout(PING_TIMEOUT)]);
    },
  };
}
