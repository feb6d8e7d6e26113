// Sends a reply once. An edit and a post with an enforced nonce can be repeated without harm when nobody knows whether
// they arrived; anything else is sent one time, and its asker is told to look.
import {
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Message as DiscordMessage,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from "discord.js";
import { ClosedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Bot, Invocation } from "#domain/platform.ts";
import { errorOf, readFailure } from "./failure.ts";
import { reasonOf } from "./log.ts";
import { NO_MENTIONS, renderMessage } from "./render.ts";

type Interaction = ChatInputCommandInteraction | MessageContextMenuCommandInteraction | ButtonInteraction;

/** Tells Discord within its three seconds that an answer will come, for the asker alone. */
export async function acknowledge(interaction: Interaction): Promise<void> {
  try {
    if (interaction.isButton()) await interaction.deferUpdate();
    else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  } catch (error) {
    // A try before this one got through, ours or that of a second process: the inbox tells who answers.
    if (!isCode(error, ALREADY_ACKNOWLEDGED)) throw error;
    interaction.deferred = true;
  }
}

const {
  InteractionHasAlreadyBeenAcknowledged: ALREADY_ACKNOWLEDGED,
  UnknownMessage: UNKNOWN_MESSAGE,
  CannotReplyWithoutPermissionToReadMessageHistory: NO_HISTORY,
} = RESTJSONErrorCodes;

type Sending = Readonly<{
  bot: Bot;
  /** Sends once and never repeats. Discord counts what interactions send apart, the library would not. */
  once: REST;
}>;

/** Commands and menus: an edit of the acknowledgement, which may be repeated. */
export async function answerCommand(
  interaction: Exclude<Interaction, ButtonInteraction>,
  invocation: Invocation,
  { bot, once }: Sending,
): Promise<void> {
  const reply = await bot.handle(invocation);
  if (reply === "silence") return;
  if (typeof reply === "string") {
    await interaction.deleteReply();
    return;
  }
  const send = (message: Message) => {
    const body = { ...renderMessage(message), allowed_mentions: NO_MENTIONS };
    const original = Routes.webhookMessage(interaction.applicationId, interaction.token);
    return repeat(() => once.patch(original, { body, auth: false }));
  };
  await send(reply).catch((error) => send(bot.failed(invocation, error)));
}

/** Buttons: a further message by the interaction's token, which works where the bot may not post. */
export async function answerButton(
  interaction: ButtonInteraction,
  invocation: Invocation,
  { bot, once }: Sending,
): Promise<void> {
  const reply = await bot.handle(invocation);
  if (reply === "silence" || reply === "acknowledge") return;
  const send = async (message: Message) => {
    const { flags, components } = renderMessage(message);
    const seenBy = message.audience === "asker" ? MessageFlags.Ephemeral : 0;
    const body = { components, flags: flags | seenBy, allowed_mentions: NO_MENTIONS };
    await once.post(Routes.webhook(interaction.applicationId, interaction.token), { body, auth: false });
  };
  const done = reply === "delete" ? interaction.deleteReply().catch(unless(UNKNOWN_MESSAGE)) : send(reply);
  await done.catch((error) => send(bot.failed(invocation, errorOf(error))));
}

/** Mentions are answered by a reply, direct messages plainly. The nonce is the message's id: one answer a message. */
export async function answerMessage(
  message: DiscordMessage,
  invocation: Invocation,
  { bot, log }: Readonly<{ bot: Bot; log: Log }>,
): Promise<void> {
  const reply = await bot.handle(invocation);
  if (reply === "acknowledge")
    await message.react("\u{1F44D}").catch((error) => {
      log("no reaction", {
        platform: invocation.platform,
        channel: message.channelId,
        error: reasonOf(error),
      });
    });
  if (typeof reply === "string") return;
  await post(message, reply, message.id).catch(async (error) => {
    const apology = bot.failed(invocation, error);
    // Where the bot may not write, its asker is told directly.
    if (error instanceof ClosedError) await message.author.send(renderMessage(apology));
    else await post(message, apology, `${message.id}f`);
  });
}

async function post(message: DiscordMessage, reply: Message, nonce: string): Promise<void> {
  const { channel, client } = message;
  // The library forgets a token that was refused once, for ever.
  client.rest.setToken(client.token);
  if (!channel.isSendable()) throw new ClosedError(`a channel of type ${channel.type} takes no messages`);
  const payload = { ...renderMessage(reply), nonce, enforceNonce: true };
  const reference = { messageReference: message.id, failIfNotExists: false };
  const send = (more: object) => repeat(() => channel.send({ ...payload, ...more }));
  if (!message.inGuild()) return send({});
  await send({ reply: reference }).catch((error) => {
    if (!isCode(error, NO_HISTORY)) throw error;
    return send({});
  });
}

/** Once more when nobody knows whether the first try arrived. Throws what the asker has to be told. */
async function repeat(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (readFailure(error).kind !== "unknown") throw errorOf(error);
    await send().catch((again) => {
      throw errorOf(again);
    });
  }
}

function isCode(error: unknown, code: number): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}

function unless(code: number) {
  return (error: unknown): void => {
    if (!isCode(error, code)) throw error;
  };
}
