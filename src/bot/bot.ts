// Dispatch and the one error boundary: whatever happens, the asker is told and the log has the id.
import { UsageError } from "#domain/errors.ts";
import type { Handled } from "#domain/handled.ts";
import type { Shelf } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import type { Message, Reply } from "#domain/message.ts";
import type { Bot, Handle, Invocation } from "#domain/platform.ts";
import type { Command, DigestContext, Knowledge, Tally } from "./command.ts";
import type { Limits } from "./intake/rate-limit.ts";
import { createExchange, type ExchangeEdges } from "./intake/responder.ts";
import type { Turns } from "./intake/search-queue.ts";
import { wordBusy, wordFailure, wordLimited, wordUsage } from "./messages/failure.ts";
import { suggestReports } from "./reference.ts";
import { findMisquoted } from "./verify-quotes.ts";

export type BotEdges = Readonly<{
  shelf: Shelf<Knowledge>;
  commands: readonly Command[];
  /** None where nothing comes twice, as at the console. */
  inbox?: ExchangeEdges["inbox"];
  prefix: string;
  digest: DigestContext;
  tally?: Tally;
  log: Log;
  now: () => Date;
  /** A short id that the asker and the log share. */
  newId: () => string;
  /** Called once for everything that was handled; an answer that could then not be sent is told by `failed`. */
  observe?: (handled: Handled) => void;
  /** None where nobody else asks, as at the console. */
  limits?: Limits;
  turns?: Turns;
}>;

export function createBot(edges: BotEdges): Bot {
  const { inbox = FORGETFUL, log, newId, shelf } = edges;
  const reply: Handle = (invocation) => handle(invocation, edges);
  return {
    handle: reply,
    ...createExchange({
      inbox,
      log,
      handle: reply,
      fail: (invocation, error) => fail(newId(), invocation, { error, edges }),
      unhandled: (invocation, outcome) =>
        observe(invocation, edges, { id: newId(), outcome, milliseconds: 0 }),
    }),
    suggestReports: (typed) => suggestReports(typed, shelf.current().library),
  };
}

const FORGETFUL: ExchangeEdges["inbox"] = {
  take: async () => true,
  leave: async () => true,
  finish: async () => undefined,
};

/** What is sent back, and its name for log and metrics. */
type Settled = Readonly<{ reply: Reply; outcome: string }>;

async function handle(invocation: Invocation, edges: BotEdges): Promise<Reply> {
  const id = edges.newId();
  const began = edges.now().getTime();
  const { reply, outcome } = await settle(invocation, edges).catch((error): Settled => {
    if (error instanceof UsageError) return { reply: wordUsage(error.message), outcome: "usage" };
    return { reply: fail(id, invocation, { error, edges }), outcome: "failed" };
  });
  observe(invocation, edges, { id, outcome, milliseconds: edges.now().getTime() - began });
  return reply;
}

function observe(
  { platform, command, via }: Invocation,
  { commands, observe }: BotEdges,
  what: Pick<Handled, "id" | "outcome" | "milliseconds">,
): void {
  // What people typed must not become a series of its own.
  const known = commands.some(({ name }) => name === command) ? command : "unknown";
  observe?.({ platform, command: known, via, ...what });
}

type Failing = Readonly<{ error: unknown; edges: BotEdges }>;

function fail(id: string, { platform, command, channel }: Invocation, { error, edges }: Failing): Message {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  edges.log("failed", { level: "error", id, platform, command, channel: channel.id, error: what });
  return wordFailure(error, id);
}

async function settle(invocation: Invocation, edges: BotEdges): Promise<Settled> {
  // A reload in between must not part the answer from the reports that it is checked against.
  const knowledge = edges.shelf.current();
  const settled = await dispatch(invocation, knowledge, edges);
  const misquoted =
    typeof settled.reply === "string" ? undefined : findMisquoted(settled.reply, knowledge.library);
  if (misquoted !== undefined) throw new Error(`quotation of ${misquoted} is not in its paragraph`);
  return settled;
}

async function dispatch(invocation: Invocation, knowledge: Knowledge, edges: BotEdges): Promise<Settled> {
  const { commands, shelf, now, log, prefix, limits, turns, digest, tally } = edges;
  const command = commands.find(({ name }) => name === invocation.command);
  if (command === undefined)
    throw new UsageError(
      `There is no command "${invocation.command.slice(0, 40)}". /${prefix}ibid lists them.`,
    );
  let outcome = "done";
  const settled = (name: string) => {
    outcome = name;
  };
  const counted = tally === undefined ? {} : { tally };
  const status = shelf.status();
  const context = { knowledge, status, commands, today: now(), prefix, log, digest, settled, ...counted };
  const run = () => command.run(invocation, context);
  if (command.searches !== true || invocation.via === "button") return { reply: await run(), outcome };
  const refusal = limits?.admit(invocation, now());
  if (refusal !== undefined) return { reply: wordLimited(refusal), outcome: "limited" };
  const reply = await (turns === undefined ? run() : turns.take(run));
  return reply === "busy" ? { reply: wordBusy(), outcome: "busy" } : { reply, outcome };
}
