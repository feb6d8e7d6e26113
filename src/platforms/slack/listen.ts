// What Slack sends in: acknowledged first, always; then answered where it was asked.
import type { App, RespondFn } from "@slack/bolt";
import type { Command } from "#bot/command.ts";
import type { InFlight } from "#bot/in-flight.ts";
import type { Log } from "#domain/log.ts";
import type { Bot, Invocation } from "#domain/platform.ts";
import { type MessageEvent, readButton, readMessage, readShortcut, readSlashCommand } from "./invocation.ts";
import { answerByPost, answerByResponse } from "./reply.ts";

export type Listening = Readonly<{
  bot: Bot;
  commands: readonly Command[];
  prefix: string;
  inFlight: InFlight;
  log: Log;
}>;

/** Callback id of the message shortcut "Find in the reports". */
export const FIND_SHORTCUT = "find";

export function listen(app: App, listening: Listening): void {
  const { commands, prefix, inFlight, log } = listening;
  const ask = commands[0];
  if (ask === undefined) throw new Error("the command table is empty");
  const respond = (invocation: Invocation, by: RespondFn) =>
    inFlight
      .run(answerByResponse(invocation, by, listening.bot))
      .catch((error) => logLost(log, invocation, error));
  for (const command of commands.filter(({ button }) => button !== true)) {
    app.command(`/${prefix}${command.name}`, async ({ ack, payload, respond: by }) => {
      await ack();
      await respond(readSlashCommand(payload, command), by);
    });
  }
  app.action({ type: "block_actions" }, async ({ ack, body, payload, respond: by }) => {
    await ack();
    const invocation = payload.type === "button" ? readButton(body, payload.value) : undefined;
    if (invocation !== undefined) await respond(invocation, by);
  });
  app.shortcut(FIND_SHORTCUT, async ({ ack, shortcut, respond: by }) => {
    await ack();
    if (shortcut.type === "message_action")
      await respond(readShortcut(shortcut, shortcut.message.text ?? "", ask), by);
  });
  listenToMessages(app, ask, listening);
}

function listenToMessages(app: App, ask: Command, listening: Listening): void {
  const { bot, inFlight, log } = listening;
  const answer = async (event: MessageEvent, eventId: string, ownUser = "") => {
    const invocation = readMessage(event, eventId, ownUser, ask);
    if (invocation === undefined) return;
    // A mention is answered in its thread; a direct conversation goes on where it is.
    const thread = event.thread_ts ?? (invocation.via === "mention" ? event.ts : undefined);
    const place = {
      channel: event.channel,
      ts: event.ts,
      ...(thread === undefined ? {} : { thread_ts: thread }),
    };
    await inFlight
      .run(answerByPost(invocation, place, { bot, log, client: app.client }))
      .catch((error) => logLost(log, invocation, error));
  };
  app.event("app_mention", async ({ event, body, context }) =>
    answer(event, body.event_id, context.botUserId),
  );
  app.message(async ({ message, body, context }) => answer(message, body.event_id, context.botUserId));
}

/** The last boundary: an answer that could be neither sent nor apologised for is in the log. */
function logLost(log: Log, { command, channel }: Invocation, error: unknown): void {
  log("answer lost", {
    platform: "slack",
    command,
    channel: channel.id,
    error: error instanceof Error ? error.message : "",
  });
}
