// One answer, from the event to the last word about it: written down, acknowledged, given, crossed off. Whenever the
// process dies in between, either the platform delivers the event again or the next process finds it written down.

import { busyMessage } from "#bot/messages/failure.ts";
import { messageOf, UnconfirmedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Bot, Handle, Invocation, Request, Send, UnfinishedRequest } from "#domain/platform.ts";
import type { Inbox } from "#store/inbox.ts";

export type ResponderDeps = Readonly<{
  inbox: Pick<Inbox, "claim" | "markSending" | "complete">;
  handle: Handle;
  /** Logs the failure and words it for the asker. */
  fail(invocation: Invocation, error: unknown): Message;
  /** Called for what was not handled: it came before, or too much else came at once. */
  unhandled(invocation: Invocation, outcome: "repeat" | "busy"): void;
  log: Log;
}>;

// How many are answered at the same time. More than this wait for longer than people do, and each costs so little only if
// nothing is begun for it.
const MOST = 256;

export function createResponder(deps: ResponderDeps): Pick<Bot, "respond" | "resume"> {
  /** The last boundary: an answer that could be neither sent nor apologised for is in the log. */
  const orLost = (invocation: Invocation, work: Promise<void>) =>
    work.catch((error) => {
      const { platform, command, channel } = invocation;
      const what = { platform, command, channel: channel.id, error: messageOf(error) };
      deps.log.error("answer.lost", { ...what });
    });
  let running = 0;
  return {
    async respond(request) {
      if (running >= MOST) return orLost(request.invocation, refuse(request, deps));
      running += 1;
      await orLost(request.invocation, answer(request, deps));
      running -= 1;
    },
    resume: (unanswered) => orLost(unanswered.invocation, resume(unanswered, deps)),
  };
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
  const written = JSON.stringify({ invocation, address });
  const taken = await deps.inbox.claim(keys, written).catch((error: unknown) => ({ error }));
  // A connection that breaks just now takes the acknowledgement along, not the answer: what comes again is a repeat.
  await acknowledge().catch((error) => {
    deps.log.warn("event.unacknowledged", { platform: invocation.platform, error: messageOf(error) });
  });
  if (taken === false) return deps.unhandled(invocation, "repeat");
  if (taken !== true) return send(deps.fail(invocation, taken.error));
  await finishing(deps, keys, () => give({ invocation, send }, deps));
}

/** What may have been sent is not sent again: its asker is told to look. */
async function resume(
  { invocation, sendStarted, send }: UnfinishedRequest,
  deps: ResponderDeps,
): Promise<void> {
  await finishing(deps, keysOf(invocation), async () => {
    if (!sendStarted) return give({ invocation, send }, deps);
    const failure = new UnconfirmedError("the process ended while the answer was sent");
    await send(deps.fail(invocation, failure), failure);
  });
}

async function give(
  { invocation, send }: Readonly<{ invocation: Invocation; send: Send }>,
  { inbox, handle, fail }: ResponderDeps,
): Promise<void> {
  const reply = await handle(invocation);
  if (reply === "silence") return;
  try {
    if (await inbox.markSending(keysOf(invocation))) await send(reply);
  } catch (error) {
    await send(fail(invocation, error), error);
  }
}

async function finishing(
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

function keysOf({ platform, keys }: Invocation): readonly string[] {
  return keys.map((key) => `${platform}:${key}`);
}
