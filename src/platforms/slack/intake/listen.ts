// Receives everything that Slack delivers: each event is stored and acknowledged, then answered where it was asked.
import type { App } from "@slack/bolt";
import type { Command } from "#bot/command.ts";
import { noTextMessage, outdatedMessage } from "#bot/messages/failure.ts";
import { outsideMessage } from "#bot/messages/scope.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Bot, Platform, Request } from "#domain/platform.ts";
import type { InFlight } from "#platforms/shared/in-flight.ts";
import type { ReadWorkspace, Workspace } from "#platforms/slack/connection/workspace.ts";
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
  /**
   * Without the bot, and without a trace in the inbox: only for words that are always the same. Whom the event itself shows
   * to be from outside is told that instead.
   */
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
  listenToOthers(app, deps, answering);
  listenToMessages(app, deps, answering);
}

function createAnswering({ bot, sender, prefix, log }: ListenDeps): Answering {
  const tell: Answering["tell"] = async ({ invocation, address, acknowledge, refuse }, message) => {
    const isOutside = invocation.asker.isOutsider === true || invocation.channel.isShared === true;
    const reply = isOutside ? outsideMessage() : message;
    if (refuse !== undefined) return void (await refuse(reply));
    await acknowledge();
    await sender(invocation, address)(reply);
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
  { answer, disown, drop }: Answering,
): void {
  const typed = commands.filter(({ button }) => button !== true);
  const ours = new Map(typed.map((command) => [`/${prefix}${command.name}`, command]));
  app.command(/^/u, async ({ ack, payload }) => {
    const typedCommand = parseSlashCommand(payload);
    if (typedCommand === undefined) return drop("command", ack);
    const command = ours.get(typedCommand.command);
    const received: Received = {
      invocation: readSlashCommand(typedCommand, await workspace(), command),
      address: addressOfResponse(typedCommand.response_url),
      acknowledge: ack,
      refuse: (reply) => ack({ ...renderMessage(reply), response_type: "ephemeral" }),
    };
    return command === undefined ? disown(received) : answer(received);
  });
}

function receivedBy(interaction: Interaction, workspace: Workspace, acknowledge: Acknowledge): Received {
  const { response_url, message } = interaction;
  const address = addressOfResponse(response_url, message?.thread_ts);
  return { invocation: readInteraction(interaction, workspace), address, acknowledge };
}

function listenToButtons(app: App, { workspace }: ListenDeps, { answer, disown, drop }: Answering): void {
  app.action({}, async ({ ack, body, payload }) => {
    const pressed = parseInteraction(body);
    if (pressed === undefined) return drop("button", ack);
    const received = receivedBy(pressed, await workspace(), ack);
    const isButton = pressed.type === "block_actions" && payload.type === "button" && "value" in payload;
    const invocation = isButton ? readButton(received.invocation, pressed, payload.value) : undefined;
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
    const received = receivedBy(used, await workspace(), ack);
    const isOnMessage = used.type === "message_action";
    const command = commands.find(
      ({ shortcut, name }) => shortcut !== undefined && name === used.callback_id,
    );
    if (command === undefined || !isOnMessage) return disown(received);
    const text = textOfMessage(used.message);
    if (text === "") return tell(received, noTextMessage());
    return answer({ ...received, invocation: readShortcut(received.invocation, text, command) });
  });
}

/** Ibid has neither views nor menus that ask for options; an older app may have. */
function listenToOthers(app: App, { workspace }: ListenDeps, { disown, drop }: Answering): void {
  app.view({ type: "view_submission" }, async ({ ack, body }) => {
    const sent = parseInteraction(body);
    if (sent === undefined) return drop("view", ack);
    return disown(receivedBy(sent, await workspace(), ack));
  });
  app.view({ type: "view_closed" }, ({ ack }) => drop("closed view", ack));
  app.options({}, ({ ack }) => drop("options", () => ack({ options: [] })));
}

function listenToMessages(
  app: App,
  { commands: [ask], workspace }: ListenDeps,
  { answer, drop }: Answering,
): void {
  if (ask === undefined) throw new Error("the command table is empty");
  const onMessage = async (event: unknown, body: unknown, acknowledge: Acknowledge) => {
    const message = parseMessageEvent(event, body);
    if (message === undefined) return drop("message", acknowledge);
    const invocation = readMessage(message, await workspace(), ask);
    if (invocation === undefined) return;
    return answer({ invocation, address: addressOfMessage(message), acknowledge });
  };
  app.event("app_mention", ({ event, body, context }) => onMessage(event, body, context.acknowledge));
  app.message(({ message, body, context }) => onMessage(message, body, context.acknowledge));
}
