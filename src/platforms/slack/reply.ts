// Sends a reply once. What a rate limit refused was surely not posted and is tried again. Of anything else that is not a
// plain refusal nobody knows whether it was posted: it is not repeated, and the asker is told in private to look.
import type { App, RespondFn } from "@slack/bolt";
import { ClosedError, UnconfirmedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Bot, Invocation } from "#domain/platform.ts";
import { readFailure } from "./failure.ts";
import { renderMessage } from "./render.ts";

/** Where a message stands: `thread` when that is in one. */
export type Place = Readonly<{ channel: string; ts: string; thread?: string | undefined }>;

type Sending = Readonly<{ bot: Bot; log: Log }>;

/** Commands, buttons and shortcuts: by response_url, which works where the bot is no member. */
export async function answerByResponse(
  invocation: Invocation,
  { respond, thread }: Readonly<{ respond: RespondFn; thread?: string | undefined }>,
  { bot, log }: Sending,
): Promise<void> {
  const reply = await bot.handle(invocation);
  if (reply === "silence" || reply === "acknowledge") return;
  const where = thread === undefined ? {} : { thread_ts: thread };
  const send = (message: Message) =>
    sendOnce(log, () =>
      respond({
        ...where,
        ...renderMessage(message),
        response_type: message.audience === "channel" ? "in_channel" : "ephemeral",
        replace_original: false,
      }),
    );
  // Deleting twice is deleting once: its failure is no question of what arrived.
  const done = reply === "delete" ? respond({ delete_original: true }) : send(reply);
  await done.catch((error) => send(bot.failed(invocation, error)));
}

/** Mentions and direct messages: posted by the bot itself. */
export async function answerByPost(
  invocation: Invocation,
  { channel, ts, thread }: Place,
  { bot, client, log }: Sending & Readonly<{ client: App["client"] }>,
): Promise<void> {
  const reply = await bot.handle(invocation);
  if (reply === "acknowledge") await client.reactions.add({ channel, timestamp: ts, name: "+1" });
  if (typeof reply === "string") return;
  const { asker, via } = invocation;
  const inThread = (root: string | undefined) => (root === undefined ? {} : { thread_ts: root });
  const send = (message: Message) =>
    sendOnce(log, () =>
      message.audience === "asker" && via === "mention"
        ? // Slack shows it in a thread only where the thread already is.
          client.chat.postEphemeral({
            channel,
            ...inThread(thread),
            ...renderMessage(message),
            user: asker.id,
          })
        : client.chat.postMessage({
            channel,
            ...inThread(thread ?? (via === "mention" ? ts : undefined)),
            ...renderMessage(message),
          }),
    );
  await send(reply).catch(async (error) => {
    const apology = bot.failed(invocation, error);
    const direct = () => client.chat.postMessage({ channel: asker.id, ...renderMessage(apology) });
    // Where nothing can be posted, nothing can be posted in private either.
    await (error instanceof ClosedError ? sendOnce(log, direct) : send(apology));
  });
}

const TRIES = 4;
const LONGEST_WAIT_SECONDS = 30;

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
      if (failure.kind === "rejected" || tried === TRIES || failure.seconds > LONGEST_WAIT_SECONDS)
        throw error;
      log("slack rate limit", { seconds: failure.seconds });
      await new Promise((resolve) => setTimeout(resolve, failure.seconds * 1000));
    }
  }
}
