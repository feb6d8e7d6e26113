// Handles one event from receipt to completion: store it in the inbox, acknowledge it, send the reply, mark it complete.
// If the process dies in between, either the platform redelivers the event or another process finds it in the inbox.

import { busyMessage } from "#bot/messages/failure.ts";
import { ExpiredError, LimitedError, messageOf, UnconfirmedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Bot, Handle, Invocation, Load, Request, Send, UnfinishedRequest } from "#domain/platform.ts";
import type { Inbox } from "#store/inbox.ts";
import { createReplySender, type ReplySender, withinNoticeTime } from "./reply-sender.ts";
import { createSlots } from "./slots.ts";

export type ResponderDeps = Readonly<{
  inbox: Pick<Inbox, "claim" | "markSending" | "markWaiting" | "handOver" | "complete">;
  handle: Handle;
  /** Logs the error and returns the message that tells the asker. */
  fail(invocation: Invocation, error: unknown): Message;
  /** Called instead of `handle` for a redelivered event, and when too many requests are in progress. */
  unhandled(invocation: Invocation, outcome: "repeat" | "busy"): void;
  /**
   * Called beside the reply for every mention and direct message: they show that the bot is in the channel, so a digest
   * that was suspended there goes on.
   */
  onSpokenTo(invocation: Invocation): Promise<void>;
  log: Log;
}>;

export type Responder = Pick<Bot, "respond" | "resume"> &
  Readonly<{
    load(): Load;
    /** To be called before the platforms stop: they wait for the replies in progress. Those that have to wait do not count. */
    stop(): Promise<void>;
  }>;

type Deps = ResponderDeps & Readonly<{ sender: ReplySender }>;

export function createResponder(responderDeps: ResponderDeps): Responder {
  const sender = createReplySender(responderDeps.inbox);
  const deps: Deps = { ...responderDeps, sender };
  const slots = createSlots();
  const respond = async (request: Request) => {
    // Without a slot the request is refused before any work is done for it: it would be answered later than people wait.
    const free = slots.take(request.invocation);
    if (free === undefined) {
      deps.unhandled(request.invocation, "busy");
      return orLost(request, tellUnstored(request, busyMessage()), deps);
    }
    await orLost(request, answer(request, free, deps), deps);
    free();
  };
  return {
    async respond(request) {
      await Promise.all([respond(request), noticeSpokenTo(request, deps)]);
    },
    resume: (request) => orLost(request, resume(request, deps), deps),
    load: slots.load,
    stop: sender.stop,
  };
}

type Invoked = Readonly<{ invocation: Invocation }>;

/** The last error boundary: neither the reply nor an apology could be sent, so only the log can say it. */
function orLost({ invocation }: Invoked, work: Promise<void>, { log }: ResponderDeps): Promise<void> {
  const { platform, command, channel } = invocation;
  return work.catch((error) => {
    log.error("answer.lost", { platform, command, channel: channel.id, error: messageOf(error) });
  });
}

async function noticeSpokenTo({ invocation }: Invoked, { onSpokenTo, log }: ResponderDeps): Promise<void> {
  if (invocation.via !== "mention" && invocation.via !== "direct") return;
  await onSpokenTo(invocation).catch((error) => log.error("digest.failed", { error: messageOf(error) }));
}

// In milliseconds: how long to wait before a request that is not stored is acknowledged without its asker having been told.
// Slack delivers it again three seconds after it came, and storing it may have taken two of them.
const TELLING_TIME = 500;

/**
 * Tells the asker of a request that is not stored. It is acknowledged at the same moment or after that: with a process that dies
 * in between, a request that was acknowledged first would be lost.
 */
async function tellUnstored({ acknowledge, refuse, send }: Request, message: Message): Promise<void> {
  if (refuse !== undefined) return withinNoticeTime(refuse(message));
  const told = withinNoticeTime(send(message));
  const longEnough = new Promise((resolve) => setTimeout(resolve, TELLING_TIME));
  await Promise.race([told.catch(() => undefined), longEnough]);
  await Promise.all([told, withinNoticeTime(acknowledge())]);
}

/** `free` is called once it is known what to reply: that sending hangs at one place refuses nobody at another. */
async function answer(request: Request, free: () => void, deps: Deps): Promise<void> {
  const { invocation, address, acknowledge, send } = request;
  const keys = keysOf(invocation);
  const body = JSON.stringify({ invocation, address });
  const claimed = await deps.inbox.claim(keys, body).catch((error: unknown) => ({ error }));
  if (typeof claimed === "object") {
    free();
    return tellUnstored(request, deps.fail(invocation, claimed.error));
  }
  // If the connection breaks here, the reply is sent all the same; the event, redelivered, counts as a repeat.
  await withinNoticeTime(acknowledge()).catch((error) => {
    deps.log.warn("event.unacknowledged", { platform: invocation.platform, error: messageOf(error) });
  });
  if (!claimed) return deps.unhandled(invocation, "repeat");
  const handle: Handle = (handled) => deps.handle(handled).finally(free);
  await completing({ invocation, isLastTry: false }, deps, () =>
    reply(invocation, send, { ...deps, handle }),
  );
}

async function resume(request: UnfinishedRequest, deps: Deps): Promise<void> {
  const { invocation, sendStarted, expired, send } = request;
  const keys = keysOf(invocation);
  const apologise = (failure: Error) =>
    deps.sender.send({ keys, reply: deps.fail(invocation, failure), send, failure });
  await completing(request, deps, async () => {
    if (sendStarted) await apologise(new UnconfirmedError("the process ended while the answer was sent"));
    else if (expired) await apologise(new ExpiredError("the answer could not be given in time"));
    else await reply(invocation, send, deps);
  });
}

async function reply(
  invocation: Invocation,
  send: Send,
  { inbox, handle, fail, sender }: Deps,
): Promise<void> {
  const keys = keysOf(invocation);
  const handled = await handle(invocation);
  try {
    // False if another process has taken the event over in the meantime and replies itself.
    if (await inbox.markSending(keys)) await sender.send({ keys, reply: handled, send });
  } catch (error) {
    await sender.send({ keys, reply: fail(invocation, error), send, failure: error });
  }
}

// In milliseconds: how long to wait before an apology is tried again.
const RETRY_PAUSE = 10_000;

type Completing = Pick<UnfinishedRequest, "invocation" | "isLastTry">;

/** `work` replies, if only with an apology. When even that does not get through the request is left to the next recovery. */
async function completing(
  { invocation, isLastTry }: Completing,
  { inbox, log }: Deps,
  work: () => Promise<void>,
): Promise<void> {
  const keys = keysOf(invocation);
  const { platform, command, channel } = invocation;
  const about = { platform, command, channel: channel.id };
  // When this fails the asker has been told already; a later process may tell them once more to look for the answer.
  const complete = () =>
    inbox
      .complete(keys)
      .catch((error) => log.error("inbox.write-failed", { ...about, error: messageOf(error) }));
  try {
    await work();
  } catch (error) {
    if (!isLastTry && keys.length > 0 && isPassing(error)) {
      log.warn("answer.delayed", { ...about, error: messageOf(error) });
      return inbox.handOver(keys, RETRY_PAUSE);
    }
    await complete();
    throw error;
  }
  await complete();
}

/** The platform is away, or takes nothing more for now. */
function isPassing(error: unknown): boolean {
  return error instanceof UnconfirmedError || error instanceof LimitedError;
}

/** Platforms number their events independently of each other. */
function keysOf({ platform, keys }: Invocation): readonly string[] {
  return keys.map((key) => `${platform}:${key}`);
}
