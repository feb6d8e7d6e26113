// Sends a reply once. What a rate limit refused was surely not posted and is tried again; after any other failure it
// may have been posted, so the asker is told of the failure and the answer is not repeated.
import type { App, RespondFn } from "@slack/bolt";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Bot, Invocation } from "#domain/platform.ts";
import { renderMessage } from "./render.ts";

/** Commands, buttons and shortcuts: by response_url, which works where the bot is no member. */
export async function answerByResponse(invocation: Invocation, respond: RespondFn, bot: Bot): Promise<void> {
  const reply = await bot.handle(invocation);
  if (reply === "silence" || reply === "acknowledge") return;
  if (reply === "delete") {
    await respond({ delete_original: true });
    return;
  }
  const send = ({ audience, ...message }: Message) =>
    respond({
      ...renderMessage({ audience, ...message }),
      response_type: audience === "channel" ? "in_channel" : "ephemeral",
      replace_original: false,
    });
  await send(reply).catch((error) => send(bot.failed(invocation, error)));
}

/** Where a message stands, and the thread that the answer belongs to. */
export type Place = Readonly<{ channel: string; ts: string; thread_ts?: string }>;

type Posting = Readonly<{ bot: Bot; client: App["client"]; log: Log }>;

/** Mentions and direct messages: posted by the bot itself. */
export async function answerByPost(
  invocation: Invocation,
  place: Place,
  { bot, client, log }: Posting,
): Promise<void> {
  const { ts, ...where } = place;
  const reply = await bot.handle(invocation);
  if (reply === "acknowledge")
    await client.reactions.add({ channel: place.channel, timestamp: ts, name: "+1" });
  if (typeof reply === "string") return;
  const post = (message: Message) => {
    const payload = { ...where, ...renderMessage(message) };
    const forAsker = message.audience === "asker" && invocation.via === "mention";
    return forAsker
      ? client.chat.postEphemeral({ ...payload, user: invocation.asker.id })
      : client.chat.postMessage({ ...payload, parse: "none" });
  };
  try {
    await patiently(() => post(reply), log);
  } catch (error) {
    await patiently(() => post(bot.failed(invocation, error)), log);
  }
}

const TRIES = 4;
const LONGEST_WAIT_SECONDS = 30;

/** Waits out a rate limit, which holds back the post and nothing else. */
async function patiently(post: () => Promise<unknown>, log: Log): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await post();
      return;
    } catch (error) {
      const seconds = retryAfter(error);
      if (seconds === undefined || tried === TRIES || seconds > LONGEST_WAIT_SECONDS) throw error;
      log("slack rate limit", { seconds });
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
}

function retryAfter(error: unknown): number | undefined {
  const limited = error instanceof Error && "retryAfter" in error ? error.retryAfter : undefined;
  return typeof limited === "number" ? limited : undefined;
}
