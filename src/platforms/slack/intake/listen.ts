// Receives everything that Slack delivers: each event is stored and acknowledged, then answered where it was asked.
import type { App } from "@slack/bolt";
import type { Command } from "#bot/command.ts";
import { noTextMessage, outdatedMessage } from "#bot/messages/failure.ts";
import { outsideMessage } from "#bot/messages/scope.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Address, Bot, Platform, Request } from "#domain/platform.ts";
import type { InFlight } from "#platforms/shared/in-flight.ts";
import {
  isForeignCommand,
  isForeignEvent,
  isForeignInteraction,
  type ReadWorkspace,
} from "#platforms/slack/connection/workspace.ts";
import { renderMessage } from "#platforms/slack/render.ts";
import { addressOfMessage, addressOfResponse } from "#platforms/slack/reply.ts";
import { readButton, readInteraction, readMessage, readShortcut, readSlashCommand } from "./invocation.ts";
import { textOfMessage } from "./message-text.ts";
import { deferAcknowledgement } from "./patches.ts";
import { type Interaction, parseInteraction, parseMessageEvent, parseSlashCommand } from "./payload.ts";

type ListenDeps = Readonly<{
  bot: Bot;
  commands: readonly Command[];
  /** IBID_COMMAND_PREFIX. */
  prefix: string;
  inFlight: InFlight;
  sender: Platform["sender"];
  workspace: ReadWorkspace;
  log: Log;
}>;

type Acknowledge = () => Promise<unknown>;

/** Something that was addressed to the bot. */
type Received = Omit<Request, "send">;

/** What can be done with it. */
type Answering = Readonly<{
  answer(received: Received): Promise<void>;
  /** Without the bot, and without a trace in the inbox: only for words that are always the same. */
  tell(received: Received, message: Message): Promise<void>;
  /** Tells the asker that this command or button is no longer one of Ibid's. */
  disown(received: Received): Promise<void>;
  /** For what cannot be answered: it lacks who asks or where, or nobody waits. */
  drop(kind: string, acknowledge: Acknowledge): Promise<void>;
}>;

export function listen(app: App, deps: ListenDeps): void {
  const { inFlight } = deps;
  deferAcknowledgement(app);
  // Counted from the first middleware on, so that a stop waits for everything that was acknowledged.
  app.use(({ next }) => inFlight.run(next()));
  const answering = createAnswering(deps);
  listenToCommands(app, deps, answering);
  listenToButtons(app, deps, answering);
  listenToShortcuts(app, deps, answering);
  listenToOthers(app, answering);
  listenToMessages(app, deps, answering);
}

function createAnswering({ bot, sender, prefix, log }: ListenDeps): Answering {
  const tell: Answering["tell"] = async ({ invocation, address, acknowledge, refuse }, message) => {
    if (refuse !== undefined) return void (await refuse(message));
    await acknowledge();
    await sender(invocation, address)(message);
  };
  return {
    tell,
    answer: (received) => bot.respond({ ...received, send: sender(received.invocation, received.address) }),
    async disown(received) {
      log.warn("slack.outdated", { name: received.invocation.command.slice(0, MAX_NAME_LENGTH) });
      await tell(received, outdatedMessage(prefix));
    },
    async drop(kind, acknowledge) {
      log.warn("slack.unanswerable", { kind });
      await acknowledge();
    },
  };
}

const MAX_NAME_LENGTH = 80;

function listenToCommands(
  app: App,
  { commands, prefix, workspace }: ListenDeps,
  { answer, tell, disown, drop }: Answering,
): void {
  const typed = commands.filter(({ button }) => button !== true);
  const ours = new Map(typed.map((command) => [`/${prefix}${command.name}`, command]));
  app.command(/^/u, async ({ ack, payload }) => {
    const typedCommand = parseSlashCommand(payload);
    if (typedCommand === undefined) return drop("command", ack);
    const command = ours.get(typedCommand.command);
    const received: Received = {
      invocation: readSlashCommand(typedCommand, command),
      address: addressOfResponse(typedCommand.response_url),
      acknowledge: ack,
      refuse: (reply) => ack({ ...renderMessage(reply), response_type: "ephemeral" }),
    };
    if (isForeignCommand(typedCommand, await workspace())) return tell(received, outsideMessage());
    return command === undefined ? disown(received) : answer(received);
  });
}

function addressOf({ response_url, message }: Interaction): Address {
  return addressOfResponse(response_url, message?.thread_ts);
}

function listenToButtons(
  app: App,
  { workspace }: ListenDeps,
  { answer, tell, disown, drop }: Answering,
): void {
  app.action({}, async ({ ack, body, payload }) => {
    const pressed = parseInteraction(body);
    if (pressed === undefined) return drop("button", ack);
    const received = { invocation: readInteraction(pressed), address: addressOf(pressed), acknowledge: ack };
    if (isForeignInteraction(pressed, await workspace())) return tell(received, outsideMessage());
    const isButton = pressed.type === "block_actions" && payload.type === "button" && "value" in payload;
    const invocation = isButton ? readButton(pressed, payload.value) : undefined;
    return invocation === undefined ? disown(received) : answer({ ...received, invocation });
  });
}

function listenToShortcuts(
  app: App,
  { commands, workspace }: ListenDeps,
  { answer, tell, disown, drop }: Answering,
): void {
  app.shortcut({}, async ({ ack, body }) => {
    const used = parseInteraction(body);
    if (used === undefined) return drop("shortcut", ack);
    const received = { invocation: readInteraction(used), address: addressOf(used), acknowledge: ack };
    if (isForeignInteraction(used, await workspace())) return tell(received, outsideMessage());
    const isOnMessage = used.type === "message_action";
    const command = commands.find(
      ({ shortcut, name }) => shortcut !== undefined && name === used.callback_id,
    );
    if (command === undefined || !isOnMessage) return disown(received);
    const text = textOfMessage(used.message);
    if (text === "") return tell(received, noTextMessage());
    return answer({ ...received, invocation: readShortcut(used, text, command) });
  });
}

/** Ibid has neither views nor menus that ask for options; an older app may have. */
function listenToOthers(app: App, { disown, drop }: Answering): void {
  app.view({ type: "view_submission" }, async ({ ack, body }) => {
    const sent = parseInteraction(body);
    if (sent === undefined) return drop("view", ack);
    return disown({ invocation: readInteraction(sent), address: addressOf(sent), acknowledge: ack });
  });
  app.view({ type: "view_closed" }, ({ ack }) => drop("closed view", ack));
  app.options({}, ({ ack }) => drop("options", () => ack({ options: [] })));
}

function listenToMessages(
  app: App,
  { commands: [ask], workspace }: ListenDeps,
  { answer, tell, drop }: Answering,
): void {
  if (ask === undefined) throw new Error("the command table is empty");
  const onMessage = async (event: unknown, body: unknown, acknowledge: Acknowledge) => {
    const message = parseMessageEvent(event, body);
    if (message === undefined) return drop("message", acknowledge);
    const installed = await workspace();
    const invocation = readMessage(message, { ownUser: installed.botUserId ?? "", ask });
    if (invocation === undefined) return;
    const received = { invocation, address: addressOfMessage(message), acknowledge };
    if (!isForeignEvent(message, installed)) return answer(received);
    return tell(received, outsideMessage());
  };
  app.event("app_mention", ({ event, body, context }) => onMessage(event, body, context.acknowledge));
  app.message(({ message, body, context }) => onMessage(message, body, context.acknowledge));
}
