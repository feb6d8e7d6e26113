// Sends a reply once. An edit and a post with an enforced nonce can be repeated without harm when nobody knows whether
// they arrived; anything else is sent one time, and its asker is told to look.
import {
  type APIChannel,
  type Client,
  DiscordAPIError,
  MessageFlags,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from "discord.js";
import { ClosedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Address, Invocation, Platform, Send } from "#domain/platform.ts";
import { errorOf, readFailure } from "./failure.ts";
import type { Interaction } from "./invocation.ts";
import { reasonOf } from "./log.ts";
import { NO_MENTIONS, renderMessage } from "./render.ts";

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

/** An interaction is answered by its token, which works where the bot may not post. */
export function addressOfInteraction({ applicationId, token }: Interaction): Address {
  return { applicationId, token };
}

export function addressOfMessage({ id, guildId }: Readonly<{ id: string; guildId: string | null }>): Address {
  return { message: id, ...(guildId === null ? {} : { guildId }) };
}

type Sending = Readonly<{
  client: Client;
  /** The bot's. */
  token: string;
  /** Sends once and never repeats. Discord counts what interactions send apart, the library would not. */
  once: REST;
  log: Log;
}>;

export function createSender(sending: Sending): Platform["sender"] {
  return (invocation, address) => {
    const { applicationId, token } = address;
    if (applicationId === undefined || token === undefined) return byMessage(invocation, address, sending);
    return (invocation.via === "button" ? byFollowUp : byEdit)({ applicationId, token }, sending);
  };
}

type Token = Readonly<{ applicationId: string; token: string }>;

/** Commands and menus: an edit of the acknowledgement, which may be repeated. */
function byEdit({ applicationId, token }: Token, { once }: Sending): Send {
  const original = Routes.webhookMessage(applicationId, token);
  return async (reply) => {
    if (typeof reply === "string") await once.delete(original, { auth: false });
    else await repeat(() => once.patch(original, { body: bodyOf(reply), auth: false }));
  };
}

/** Buttons: a further message, once. */
function byFollowUp({ applicationId, token }: Token, { once }: Sending): Send {
  return async (reply) => {
    if (reply === "acknowledge") return;
    if (reply === "delete") {
      const original = Routes.webhookMessage(applicationId, token);
      await once.delete(original, { auth: false }).catch(unless(UNKNOWN_MESSAGE));
      return;
    }
    const body = bodyOf(reply);
    const seenBy = reply.audience === "asker" ? MessageFlags.Ephemeral : 0;
    const hidden = { ...body, flags: body.flags | seenBy };
    await once.post(Routes.webhook(applicationId, token), { body: hidden, auth: false }).catch((error) => {
      throw errorOf(error);
    });
  };
}

/** Mentions are answered by a reply, direct messages plainly. The nonce is the message's id: one answer a message. */
function byMessage(
  { asker, channel: { id: channel } }: Invocation,
  { message: id = "", guildId }: Address,
  { client, token, log }: Sending,
): Send {
  // The library forgets a token that was refused once, for ever.
  const rest = () => client.rest.setToken(token);
  const post = (to: string, reply: Message, more: object) =>
    repeat(() =>
      rest().post(Routes.channelMessages(to), { body: { ...bodyOf(reply), enforce_nonce: true, ...more } }),
    );
  return async (reply, failure) => {
    if (reply === "acknowledge") {
      // Nobody waits for it.
      await rest()
        .put(Routes.channelMessageOwnReaction(channel, id, encodeURIComponent("\u{1F44D}")))
        .catch((error) =>
          log.warn("reaction.failed", { platform: "discord", channel, error: reasonOf(error) }),
        );
      return;
    }
    if (reply === "delete") return;
    const nonce = failure === undefined ? id : `${id}f`;
    if (failure instanceof ClosedError) {
      // Where the bot may not write, its asker is told directly.
      const direct = await rest().post(Routes.userChannels(), { body: { recipient_id: asker.id } });
      return post((direct as Pick<APIChannel, "id">).id, reply, { nonce });
    }
    if (guildId === undefined) return post(channel, reply, { nonce });
    const reference = { message_id: id, fail_if_not_exists: false };
    await post(channel, reply, { nonce, message_reference: reference }).catch((error) => {
      if (!isCode(error instanceof ClosedError ? error.cause : error, NO_HISTORY)) throw error;
      return post(channel, reply, { nonce });
    });
  };
}

function bodyOf(message: Message) {
  return { ...renderMessage(message), allowed_mentions: NO_MENTIONS };
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
