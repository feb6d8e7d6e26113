// What Slack sends in: written down and acknowledged first, then answered where it was asked.
import type { App } from "@slack/bolt";
import type { Command } from "#bot/command.ts";
import type { Address, Bot, Invocation, Platform, Request } from "#domain/platform.ts";
import type { InFlight } from "#platforms/shared/in-flight.ts";
import { type MessageEvent, readButton, readMessage, readShortcut, readSlashCommand } from "./invocation.ts";
import { renderMessage } from "./render.ts";
import { addressOfMessage, addressOfResponse } from "./reply.ts";

export type Listening = Readonly<{
  bot: Bot;
  commands: readonly Command[];
  prefix: string;
  inFlight: InFlight;
  sender: Platform["sender"];
}>;

type Acknowledge = () => Promise<unknown>;
type Way = Pick<Request, "acknowledge" | "refuse">;
type Answer = (invocation: Invocation, address: Address, way: Way) => Promise<void>;

export function listen(app: App, { bot, commands, prefix, inFlight, sender }: Listening): void {
  deferAcknowledgement(app);
  // From the first step to the last, so that a stop waits for whatever was acknowledged.
  app.use(({ next }) => inFlight.run(next()));
  const answer: Answer = (invocation, address, way) =>
    bot.respond({ invocation, address, ...way, send: sender(invocation, address) });
  listenToCommands(app, commands, { prefix, answer });
  listenToInteractions(app, commands, answer);
  listenToMessages(app, commands, answer);
}

/** Bolt acknowledges an event before its listeners know of it; here they do, once it is written down. */
function deferAcknowledgement(app: App): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    if (event.body?.type !== "event_callback") return process(event);
    let acknowledged: Promise<void> | undefined;
    const acknowledge = () => (acknowledged ??= event.ack());
    const customProperties = { ...event.customProperties, acknowledge };
    await process({ ...event, ack: async () => undefined, customProperties });
    // What is none of ours has arrived too.
    await acknowledge();
  };
}

function listenToCommands(
  app: App,
  commands: readonly Command[],
  { prefix, answer }: Readonly<{ prefix: string; answer: Answer }>,
): void {
  for (const command of commands.filter(({ button }) => button !== true))
    app.command(`/${prefix}${command.name}`, ({ ack, payload }) =>
      answer(readSlashCommand(payload, command), addressOfResponse(payload.response_url), {
        acknowledge: ack,
        refuse: (reply) => ack({ ...renderMessage(reply), response_type: "ephemeral" }),
      }),
    );
}

function listenToInteractions(app: App, commands: readonly Command[], answer: Answer): void {
  app.action({ type: "block_actions" }, async ({ ack, body, payload }) => {
    const invocation = payload.type === "button" ? readButton(body, payload.value) : undefined;
    const thread: unknown = body.message?.thread_ts;
    const address = addressOfResponse(body.response_url, typeof thread === "string" ? thread : undefined);
    await (invocation === undefined ? ack() : answer(invocation, address, { acknowledge: ack }));
  });
  for (const command of commands.filter(({ shortcut }) => shortcut !== undefined))
    app.shortcut({ callback_id: command.name, type: "message_action" }, ({ ack, shortcut }) => {
      const { text = "", thread_ts } = shortcut.message;
      const address = addressOfResponse(shortcut.response_url, thread_ts);
      return answer(readShortcut(shortcut, text, command), address, { acknowledge: ack });
    });
}

function listenToMessages(app: App, [ask]: readonly Command[], answer: Answer): void {
  if (ask === undefined) throw new Error("the command table is empty");
  type Delivered = Readonly<{ eventId: string; ownUser?: string | undefined; acknowledge: Acknowledge }>;
  const hear = async (event: MessageEvent, { eventId, ownUser = "", acknowledge }: Delivered) => {
    const invocation = readMessage(event, { eventId, ownUser, ask });
    if (invocation !== undefined) await answer(invocation, addressOfMessage(event), { acknowledge });
  };
  app.event("app_mention", ({ event, body: { event_id }, context }) =>
    hear(event, { eventId: event_id, ownUser: context.botUserId, acknowledge: context.acknowledge }),
  );
  app.message(({ message, body: { event_id }, context }) =>
    hear(message, { eventId: event_id, ownUser: context.botUserId, acknowledge: context.acknowledge }),
  );
}
