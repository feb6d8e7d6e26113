// What a failed request to Discord means: whether to try again, whether it can ever work, whether it may have been posted.
import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from "discord.js";
import { ClosedError, UnconfirmedError } from "#domain/errors.ts";
import type { PostResult } from "#domain/platform.ts";
import { reasonOf } from "./log.ts";

export type Failure = Exclude<PostResult, { kind: "posted" }>;

const CHANNEL_CLOSED: ReadonlySet<string | number> = new Set([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.CannotSendMessagesInNonTextChannel,
  RESTJSONErrorCodes.ThreadLocked,
  RESTJSONErrorCodes.InvalidActionOnArchivedThread,
]);

// No connection was made, so nothing can have been posted.
const NOT_SENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT/u;
const UNREACHABLE_SECONDS = 30;

/** Returns `unknown` unless Discord definitely rejected the request. */
export function readFailure(error: unknown): Failure {
  const reason = reasonOf(error);
  if (error instanceof RateLimitError)
    return { kind: "limited", seconds: Math.ceil(Math.max(error.retryAfter, error.sublimitTimeout) / 1000) };
  if (error instanceof DiscordAPIError) {
    if (error.status === 401)
      return {
        kind: "closed",
        scope: "platform",
        reason: `${reason}. Set DISCORD_TOKEN to the bot's token.`,
      };
    if (error.status === 403 || CHANNEL_CLOSED.has(error.code))
      return { kind: "closed", scope: "channel", reason };
    return { kind: "rejected", reason };
  }
  if (!(error instanceof HTTPError) && NOT_SENT.test(reason))
    return { kind: "limited", seconds: UNREACHABLE_SECONDS };
  return { kind: "unknown", reason };
}

/** The error that tells the asker what happened; the same error when it is nothing special. */
export function errorForAsker(error: unknown): unknown {
  const failure = readFailure(error);
  if (failure.kind === "unknown") return new UnconfirmedError(failure.reason, { cause: error });
  if (failure.kind === "closed") return new ClosedError(failure.reason, { cause: error });
  return error;
}
