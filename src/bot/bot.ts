// Dispatch and the one error boundary: whatever happens, the asker is told and the log has the id.
import { UsageError } from "#domain/errors.ts";
import type { Handled } from "#domain/handled.ts";
import type { Log } from "#domain/log.ts";
import type { Message, Reply } from "#domain/message.ts";
import type { Bot, Invocation } from "#domain/platform.ts";
import type { Shelf } from "#domain/shelf.ts";
import type { Retriever } from "#retrieval/retriever.ts";
import type { Command, DigestContext, Tally } from "./command.ts";
import type { Limits } from "./limits.ts";
import { findMisquoted } from "./proof.ts";
import { suggestReports } from "./reference.ts";
import { wordBusy, wordFailure, wordLimited, wordUsage } from "./replies/failure.ts";
import type { Turns } from "./turns.ts";

export type BotEdges = Readonly<{
  shelf: Shelf<Retriever>;
  commands: readonly Command[];
  /** True exactly once for an event: false when one of its keys was seen before, even by an earlier process. */
  isFirst: (keys: readonly string[]) => Promise<boolean>;
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
  return {
    handle: (invocation) => handle(invocation, edges),
    failed: (invocation, error) => fail(edges.newId(), invocation, { error, edges }),
    suggestReports: (typed) => suggestReports(typed, edges.shelf.current().library),
  };
}

/** What is sent back, and its name for log and metrics. */
type Settled = Readonly<{ reply: Reply; outcome: string }>;

async function handle(invocation: Invocation, edges: BotEdges): Promise<Reply> {
  const { platform, command, via } = invocation;
  const id = edges.newId();
  const began = edges.now().getTime();
  const { reply, outcome } = await settle(invocation, edges).catch((error): Settled => {
    if (error instanceof UsageError) return { reply: wordUsage(error.message), outcome: "usage" };
    return { reply: fail(id, invocation, { error, edges }), outcome: "failed" };
  });
  const known = edges.commands.some(({ name }) => name === command) ? command : "unknown";
  const milliseconds = edges.now().getTime() - began;
  edges.observe?.({ id, platform, command: known, via, outcome, milliseconds });
  return reply;
}

type Failing = Readonly<{ error: unknown; edges: BotEdges }>;

function fail(id: string, { platform, command, channel }: Invocation, { error, edges }: Failing): Message {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  edges.log("failed", { level: "error", id, platform, command, channel: channel.id, error: what });
  return wordFailure(error, id);
}

async function settle(invocation: Invocation, edges: BotEdges): Promise<Settled> {
  const { platform, keys } = invocation;
  if (!(await edges.isFirst(keys.map((key) => `${platform}:${key}`))))
    return { reply: "silence", outcome: "repeat" };
  // A reload in between must not part the answer from the reports that it is checked against.
  const retriever = edges.shelf.current();
  const settled = await dispatch(invocation, retriever, edges);
  const misquoted =
    typeof settled.reply === "string" ? undefined : findMisquoted(settled.reply, retriever.library);
  if (misquoted !== undefined) throw new Error(`quotation of ${misquoted} is not in its paragraph`);
  return settled;
}

async function dispatch(invocation: Invocation, retriever: Retriever, edges: BotEdges): Promise<Settled> {
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
  const context = { retriever, status, commands, today: now(), prefix, log, digest, settled, ...counted };
  const run = () => command.run(invocation, context);
  if (command.searches !== true || invocation.via === "button") return { reply: await run(), outcome };
  const refusal = limits?.admit(invocation, now());
  if (refusal !== undefined) return { reply: wordLimited(refusal), outcome: "limited" };
  const reply = await (turns === undefined ? run() : turns.take(run));
  return reply === "busy" ? { reply: wordBusy(), outcome: "busy" } : { reply, outcome };
}
