// Sends a reply once. What a rate limit refused was surely not posted and is tried again. Of anything else that is not a
// plain refusal nobody knows whether it was posted: it is not repeated, and the asker is told in private to look.
import type { App } from "@slack/bolt";
import { ClosedError, UnconfirmedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Address, Invocation, Platform, Send } from "#domain/platform.ts";
import { readFailure } from "./failure.ts";
import { renderMessage } from "./render.ts";
import { respond } from "./respond.ts";

/** Commands, buttons and shortcuts: by response_url, which works where the bot is no member. */
export function addressOfResponse(responseUrl: string, thread?: string): Address {
  return { responseUrl, ...(thread === undefined ? {} : { thread }) };
}

/** Mentions and direct messages: posted by the bot itself. `thread` when the message is in one. */
export function addressOfMessage({
  ts,
  thread_ts: thread,
}: Readonly<{ ts: string; thread_ts?: string | undefined }>): Address {
  return { ts, ...(thread === undefined ? {} : { thread }) };
}

type Sending = Readonly<{ client: App["client"]; log: Log }>;

export function createSender(sending: Sending): Platform["sender"] {
  return (invocation, { ts, responseUrl = "", thread }) =>
    ts === undefined
      ? byResponse({ responseUrl, thread }, sending)
      : byPost(invocation, { ts, thread }, sending);
}

function byResponse(
  { responseUrl, thread }: Readonly<{ responseUrl: string; thread: string | undefined }>,
  { log }: Sending,
): Send {
  return async (reply) => {
    if (reply === "acknowledge") return;
    // Deleting twice is deleting once: its failure is no question of what arrived.
    if (reply === "delete") return respond(responseUrl, { delete_original: true });
    await sendOnce(log, () =>
      respond(responseUrl, {
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
  { client, log }: Sending,
): Send {
  return async (reply, failure) => {
    if (reply === "acknowledge") {
      // Nobody waits for it.
      await client.reactions
        .add({ channel, timestamp: ts, name: "+1" })
        .catch(({ message }: Error) =>
          log.warn("reaction.failed", { platform: "slack", channel, error: message }),
        );
      return;
    }
    if (reply === "delete") return;
    const message = renderMessage(reply);
    await sendOnce(log, () => {
      // Where nothing can be posted, nothing can be posted in private either.
      if (failure instanceof ClosedError) return client.chat.postMessage({ channel: asker.id, ...message });
      // Slack shows it in a thread only where the thread already is.
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

const TRIES = 4;
const MAX_WAIT_SECONDS = 30;

/** Waits out a rate limit, which holds back this reply and nothing else. Throws what the asker has to be told. */
async function sendOnce(log: Log, send: () => Promise<unknown>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await send();
      return;
    } catch (error) {
      const failure = readFailure(error);
      if (failure.kind === "unknown") throw new UnconfirmedError(failure.reason, { cause: error });
      if (failure.kind === "closed") throw new ClosedError(failure.reason, { cause: error });
      if (failure.kind === "rejected" || tried === TRIES || failure.seconds > MAX_WAIT_SECONDS) throw error;
      log.warn("slack.rate-limit", { seconds: failure.seconds });
      await new Promise((resolve) => setTimeout(resolve, failure.seconds * 1000));
    }
  }
}
