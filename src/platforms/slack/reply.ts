// Sends a reply once. A rate-limited request was definitely not posted and is repeated. After any other failure that is not
// a plain rejection the outcome is unknown: nothing is repeated, and the asker is told in private to look.
import { promises as timers } from "node:timers";
import type { App } from "@slack/bolt";
import { ClosedError, messageOf, UnconfirmedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Address, Invocation, Platform, Send } from "#domain/platform.ts";
import { readFailure } from "./failure.ts";
import { REQUEST_TIMEOUT } from "./limits.ts";
import { renderMessage } from "./render.ts";

/** Commands, buttons and shortcuts are answered by response_url, which also works where the bot is not a member. */
export function addressOfResponse(responseUrl: string, thread?: string): Address {
  return { responseUrl, ...(thread === undefined ? {} : { thread }) };
}

/** Mentions and direct messages are answered by a post of the bot. `thread_ts` when the message is in a thread. */
export function addressOfMessage({
  ts,
  thread_ts: thread,
}: Readonly<{ ts: string; thread_ts?: string | undefined }>): Address {
  return { ts, ...(thread === undefined ? {} : { thread }) };
}

type SenderDeps = Readonly<{ client: App["client"]; log: Log }>;

export function createSender(deps: SenderDeps): Platform["sender"] {
  return (invocation, { ts, responseUrl = "", thread }) =>
    ts === undefined ? byResponse({ responseUrl, thread }, deps) : byPost(invocation, { ts, thread }, deps);
}

function byResponse(
  { responseUrl, thread }: Readonly<{ responseUrl: string; thread: string | undefined }>,
  { log }: SenderDeps,
): Send {
  return async (reply) => {
    if (reply === "acknowledge") return;
    // Deleting twice does no harm, so a failure to confirm it needs no special treatment.
    if (reply === "delete") return postToResponseUrl(responseUrl, { delete_original: true });
    await sendOnce(log, () =>
      postToResponseUrl(responseUrl, {
        ...inThread(thread),
        ...renderMessage(reply),
        response_type: reply.audience === "channel" ? "in_channel" : "ephemeral",
        replace_original: false,
      }),
    );
  };
}

function byPost(
  { asker, channel: { id: channel }, via }: Invocation,
  { ts, thread }: Readonly<{ ts: string; thread: string | undefined }>,
  { client, log }: SenderDeps,
): Send {
  return async (reply, failure) => {
    if (reply === "acknowledge") {
      // A missing reaction is only logged: nobody waits for it.
      await client.reactions
        .add({ channel, timestamp: ts, name: "+1" })
        .catch((error: unknown) =>
          log.warn("reaction.failed", { platform: "slack", channel, error: messageOf(error) }),
        );
      return;
    }
    if (reply === "delete") return;
    const message = renderMessage(reply);
    await sendOnce(log, () => {
      // A channel that accepts no posts accepts no ephemeral ones either: write to the asker directly.
      if (failure instanceof ClosedError) return client.chat.postMessage({ channel: asker.id, ...message });
      // Only in a thread that exists already: Slack shows no ephemeral message in a new one.
      if (reply.audience === "asker" && via === "mention")
        return client.chat.postEphemeral({ channel, ...inThread(thread), ...message, user: asker.id });
      const root = thread ?? (via === "mention" ? ts : undefined);
      return client.chat.postMessage({ channel, ...inThread(root), ...message });
    });
  };
}

function inThread(root: string | undefined) {
  return root === undefined ? {} : { thread_ts: root };
}

const MAX_TRIES = 4;
// A longer rate limit than this, in seconds, is reported as a failure: people do not wait that long.
const MAX_WAIT = 30;

/** Waits while it is rate limited, which delays only this reply. Throws the errors that the asker has to be told about. */
async function sendOnce(log: Log, send: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await send();
      return;
    } catch (error) {
      const failure = readFailure(error);
      if (failure.kind === "unknown") throw new UnconfirmedError(failure.reason, { cause: error });
      if (failure.kind === "closed") throw new ClosedError(failure.reason, { cause: error });
      if (failure.kind === "rejected" || tries === MAX_TRIES || failure.seconds > MAX_WAIT) throw error;
      log.warn("slack.rate-limit", { seconds: failure.seconds });
      await timers.setTimeout(failure.seconds * 1000);
    }
  }
}

/**
 * Bolt's own `respond` belongs to one listener call; this one also works for a question that an earlier process received.
 * Throws an error that `readFailure` understands.
 */
async function postToResponseUrl(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT),
  });
  await response.body?.cancel();
  if (response.ok) return;
  const { status: statusCode, headers } = response;
  const wait = Number(headers.get("retry-after"));
  throw Object.assign(new Error(`Slack answered a response_url with ${statusCode}`), {
    statusCode,
    ...(statusCode === 429 && wait > 0 ? { retryAfter: wait } : {}),
  });
}
