// Sends a reply once. A rate-limited request was definitely not posted and is repeated. After any other failure that is not
// a plain rejection the outcome is unknown: nothing is repeated, and the asker is told in private to look.
import { promises as timers } from "node:timers";
import type { webApi } from "@slack/bolt";
import { ClosedError, PostponedError, UnconfirmedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Address, Invocation, Platform, SendHooks } from "#domain/platform.ts";
import { MAX_STOP_WAIT, MAX_TRIES, MAX_WAIT } from "#platforms/shared/rate-limit-waits.ts";
import { errorCode, readFailure, reasonOf } from "./failure.ts";
import { renderMessage } from "./render.ts";
import { DeadResponseUrlError, respond } from "./respond.ts";

/** Commands, buttons and shortcuts are answered by response_url, which also works where the bot is not a member. */
export function addressOfResponse(responseUrl: string, thread?: string): Address {
  return { responseUrl, ...(thread === undefined ? {} : { thread }) };
}

/** Mentions and direct messages are answered by a post of the bot. `thread_ts` when the message is in a thread. */
export function addressOfMessage({
  ts,
  thread_ts: thread,
}: Readonly<{ ts?: string | undefined; thread_ts?: string | undefined }>): Address {
  return { ...(ts === undefined ? {} : { ts }), ...(thread === undefined ? {} : { thread }) };
}

type SenderDeps = Readonly<{
  client: webApi.WebClient;
  log: Log;
  /** Aborted when the platform stops. */
  stopping: AbortSignal;
}>;

/** What is sent, and where to. `failure`: that of the reply for which this one apologises. */
type Sending = Readonly<{ message: Message; invocation: Invocation; address: Address; failure: unknown }>;

export function createSender(deps: SenderDeps): Platform["sender"] {
  return (invocation, address) =>
    async (reply, failure, hooks = {}) => {
      if (typeof reply !== "string") {
        const sending = { message: reply, invocation, address, failure };
        const send = isAnsweredByPost(invocation) ? post : respondOrPost;
        return sendOnce(() => send(sending, deps), { ...deps, hooks });
      }
      if ((await hooks.sending?.()) === false) return;
      if (reply === "acknowledge") return react(invocation, address, deps);
      // Deleting twice does no harm, so a failure to confirm it needs no special treatment.
      if (!isAnsweredByPost(invocation)) await respond(address.responseUrl ?? "", { delete_original: true });
    };
}

function isAnsweredByPost({ via }: Invocation): boolean {
  return via === "mention" || via === "direct";
}

/** A missing reaction is only logged: nobody waits for it. Only messages have one. */
async function react(
  { channel: { id: channel } }: Invocation,
  { ts: timestamp }: Address,
  { client, log }: SenderDeps,
): Promise<void> {
  if (timestamp === undefined) return;
  await client.reactions
    .add({ channel, timestamp, name: "+1" })
    .catch((error: unknown) =>
      log.warn("reaction.failed", { platform: "slack", channel, error: reasonOf(error) }),
    );
}

/** Where the response_url does not work, the bot posts. So it does with an apology that the response_url may have lost. */
async function respondOrPost(sending: Sending, deps: SenderDeps): Promise<void> {
  const { message, invocation, address, failure } = sending;
  try {
    await respond(address.responseUrl ?? "", {
      ...inThread(address.thread),
      ...renderMessage(message),
      response_type: message.audience === "channel" ? "in_channel" : "ephemeral",
      replace_original: false,
    });
  } catch (error) {
    const isLostApology = failure !== undefined && readFailure(error).kind === "unknown";
    if (!(error instanceof DeadResponseUrlError) && !isLostApology) throw error;
    deps.log.warn("slack.response-url-failed", { channel: invocation.channel.id, error: reasonOf(error) });
    await post(sending, deps);
  }
}

async function post({ message, ...about }: Sending, { client }: SenderDeps): Promise<void> {
  const { channel, user, root } = destinationOf(message, about);
  const send = async (thread: string | undefined) => {
    const body = { channel, ...inThread(thread), ...renderMessage(message) };
    if (user === undefined) return (await client.chat.postMessage(body)).ts;
    return (await client.chat.postEphemeral({ ...body, user })).message_ts;
  };
  const posted = await send(root).catch((error: unknown) => {
    // Some messages, such as notices, can have no replies.
    if (root === undefined || errorCode(error) !== "cannot_reply_to_message") throw error;
    return send(undefined);
  });
  if (posted === undefined) throw new Error("Slack named no message");
}

type Destination = Readonly<{ channel: string; user?: string; root?: string | undefined }>;

/** `user`: the only one to see it. `root`: the message in whose thread it is. */
function destinationOf(
  { audience }: Message,
  { invocation, address: { ts, thread }, failure }: Omit<Sending, "message">,
): Destination {
  const { asker, channel, via } = invocation;
  // A channel that accepts no posts accepts no ephemeral ones either, and some shortcuts are used outside of any channel:
  // write to the asker directly.
  if (failure instanceof ClosedError || channel.id === "") return { channel: asker.id };
  if (via === "direct") return { channel: channel.id, root: thread };
  // Only in a thread that exists already: Slack shows no ephemeral message in a new one.
  if (audience === "asker") return { channel: channel.id, user: asker.id, root: thread };
  return { channel: channel.id, root: thread ?? (via === "mention" ? ts : undefined) };
}

function inThread(root: string | undefined) {
  return root === undefined ? {} : { thread_ts: root };
}

type SendOnceDeps = Pick<SenderDeps, "log" | "stopping"> & Readonly<{ hooks: SendHooks }>;

/** Waits while it is rate limited, which delays only this reply. Throws the errors that the asker has to be told about. */
async function sendOnce(send: () => Promise<unknown>, { log, stopping, hooks }: SendOnceDeps): Promise<void> {
  for (let tries = 1; ; tries++) {
    if ((await hooks.sending?.()) === false) return;
    try {
      await send();
      return;
    } catch (error) {
      const failure = readFailure(error);
      if (failure.kind === "unknown") throw new UnconfirmedError(failure.reason, { cause: error });
      if (failure.kind === "closed") throw new ClosedError(failure.reason, { cause: error });
      if (failure.kind === "rejected" || tries === MAX_TRIES || failure.seconds > MAX_WAIT) throw error;
      log.warn("slack.rate-limit", { seconds: failure.seconds });
      const isLong = failure.seconds > MAX_STOP_WAIT;
      if (isLong) await hooks.waiting?.();
      const isPostponable = hooks.waiting !== undefined && isLong;
      await timers
        .setTimeout(failure.seconds * 1000, undefined, isPostponable ? { signal: stopping } : {})
        .catch(() => {
          throw new PostponedError("the platform stopped while it waited out a rate limit");
        });
    }
  }
}
