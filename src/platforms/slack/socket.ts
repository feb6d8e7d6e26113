// The Socket Mode connection: reconnects after every loss, reports when Slack refuses it for good, closes in order.
import { promises as timers } from "node:timers";
import { type Logger, SocketModeReceiver } from "@slack/bolt";
import { reconnectUntilRefused } from "./patches.ts";

// In milliseconds: how long to wait for a pong, and how long Bolt waits before it reconnects after a loss or a routine
// refresh, receiving nothing meanwhile. Its default is 5,000.
const PING_TIMEOUT = 2_000;
// Retries of one attempt to connect, pauses in milliseconds: some hours in all.
const RETRIES = { retries: 1000, minTimeout: 500, maxTimeout: 30_000 };

export type Socket = Readonly<{
  receiver: SocketModeReceiver;
  /** Call after the first connection: from then on no failed reconnect ends the process. `onRefused` gets Slack's code. */
  guard(onRefused: (code: string) => void): void;
  /** Calls `stop` and waits until the connection is closed. */
  close(stop: () => Promise<unknown>): Promise<void>;
}>;

type SocketOptions = Readonly<{ appToken: string; slackApiUrl: string; logger: Logger }>;

export function createSocket({ appToken, slackApiUrl, logger }: SocketOptions): Socket {
  // Client options of its own, never shared with the App's: Bolt writes its retry settings into the object it gets here.
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: PING_TIMEOUT,
    installerOptions: { clientOptions: { slackApiUrl, retryConfig: RETRIES } },
  });
  const { client } = receiver;
  let isClosing = false;
  return {
    receiver,
    guard: (onRefused) => reconnectUntilRefused(client, { isClosing: () => isClosing, onRefused }),
    async close(stop) {
      isClosing = true;
      const closed = new Promise((resolve) => client.once("disconnected", resolve));
      await stop();
      // `stop` returns before the connection is closed; without an open connection no event follows.
      await Promise.race([closed, timers.setTimeout(PING_TIMEOUT)]);
    },
  };
}
