// Sends a reply once. Edits, and posts with an enforced nonce, can safely be repeated when their outcome is unknown.
// Anything else is sent a single time, and the asker is told to look.
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
import { errorForAsker, readFailure } from "./failure.ts";
import type { Interaction } from "./invocation.ts";
import { reasonOf } from "./log.ts";
import { NO_MENTIONS, renderMessage } from "./render.ts";

/** Discord wants this within three seconds. The answer that follows is visible to the asker only. */
export async function acknowledge(interaction: Interaction): Promise<void> {
  try {
    if (interaction.isButton()) await interaction.deferUpdate();
    else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  } catch (error) {
    // An earlier try arrived after all, or another process was first: the inbox decides which one answers.
    if (!isCode(error, ALREADY_ACKNOWLEDGED)) throw error;
    interaction.deferred = true;
  }
}

const {
  InteractionHasAlreadyBeenAcknowledged: ALREADY_ACKNOWLEDGED,
  UnknownMessage: UNKNOWN_MESSAGE,
  CannotReplyWithoutPermissionToReadMessageHistory: NO_HISTORY,
} = RESTJSONErrorCodes;

/** An interaction is answered by its token, which also works where the bot may not post. */
export function addressOfInteraction({ applicationId, token }: Interaction): Address {
  return { applicationId, token };
}

export function addressOfMessage({ id, guildId }: Readonly<{ id: string; guildId: string | null }>): Address {
  return { message: id, ...(guildId === null ? {} : { guildId }) };
}

type SenderDeps = Readonly<{
  client: Client;
  /** The bot's. */
  token: string;
  /** Never retries, and has no global rate limit: Discord does not count answers to interactions towards that. */
  once: REST;
  log: Log;
}>;

export function createSender(deps: SenderDeps): Platform["sender"] {
  return (invocation, address) => {
    const { applicationId, token } = address;
    if (applicationId === undefined || token === undefined) return byMessage(invocation, address, deps);
    return (invocation.via === "button" ? byFollowUp : byEdit)({ applicationId, token }, deps);
  };
}

type InteractionToken = Readonly<{ applicationId: string; token: string }>;

/** Commands and menus: edits the acknowledgement, which may be repeated. */
function byEdit({ applicationId, token }: InteractionToken, { once }: SenderDeps): Send {
  const original = Routes.webhookMessage(applicationId, token);
  return async (reply) => {
    if (typeof reply === "string") await once.delete(original, { auth: false });
    else await repeat(() => once.patch(original, { body: bodyOf(reply), auth: false }));
  };
}

/** Buttons: sends one more message, once. */
function byFollowUp({ applicationId, token }: InteractionToken, { once }: SenderDeps): Send {
  return async (reply) => {
    if (reply === "acknowledge") return;
    if (reply === "delete") {
      const original = Routes.webhookMessage(applicationId, token);
      await once.delete(original, { auth: false }).catch(unless(UNKNOWN_MESSAGE));
      return;
    }
    const body = bodyOf(reply);
    const visibility = reply.audience === "asker" ? MessageFlags.Ephemeral : 0;
    const followUp = { ...body, flags: body.flags | visibility };
    await once.post(Routes.webhook(applicationId, token), { body: followUp, auth: false }).catch((error) => {
      throw errorForAsker(error);
    });
  };
}

/**
 * Mentions are answered by a reply to them, direct messages by a plain message. The nonce is the id of the question's
 * message, so that Discord accepts one answer to each.
 */
function byMessage(
  { asker, channel: { id: channel } }: Invocation,
  { message: id = "", guildId }: Address,
  { client, token, log }: SenderDeps,
): Send {
  // Set before each request: once a token was refused, the library forgets it for good.
  const rest = () => client.rest.setToken(token);
  const post = (to: string, reply: Message, more: object) =>
    repeat(() =>
      rest().post(Routes.channelMessages(to), { body: { ...bodyOf(reply), enforce_nonce: true, ...more } }),
    );
  return async (reply, failure) => {
    if (reply === "acknowledge") {
      // A missing reaction is only logged: nobody waits for it.
      await rest()
        .put(Routes.channelMessageOwnReaction(channel, id, encodeURIComponent("\u{1F44D}")))
        .catch((error) =>
          log.warn("reaction.failed", { platform: "discord", channel, error: reasonOf(error) }),
        );
      return;
    }
    if (reply === "delete") return;
    // The apology for a failed answer must not be dropped as its repeat.
    const nonce = failure === undefined ? id : `${id}f`;
    if (failure instanceof ClosedError) {
      // The bot may not post in the channel: write to the asker directly.
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

/** Tries once more when the outcome of the first try is unknown. Throws the errors that the asker has to be told about. */
async function repeat(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (readFailure(error).kind !== "unknown") throw errorForAsker(error);
    await send().catch((secondError) => {
      throw errorForAsker(secondError);
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
