// Bolt's own methods, replaced at run time where no option does the job. Each names the version that it was written for:
// after an update, check whether it still applies. `test/platforms/slack` has a test for each.

import { promises as timers } from "node:timers";
import type { App, SocketModeReceiver } from "@slack/bolt";
import { refusalCode } from "./failure.ts";

/**
 * @slack/bolt 5.1.0 (App.processEvent) acknowledges an event before any listener runs, so a crash would lose the question.
 * Here listeners get `context.acknowledge` and call it once the event is stored; whatever they leave is acknowledged at the
 * end. Commands, actions and shortcuts are untouched: their listeners acknowledge already.
 */
export function deferAcknowledgement(app: App): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    if (event.body?.type !== "event_callback") return process(event);
    let acknowledged: Promise<void> | undefined;
    const acknowledge = () => (acknowledged ??= event.ack());
    const customProperties = { ...event.customProperties, acknowledge };
    await process({ ...event, ack: async () => undefined, customProperties });
    await acknowledge();
  };
}

type Client = SocketModeReceiver["client"];

// The pause in milliseconds before the next try, when the library's own retries are exhausted or do not apply.
const RECONNECT_PAUSE = 5_000;

type Reconnecting = Readonly<{
  isClosing(): boolean;
  /** Called with Slack's error code when it accepts the app token no more. */
  onRefused(code: string): void;
}>;

/**
 * @slack/socket-mode 3.1.0 (SocketModeClient.delayReconnectAttempt) reconnects by calling `start` and handles only its
 * success: a rejection would be an unhandled one and end the process. Here `start` tries until it succeeds, and never
 * settles once Slack has refused the token or the connection is being closed.
 */
export function reconnectUntilRefused(client: Client, { isClosing, onRefused }: Reconnecting): void {
  const start = client.start.bind(client);
  client.start = async () => {
    for (;;) {
      try {
        return await start();
      } catch (error) {
        const code = refusalCode(error);
        if (code !== undefined && !isClosing()) onRefused(code);
        if (code !== undefined || isClosing()) return new Promise<never>(() => undefined);
        await timers.setTimeout(RECONNECT_PAUSE);
      }
    }
  };
}
