// One answer, from the event to the last word about it: written down, acknowledged, given, crossed off. Whenever the
// process dies in between, either the platform delivers the event again or the next process finds it written down.

import { wordBusy } from "#bot/messages/failure.ts";
import { messageOf, UnconfirmedError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Bot, Exchange, Handle, Invocation, Send, Unanswered } from "#domain/platform.ts";
import type { Inbox } from "#store/inbox.ts";

export type ExchangeEdges = Readonly<{
  inbox: Pick<Inbox, "take" | "leave" | "finish">;
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

export function createExchange(edges: ExchangeEdges): Pick<Bot, "answer" | "resume"> {
  /** The last boundary: an answer that could be neither sent nor apologised for is in the log. */
  const orLost = (invocation: Invocation, work: Promise<void>) =>
    work.catch((error) => {
      const { platform, command, channel } = invocation;
      const what = { platform, command, channel: channel.id, error: messageOf(error) };
      edges.log("answer lost", { level: "error", ...what });
    });
  let running = 0;
  return {
    async answer(exchange) {
      if (running >= MOST) return orLost(exchange.invocation, refuse(exchange, edges));
      running += 1;
      await orLost(exchange.invocation, answer(exchange, edges));
      running -= 1;
    },
    resume: (unanswered) => orLost(unanswered.invocation, resume(unanswered, edges)),
  };
}

async function refuse(exchange: Exchange, { unhandled }: ExchangeEdges): Promise<void> {
  const { invocation, acknowledge, send } = exchange;
  unhandled(invocation, "busy");
  if (exchange.refuse !== undefined) return void (await exchange.refuse(wordBusy()));
  await acknowledge();
  await send(wordBusy());
}

async function answer(exchange: Exchange, edges: ExchangeEdges): Promise<void> {
  const { invocation, address, acknowledge, send } = exchange;
  const keys = keysOf(invocation);
  const written = JSON.stringify({ invocation, address });
  const taken = await edges.inbox.take(keys, written).catch((error: unknown) => ({ error }));
  // A connection that breaks just now takes the acknowledgement along, not the answer: what comes again is a repeat.
  await acknowledge().catch((error) => {
    edges.log("not acknowledged", { platform: invocation.platform, error: messageOf(error) });
  });
  if (taken === false) return edges.unhandled(invocation, "repeat");
  if (taken !== true) return send(edges.fail(invocation, taken.error));
  await finishing(edges, keys, () => give({ invocation, send }, edges));
}

/** What may have been sent is not sent again: its asker is told to look. */
async function resume({ invocation, isLeaving, send }: Unanswered, edges: ExchangeEdges): Promise<void> {
  await finishing(edges, keysOf(invocation), async () => {
    if (!isLeaving) return give({ invocation, send }, edges);
    const failure = new UnconfirmedError("the process ended while the answer was sent");
    await send(edges.fail(invocation, failure), failure);
  });
}

async function give(
  { invocation, send }: Readonly<{ invocation: Invocation; send: Send }>,
  { inbox, handle, fail }: ExchangeEdges,
): Promise<void> {
  const reply = await handle(invocation);
  if (reply === "silence") return;
  try {
    if (await inbox.leave(keysOf(invocation))) await send(reply);
  } catch (error) {
    await send(fail(invocation, error), error);
  }
}

async function finishing(
  { inbox }: ExchangeEdges,
  keys: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } finally {
    await inbox.finish(keys);
  }
}

function keysOf({ platform, keys }: Invocation): readonly string[] {
  return keys.map((key) => `${platform}:${key}`);
}
