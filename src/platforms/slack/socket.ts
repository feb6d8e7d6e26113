// The Socket Mode connection: comes back after every cut, tells when Slack will have it no more, and closes in order.
import { type Logger, SocketModeReceiver } from "@slack/bolt";
import { refusal } from "./failure.ts";

// After a cut or a routine refresh Bolt waits this many milliseconds, deaf; its default is 5,000. Also how long it waits
// for a pong.
const PING_TIMEOUT = 2_000;
// The retries of one opening: half a second first, half a minute at most, some hours in all.
const RETRIES = { retries: 1000, minTimeout: 500, maxTimeout: 30_000 };
// When even these are used up, or fail in a way that Bolt does not retry.
const PAUSE = 5_000;

export type Socket = Readonly<{
  receiver: SocketModeReceiver;
  /** From the first connection on: nothing that goes wrong with a later one ends the process. */
  guard(refused: (code: string) => void): void;
  close(stop: () => Promise<unknown>): Promise<void>;
}>;

type Credentials = Readonly<{ appToken: string; slackApiUrl: string; logger: Logger }>;

export function createSocket({ appToken, slackApiUrl, logger }: Credentials): Socket {
  // Client options of its own: Bolt writes 100 retries into those that it is given for the socket.
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
    guard(refused) {
      const open = client.start.bind(client);
      // Bolt reconnects by calling `start` and looks at nothing but success: a rejection would end the process.
      client.start = async () => {
        for (;;) {
          try {
            return await open();
          } catch (error) {
            const code = refusal(error);
            if (code !== undefined && !isClosing) refused(code);
            if (code !== undefined || isClosing) return new Promise<never>(() => undefined);
            await sleep(PAUSE);
          }
        }
      };
    },
    async close(stop) {
      isClosing = true;
      const closed = new Promise((resolve) => client.once("disconnected", resolve));
      await stop();
      // `stop` returns before the connection is closed; where there is none at the moment no event comes.
      await Promise.race([closed, sleep(PING_TIMEOUT)]);
    },
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
