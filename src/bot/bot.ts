// Dispatch and the one error boundary: whatever happens, the asker is told and the log has the id.
import { UsageError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message, Reply } from "#domain/message.ts";
import type { Bot, Invocation } from "#domain/platform.ts";
import type { Shelf } from "#domain/shelf.ts";
import type { Retriever } from "#retrieval/retriever.ts";
import type { Command, DigestContext, Tally } from "./command.ts";
import { findMisquoted } from "./proof.ts";
import { suggestReports } from "./reference.ts";
import { wordFailure, wordUsage } from "./replies/failure.ts";

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
}>;

export function createBot(edges: BotEdges): Bot {
  return {
    handle: (invocation) => handle(invocation, edges),
    failed: (invocation, error) => fail(invocation, error, edges),
    suggestReports: (typed) => suggestReports(typed, edges.shelf.current().library),
  };
}

async function handle(invocation: Invocation, edges: BotEdges): Promise<Reply> {
  try {
    if (!(await edges.isFirst(keysOf(invocation)))) return "silence";
    // A reload in between must not part the answer from the reports that it is checked against.
    const retriever = edges.shelf.current();
    const reply = await dispatch(invocation, retriever, edges);
    const misquoted = typeof reply === "string" ? undefined : findMisquoted(reply, retriever.library);
    if (misquoted !== undefined) throw new Error(`quotation of ${misquoted} is not in its paragraph`);
    return reply;
  } catch (error) {
    return error instanceof UsageError ? wordUsage(error.message) : fail(invocation, error, edges);
  }
}

function fail({ platform, command, channel }: Invocation, error: unknown, { log, newId }: BotEdges): Message {
  const id = newId();
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log("failed", { id, platform, command, channel: channel.id, error: what });
  return wordFailure(error, id);
}

function keysOf({ platform, keys }: Invocation): readonly string[] {
  return keys.map((key) => `${platform}:${key}`);
}

async function dispatch(invocation: Invocation, retriever: Retriever, edges: BotEdges): Promise<Reply> {
  const { commands, shelf, now, log, prefix, digest, tally } = edges;
  const command = commands.find(({ name }) => name === invocation.command);
  if (command === undefined)
    throw new UsageError(
      `There is no command "${invocation.command.slice(0, 40)}". /${prefix}ibid lists them.`,
    );
  const counted = tally === undefined ? {} : { tally };
  const status = shelf.status();
  const context = { retriever, status, commands, today: now(), prefix, log, digest, ...counted };
  return command.run(invocation, context);
}
