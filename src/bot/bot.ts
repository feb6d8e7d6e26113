// Dispatch and the one error boundary: whatever happens, the asker is told and the log has the id.
import { UsageError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Message, Reply } from "#domain/message.ts";
import type { Bot, Invocation } from "#domain/platform.ts";
import type { Library } from "#domain/report.ts";
import { isVerbatim, quoted } from "#retrieval/excerpt.ts";
import type { Retriever } from "#retrieval/retriever.ts";
import type { Command } from "./command.ts";
import { suggestReports } from "./reference.ts";
import { quoteRuns } from "./replies/blocks.ts";
import { wordFailure, wordUsage } from "./replies/failure.ts";

export type BotEdges = Readonly<{
  retriever: Retriever;
  commands: readonly Command[];
  /** True exactly once for an event: false when one of its keys was seen before, even by an earlier process. */
  isFirst: (keys: readonly string[]) => Promise<boolean>;
  prefix: string;
  log: Log;
  now: () => Date;
  /** A short id that the asker and the log share. */
  newId: () => string;
}>;

export function createBot(edges: BotEdges): Bot {
  return {
    handle: (invocation) => handle(invocation, edges),
    failed: (invocation, error) => fail(invocation, error, edges),
    suggestReports: (typed) => suggestReports(typed, edges.retriever.library),
  };
}

async function handle(invocation: Invocation, edges: BotEdges): Promise<Reply> {
  try {
    if (!(await edges.isFirst(keysOf(invocation)))) return "silence";
    const reply = await dispatch(invocation, edges);
    if (typeof reply !== "string") proveQuotations(reply, edges.retriever.library);
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

async function dispatch(invocation: Invocation, edges: BotEdges): Promise<Reply> {
  const { commands, retriever, now, log, prefix } = edges;
  const command = commands.find(({ name }) => name === invocation.command);
  if (command === undefined)
    throw new UsageError(
      `There is no command "${invocation.command.slice(0, 40)}". /${prefix}ibid lists them.`,
    );
  return command.run(invocation, { retriever, commands, today: now(), prefix, log });
}

/** Nothing is sent that is not in a loaded report letter for letter, marks and cuts included. */
function proveQuotations(message: Message, library: Library): void {
  for (const block of message.blocks) {
    if (block.kind !== "quote") continue;
    const shown = block.runs.map(({ text }) => text).join("");
    const expected = quoteRuns(block.excerpt)
      .map(({ text }) => text)
      .join("");
    if (!isVerbatim(block.excerpt, library) || shown !== expected || !shown.includes(quoted(block.excerpt)))
      throw new Error(`quotation of ${block.excerpt.paragraph.code} is not in its paragraph`);
  }
}
