// What a failed request to Discord means: whether to try again, whether it can ever work, whether it may have been posted.
import {
  RESTJSONErrorCodes as Code,
  DiscordAPIError,
  DiscordjsError,
  HTTPError,
  RateLimitError,
} from "discord.js";
import { ClosedError, LimitedError, UnconfirmedError } from "#domain/errors.ts";
import type { PostFailure } from "#domain/platform.ts";
import { codeOf, reasonOf } from "./connection/log.ts";
import { UnreadableAnswerError } from "./connection/rest.ts";

/** docs.discord.com/developers/topics/opcodes-and-status-codes#json: refused for now. */
const TRANSIENT: ReadonlySet<string | number> = new Set([
  Code.ChannelSendRateLimit,
  Code.ServerSendRateLimit,
  Code.OpeningDirectMessagesTooFast,
  Code.SendMessagesHasBeenTemporarilyDisabled,
  Code.FeatureTemporarilyDisabledServerSide,
  Code.ServiceResourceIsBeingRateLimited,
  Code.APIResourceOverloaded,
]);

/** From the same list: refused until somebody changes the channel. */
const CHANNEL_CLOSED: ReadonlySet<string | number> = new Set([
  Code.UnknownChannel,
  Code.UnknownGuild,
  Code.MissingAccess,
  Code.MissingPermissions,
  Code.CannotSendMessagesToThisUser,
  Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
  Code.CannotSendMessagesInNonTextChannel,
  Code.CannotExecuteActionOnThisChannelType,
  Code.CannotSendAMessageInAForumChannel,
  Code.ThreadLocked,
  Code.InvalidActionOnArchivedThread,
]);

// No connection was made, so nothing can have been posted.
const NOT_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT/u;
// In seconds, where Discord does not say how long to wait.
const UNREACHABLE_WAIT = 30;
const TRANSIENT_WAIT = 30;
// Discord's Retry-After may be missing, zero, negative or no number at all.
const MIN_WAIT = 1;

/** Returns `unknown` unless Discord definitely rejected the request. */
export function readFailure(error: unknown): PostFailure {
  const reason = reasonOf(error);
  if (error instanceof RateLimitError) return { kind: "limited", seconds: Math.ceil(waitOf(error)) };
  if (error instanceof DiscordAPIError) return readRefusal(error, reason);
  if (isUnreachable(error)) return { kind: "limited", seconds: UNREACHABLE_WAIT };
  return { kind: "unknown", reason };
}

function readRefusal({ status, code }: DiscordAPIError, reason: string): PostFailure {
  if (TRANSIENT.has(code)) return { kind: "limited", seconds: TRANSIENT_WAIT };
  if (status === 401)
    return { kind: "closed", scope: "platform", reason: `${reason}. Set DISCORD_TOKEN to the bot's token.` };
  if (status === 403 || CHANNEL_CLOSED.has(code)) return { kind: "closed", scope: "channel", reason };
  return { kind: "rejected", reason };
}

/** In seconds, at least one. */
export function waitOf({ retryAfter, sublimitTimeout }: RateLimitError): number {
  const given = [retryAfter, sublimitTimeout].filter(Number.isFinite);
  return Math.max(MIN_WAIT, ...given.map((milliseconds) => milliseconds / 1000));
}

/** There was no connection to Discord. Nothing was sent. */
export function isUnreachable(error: unknown): boolean {
  return !(error instanceof HTTPError) && NOT_SENT.test(reasonOf(error));
}

/** The request failed on its way or met no Discord: name resolution, TLS, a refused or broken connection, a time-out. */
export function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof DiscordjsError || error instanceof DiscordAPIError)
    return false;
  return error.name === "AbortError" || codeOf(error) !== undefined;
}

/** Something other than Discord answered, such as a proxy with a page of its own. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof UnreadableAnswerError || error instanceof SyntaxError;
}

/** The request failed, and not by its own fault: it may have been carried out, and may succeed later. */
export function isOutage(error: unknown): boolean {
  return error instanceof HTTPError || isNetworkError(error) || isUnreadable(error);
}

/** The error that tells the asker what happened; the same error when it is nothing special. */
export function errorForAsker(error: unknown): unknown {
  if (error instanceof LimitedError) return error;
  const failure = readFailure(error);
  if (failure.kind === "unknown") return new UnconfirmedError(failure.reason, { cause: error });
  if (failure.kind === "closed") return new ClosedError(failure.reason, { cause: error });
  if (failure.kind === "limited") return new LimitedError(reasonOf(error), { cause: error });
  return error;
}
