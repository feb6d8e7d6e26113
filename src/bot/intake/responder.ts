// Handles one event from receipt to completion: store it in the inbox, acknowledge it, send the reply, mark it complete.
// If the process dies in between, either the platform redelivers the event or another process finds it in the inbox.

import { busyMessage } from "#bot/messages/failure.ts";
import { messageOf, UnconfirmedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Bot, Handle, Invocation, Request, Send, UnfinishedRequest } from "#domain/platform.ts";
import type { Inbox } from "#store/inbox.ts";

export type ResponderDeps = Readonly<{
  inbox: Pick<Inbox, "claim" | "markSending" | "complete">;
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

// Beyond this many requests at once, new ones are refused before any work is done for them: they would be answered later
// than people wait.
const MAX_RUNNING = 256;

export function createResponder(deps: ResponderDeps): Pick<Bot, "respond" | "resume"> {
  let running = 0;
  const respond = async (request: Request) => {
    if (running >= MAX_RUNNING) return orLost(request, refuse(request, deps), deps);
    running += 1;
    await orLost(request, answer(request, deps), deps);
    running -= 1;
  };
  return {
    async respond(request) {
      await Promise.all([respond(request), noticeSpokenTo(request, deps)]);
    },
    resume: (request) => orLost(request, resume(request, deps), deps),
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

async function refuse(request: Request, { unhandled }: ResponderDeps): Promise<void> {
  const { invocation, acknowledge, send } = request;
  unhandled(invocation, "busy");
  if (request.refuse !== undefined) return void (await request.refuse(busyMessage()));
  await acknowledge();
  await send(busyMessage());
}

async function answer(request: Request, deps: ResponderDeps): Promise<void> {
  const { invocation, address, acknowledge, send } = request;
  const keys = keysOf(invocation);
  const body = JSON.stringify({ invocation, address });
  const claimed = await deps.inbox.claim(keys, body).catch((error: unknown) => ({ error }));
  // If the connection breaks here, the reply is sent all the same: the event that is then redelivered counts as a repeat.
  await acknowledge().catch((error) => {
    deps.log.warn("event.unacknowledged", { platform: invocation.platform, error: messageOf(error) });
  });
  if (claimed === false) return deps.unhandled(invocation, "repeat");
  if (claimed !== true) return send(deps.fail(invocation, claimed.error));
  await completing(deps, keys, () => reply(invocation, send, deps));
}

/** A reply whose sending had started is not sent again: the asker is asked to look for it. */
async function resume(
  { invocation, sendStarted, send }: UnfinishedRequest,
  deps: ResponderDeps,
): Promise<void> {
  await completing(deps, keysOf(invocation), async () => {
    if (!sendStarted) return reply(invocation, send, deps);
    const failure = new UnconfirmedError("the process ended before the answer was confirmed");
    await send(deps.fail(invocation, failure), failure);
  });
}

async function reply(
  invocation: Invocation,
  send: Send,
  { inbox, handle, fail }: ResponderDeps,
): Promise<void> {
  const handled = await handle(invocation);
  try {
    // False if another process has taken the event over in the meantime and replies itself.
    if (await inbox.markSending(keysOf(invocation))) await send(handled);
  } catch (error) {
    await send(fail(invocation, error), error);
  }
}

async function completing(
  { inbox }: ResponderDeps,
  keys: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } finally {
    await inbox.complete(keys);
  }
}

/** Platforms number their events independently of each other. */
function keysOf({ platform, keys }: Invocation): readonly string[] {
  return keys.map((key) => `${platform}:${key}`);
}
