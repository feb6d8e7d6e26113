// Receives everything that Slack delivers: each event is stored and acknowledged, then answered where it was asked.
import type { App } from "@slack/bolt";
import type { Command } from "#bot/command.ts";
import type { Address, Bot, Invocation, Platform, Request } from "#domain/platform.ts";
import type { InFlight } from "#platforms/shared/in-flight.ts";
import { type MessageEvent, readButton, readMessage, readShortcut, readSlashCommand } from "./invocation.ts";
import { deferAcknowledgement } from "./patches.ts";
import { renderMessage } from "./render.ts";
import { addressOfMessage, addressOfResponse } from "./reply.ts";

type ListenDeps = Readonly<{
  bot: Bot;
  commands: readonly Command[];
  /** IBID_COMMAND_PREFIX. */
  prefix: string;
  inFlight: InFlight;
  sender: Platform["sender"];
}>;

type Acknowledge = () => Promise<unknown>;
type Acknowledgement = Pick<Request, "acknowledge" | "refuse">;
type Answer = (invocation: Invocation, address: Address, acknowledgement: Acknowledgement) => Promise<void>;

export function listen(app: App, { bot, commands, prefix, inFlight, sender }: ListenDeps): void {
  deferAcknowledgement(app);
  // Counted from the first middleware on, so that a stop waits for everything that was acknowledged.
  app.use(({ next }) => inFlight.run(next()));
  const answer: Answer = (invocation, address, acknowledgement) =>
    bot.respond({ invocation, address, ...acknowledgement, send: sender(invocation, address) });
  listenToCommands(app, commands, { prefix, answer });
  listenToInteractions(app, commands, answer);
  listenToMessages(app, commands, answer);
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
  type Delivery = Readonly<{ eventId: string; ownUser?: string | undefined; acknowledge: Acknowledge }>;
  const onMessage = async (event: MessageEvent, { eventId, ownUser = "", acknowledge }: Delivery) => {
    const invocation = readMessage(event, { eventId, ownUser, ask });
    if (invocation !== undefined) await answer(invocation, addressOfMessage(event), { acknowledge });
  };
  app.event("app_mention", ({ event, body: { event_id }, context }) =>
    onMessage(event, { eventId: event_id, ownUser: context.botUserId, acknowledge: context.acknowledge }),
  );
  app.message(({ message, body: { event_id }, context }) =>
    onMessage(message, { eventId: event_id, ownUser: context.botUserId, acknowledge: context.acknowledge }),
  );
}
