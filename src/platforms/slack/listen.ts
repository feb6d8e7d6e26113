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

export function listen(app: App, listening: Listening): void {
  // From the first step to the last, so that a stop waits for whatever was acknowledged.
  app.use(({ next }) => listening.inFlight.run(next()));
  listenToCommands(app, listening);
  listenToInteractions(app, listening);
  listenToMessages(app, listening);
}

function listenToCommands(app: App, listening: Listening): void {
  const { commands, prefix } = listening;
  for (const command of commands.filter(({ button }) => button !== true))
    app.command(`/${prefix}${command.name}`, async ({ ack, payload, respond }) => {
      await ack();
      await answer(readSlashCommand(payload, command), { respond }, listening);
    });
}

function listenToInteractions(app: App, listening: Listening): void {
  app.action({ type: "block_actions" }, async ({ ack, body, payload, respond }) => {
    await ack();
    const invocation = payload.type === "button" ? readButton(body, payload.value) : undefined;
    const thread: unknown = body.message?.thread_ts;
    if (invocation === undefined) return;
    await answer(invocation, { respond, thread: typeof thread === "string" ? thread : undefined }, listening);
  });
  for (const command of listening.commands.filter(({ shortcut }) => shortcut !== undefined))
    app.shortcut(
      { callback_id: command.name, type: "message_action" },
      async ({ ack, shortcut, respond }) => {
        await ack();
        const { text = "", thread_ts } = shortcut.message;
        await answer(readShortcut(shortcut, text, command), { respond, thread: thread_ts }, listening);
      },
    );
}

type Answering = Readonly<{ respond: RespondFn; thread?: string | undefined }>;

async function answer(invocation: Invocation, answering: Answering, { bot, log }: Listening): Promise<void> {
  await answerByResponse(invocation, answering, { bot, log }).catch((error) =>
    logLost(log, invocation, error),
  );
}

function listenToMessages(app: App, { bot, commands, log }: Listening): void {
  const [ask] = commands;
  if (ask === undefined) throw new Error("the command table is empty");
  const hear = async (event: MessageEvent, eventId: string, ownUser = "") => {
    const invocation = readMessage(event, { eventId, ownUser, ask });
    if (invocation === undefined) return;
    const { channel, ts, thread_ts: thread } = event;
    const place = { channel, ts, thread };
    await answerByPost(invocation, place, { bot, log, client: app.client }).catch((error) =>
      logLost(log, invocation, error),
    );
  };
  app.event("app_mention", async ({ event, body, context }) => hear(event, body.event_id, context.botUserId));
  app.message(async ({ message, body, context }) => hear(message, body.event_id, context.botUserId));
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
