// What a failed request to Slack means: what may be tried again, what cannot work, and what may have been posted.
import { messageOf } from "#domain/errors.ts";
import type { PostResult } from "#domain/platform.ts";

export type Failure = Exclude<PostResult, { kind: "posted" }>;

/** Only what Slack surely did not take is anything but `unknown`. */
export function readFailure(error: unknown): Failure {
  const reason = messageOf(error);
  if (typeof error !== "object" || error === null) return { kind: "unknown", reason };
  if ("retryAfter" in error && typeof error.retryAfter === "number")
    return { kind: "limited", seconds: error.retryAfter };
  if ("data" in error) return readRefusal(error.data) ?? { kind: "unknown", reason };
  if (!("statusCode" in error) || typeof error.statusCode !== "number") return { kind: "unknown", reason };
  // Without a header that tells how long to wait.
  if (error.statusCode === 429) return { kind: "limited", seconds: 1 };
  return { kind: error.statusCode >= 500 ? "unknown" : "rejected", reason };
}

/** What Slack calls a token or an app that it does not take; undefined for every other failure. */
export function refusal(error: unknown): string | undefined {
  const failure = readFailure(error);
  return failure.kind === "closed" && failure.scope === "platform" ? failure.reason : undefined;
}

/** docs.slack.dev/reference/methods/chat.postMessage lists what Slack answers; what is in no list was refused as it is. */
function readRefusal(answer: unknown): Failure | undefined {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return undefined;
  const reason = String(answer.error);
  if (["ratelimited", "rate_limited", "message_limit_exceeded"].includes(reason))
    return { kind: "limited", seconds: 1 };
  if (UNCERTAIN.has(reason)) return { kind: "unknown", reason };
  if (CHANNEL_CLOSED.has(reason)) return { kind: "closed", scope: "channel", reason };
  if (PLATFORM_CLOSED.has(reason)) return { kind: "closed", scope: "platform", reason };
  return { kind: "rejected", reason };
}

const UNCERTAIN = new Set(["fatal_error", "internal_error", "request_timeout", "service_unavailable"]);

const CHANNEL_CLOSED = new Set([
  "channel_not_found",
  "channel_type_not_supported",
  "is_archived",
  "is_inactive",
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
  "account_inactive",
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
