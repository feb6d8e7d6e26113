// What a failed request to Slack means: whether to try again, whether it can ever work, whether it may have been posted.
import { causeCode, causeOf, messageOf } from "#domain/errors.ts";
import type { PostFailure } from "#domain/platform.ts";

// Seconds to wait when Slack does not say how long.
const DEFAULT_WAIT = 1;

/** Returns `unknown` unless Slack definitely rejected the request. */
export function readFailure(error: unknown): PostFailure {
  const reason = reasonOf(error);
  if (typeof error !== "object" || error === null) return { kind: "unknown", reason };
  if ("retryAfter" in error && typeof error.retryAfter === "number")
    return { kind: "limited", seconds: error.retryAfter };
  if ("data" in error) return readErrorCode(error) ?? { kind: "unknown", reason: UNREADABLE };
  if (!("statusCode" in error) || typeof error.statusCode !== "number") return { kind: "unknown", reason };
  if (error.statusCode === 429) return { kind: "limited", seconds: DEFAULT_WAIT };
  return { kind: error.statusCode >= 500 ? "unknown" : "rejected", reason };
}

// Instead of the answer itself, which may be a whole page of HTML.
const UNREADABLE = "Slack's answer cannot be read";

/** Slack's code when it refuses the token or the app; undefined for failures that pass without a change of settings. */
export function refusalCode(error: unknown): string | undefined {
  const failure = readFailure(error);
  const isRefusal = failure.kind === "closed" && failure.scope === "platform" && !PASSING.has(failure.reason);
  return isRefusal ? failure.reason : undefined;
}

/** The message of an error and what caused it: "fetch failed: ENOTFOUND", or the cause's message where it has no code. */
export function reasonOf(error: unknown): string {
  const message = messageOf(error);
  const cause = causeOf(error);
  return cause === undefined || causeCode(error) !== undefined ? message : `${message} (${cause.message})`;
}

/** The code with which Slack answered; undefined when it did not, or answered something else. */
export function errorCode(error: unknown): string | undefined {
  const data: unknown =
    typeof error === "object" && error !== null && "data" in error ? error.data : undefined;
  if (typeof data !== "object" || data === null || !("error" in data)) return undefined;
  return typeof data.error === "string" && /^\w{1,100}$/u.test(data.error) ? data.error : undefined;
}

/**
 * docs.slack.dev/reference/methods/chat.postMessage lists the codes. One that is in no list below means that the message
 * itself was rejected.
 */
function readErrorCode(error: object): PostFailure | undefined {
  const reason = errorCode(error);
  if (reason === undefined) return undefined;
  if (RATE_LIMITED.has(reason)) return { kind: "limited", seconds: DEFAULT_WAIT };
  if (UNCERTAIN.has(reason)) return { kind: "unknown", reason };
  if (CHANNEL_CLOSED.has(reason)) return { kind: "closed", scope: "channel", reason };
  if (PLATFORM_CLOSED.has(reason)) return { kind: "closed", scope: "platform", reason };
  return { kind: "rejected", reason };
}

const RATE_LIMITED = new Set(["ratelimited", "rate_limited", "message_limit_exceeded"]);

const UNCERTAIN = new Set(["fatal_error", "internal_error", "request_timeout", "service_unavailable"]);

const CHANNEL_CLOSED = new Set([
  "channel_not_found",
  "channel_type_not_supported",
  "is_archived",
  "is_inactive",
  "messages_tab_disabled",
  "not_in_channel",
  "restricted_action",
  "restricted_action_non_threadable_channel",
  "restricted_action_read_only_channel",
  "restricted_action_thread_locked",
  "restricted_action_thread_only_channel",
  "user_not_in_channel",
]);

const PLATFORM_CLOSED = new Set([
  "access_denied",
  "accesslimited",
  "account_inactive",
  "app_access_restricted",
  "ekm_access_denied",
  "enterprise_is_restricted",
  "invalid_auth",
  "missing_scope",
  "no_permission",
  "not_allowed_token_type",
  "not_authed",
  "org_login_required",
  "team_access_not_granted",
  "team_added_to_org",
  "team_disabled",
  "token_expired",
  "token_revoked",
  "two_factor_setup_required",
  "user_removed_from_team",
]);

// Those of PLATFORM_CLOSED that pass by themselves: the network is not allowed, posting is suspended, the workspace moves.
const PASSING = new Set(["accesslimited", "ekm_access_denied", "org_login_required", "team_added_to_org"]);
