// Sends a reply once. Edits, and posts with an enforced nonce, can safely be repeated when their outcome is unknown.
// Anything else is sent a single time, and the asker is told to look.
import { DiscordAPIError, MessageFlags, type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import { ClosedError, LimitedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Address, Invocation, Platform, Send, SendHooks } from "#domain/platform.ts";
import { reasonOf } from "./connection/log.ts";
import { idOf, openDirectChannel } from "./connection/rest.ts";
import { type Attempt, createQueues, withRetries } from "./connection/retry.ts";
import { errorForAsker } from "./failure.ts";
import type { Interaction } from "./intake/invocation.ts";
import { NONCE_MEMORY } from "./limits.ts";
import { NO_MENTIONS, renderMessage } from "./render.ts";

const SECOND = 1000;
// Discord accepts an acknowledgement for three seconds.
const MAX_ACKNOWLEDGING_TIME = 2.5 * SECOND;
// With the request that is running at the end, each is less than the bot waits for an answer, or for an apology.
const MAX_SENDING_TIME = 85 * SECOND;
const MAX_APOLOGY_TIME = 25 * SECOND;

const {
  InteractionHasAlreadyBeenAcknowledged: ALREADY_ACKNOWLEDGED,
  UnknownMessage: UNKNOWN_MESSAGE,
  CannotReplyWithoutPermissionToReadMessageHistory: NO_HISTORY,
} = RESTJSONErrorCodes;

/** Discord wants this within three seconds. The answer that follows is visible to the asker only. */
export async function acknowledge(interaction: Interaction, log: Log): Promise<void> {
  const send = async () => {
    if (interaction.isButton()) await interaction.deferUpdate();
    else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  };
  const over = AbortSignal.timeout(MAX_ACKNOWLEDGING_TIME);
  await withRetries(send, { over, repeatable: true, log }).catch((error) => {
    // An earlier try arrived after all, or another process was first: the inbox decides which one answers.
    if (!isCode(error, ALREADY_ACKNOWLEDGED)) throw error;
    interaction.deferred = true;
  });
}

/** An interaction is answered by its token, which also works where the bot may not post. */
export function addressOfInteraction({ applicationId, token }: Interaction): Address {
  return { applicationId, token };
}

export function addressOfMessage({ id, guildId }: Readonly<{ id: string; guildId: string | null }>): Address {
  return { message: id, ...(guildId === null ? {} : { guildId }) };
}

type SenderDeps = Readonly<{
  rest: () => REST;
  log: Log;
}>;

export function createSender(deps: SenderDeps): Platform["sender"] {
  const requests = createRequests(deps);
  return (invocation, address) => {
    const { applicationId, token } = address;
    if (applicationId === undefined || token === undefined)
      return Object.assign(byMessage(invocation, address, requests), { repeatableFor: NONCE_MEMORY });
    if (invocation.via === "button") return byFollowUp(invocation, { applicationId, token }, requests);
    const send = byEdit(invocation, { applicationId, token }, requests);
    return Object.assign(send, { repeatableFor: Number.POSITIVE_INFINITY });
  };
}

type InteractionToken = Readonly<{ applicationId: string; token: string }>;

/** Commands and menus: edits the acknowledgement, which may be repeated. */
function byEdit(
  invocation: Invocation,
  { applicationId, token }: InteractionToken,
  { rest, repeatable, tell }: Requests,
): Send {
  const original = Routes.webhookMessage(applicationId, token);
  return async (reply, failure, hooks) => {
    const attempt = attemptOf(failure, hooks);
    if (typeof reply === "string") await repeatable(attempt, () => deleteMessage(rest(), original));
    else if (failure instanceof LimitedError) await tell(invocation, reply, attempt);
    else {
      const edit = { body: bodyOf(reply), auth: false };
      await repeatable(attempt, async () => idOf(await rest().patch(original, edit)));
    }
  };
}

/** Buttons: sends one more message, once. */
function byFollowUp(
  invocation: Invocation,
  { applicationId, token }: InteractionToken,
  { rest, repeatable, once, tell }: Requests,
): Send {
  return async (reply, failure, hooks) => {
    const attempt = attemptOf(failure, hooks);
    if (reply === "acknowledge") return;
    if (reply === "delete") {
      const original = Routes.webhookMessage(applicationId, token);
      await repeatable(attempt, () => deleteMessage(rest(), original));
    } else if (failure instanceof LimitedError) await tell(invocation, reply, attempt);
    else {
      const body = bodyOf(reply);
      const visibility = reply.audience === "asker" ? MessageFlags.Ephemeral : 0;
      const followUp = { body: { ...body, flags: body.flags | visibility }, auth: false };
      await once(attempt, async () =>
        idOf(await rest().post(Routes.webhook(applicationId, token), followUp)),
      );
    }
  };
}

/**
 * Mentions are answered by a reply to them, direct messages by a plain message. The nonce is the id of the question's
 * message, so that Discord accepts one answer to each, whichever process sends it.
 */
function byMessage(
  invocation: Invocation,
  { message: id = "", guildId }: Address,
  { rest, repeatable, post, tell, log }: Requests,
): Send {
  const channel = invocation.channel.id;
  return async (reply, failure, hooks) => {
    const attempt = attemptOf(failure, hooks);
    if (reply === "acknowledge") {
      const reaction = Routes.channelMessageOwnReaction(channel, id, encodeURIComponent("\u{1F44D}"));
      // A missing reaction is only logged: nobody waits for it.
      await repeatable(attempt, () => rest().put(reaction)).catch((error) =>
        log.warn("reaction.failed", { platform: "discord", channel, error: reasonOf(error) }),
      );
      return;
    }
    if (reply === "delete") return;
    if (failure instanceof ClosedError || failure instanceof LimitedError)
      return tell(invocation, reply, attempt);
    // The apology for a failed answer must not be dropped as its repeat.
    const nonce = failure === undefined ? id : apologyNonce(id);
    if (guildId === undefined) return post({ channel, message: reply, nonce }, attempt);
    const reference = { message_id: id, fail_if_not_exists: false };
    await post({ channel, message: reply, nonce, reference }, attempt).catch((error) => {
      if (!isCode(error instanceof ClosedError ? error.cause : error, NO_HISTORY)) throw error;
      return post({ channel, message: reply, nonce }, attempt);
    });
  };
}

type NewPost = Readonly<{ channel: string; message: Message; nonce: string; reference?: object }>;

/** Requests that are tried again within bounds. They throw the errors that the asker has to be told about. */
type Requests = Readonly<{
  rest(): REST;
  /** For what is the same when it is done twice. */
  repeatable(attempt: Attempt, request: () => Promise<unknown>): Promise<void>;
  once(attempt: Attempt, request: () => Promise<unknown>): Promise<void>;
  /** Waits for earlier posts to the channel. */
  post(post: NewPost, attempt: Attempt): Promise<void>;
  /** Writes to the asker directly: where the question was asked the bot may not post, or not for a while. */
  tell(invocation: Invocation, message: Message, attempt: Attempt): Promise<void>;
  log: Log;
}>;

function createRequests({ rest, log }: SenderDeps): Requests {
  const queues = createQueues();
  const run = async <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error) => {
      throw errorForAsker(error);
    });
  const post: Requests["post"] = async ({ channel, message, nonce, reference }, attempt) => {
    const body = {
      ...bodyOf(message),
      ...{ nonce, enforce_nonce: true },
      ...(reference === undefined ? {} : { message_reference: reference }),
    };
    const send = async () => idOf(await rest().post(Routes.channelMessages(channel), { body }));
    await run(queues(channel, attempt, () => withRetries(send, { ...attempt, repeatable: true, log })));
  };
  return {
    rest,
    log,
    post,
    repeatable: async (attempt, request) =>
      void (await run(withRetries(request, { ...attempt, repeatable: true, log }))),
    once: async (attempt, request) =>
      void (await run(withRetries(request, { ...attempt, repeatable: false, log }))),
    async tell({ asker, keys }, message, attempt) {
      const open = () => openDirectChannel(rest(), asker.id);
      const channel = await run(withRetries(open, { ...attempt, repeatable: true, log }));
      if (channel === undefined) return;
      const id = /\d+$/u.exec(keys[0] ?? "")?.[0] ?? "";
      await post({ channel, message, nonce: apologyNonce(id) }, attempt);
    },
  };
}

function attemptOf(failure: unknown, hooks: SendHooks | undefined): Attempt {
  const over = AbortSignal.timeout(failure === undefined ? MAX_SENDING_TIME : MAX_APOLOGY_TIME);
  return hooks === undefined ? { over } : { over, hooks };
}

function apologyNonce(id: string): string {
  return `${id}f`;
}

function bodyOf(message: Message) {
  return { ...renderMessage(message), allowed_mentions: NO_MENTIONS };
}

function isCode(error: unknown, code: number): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}

/** One that is gone already counts as deleted. */
async function deleteMessage(rest: REST, route: `/${string}`): Promise<void> {
  await rest.delete(route, { auth: false }).catch((error) => {
    if (!isCode(error, UNKNOWN_MESSAGE)) throw error;
  });
}
