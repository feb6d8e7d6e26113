// The composition root: everything is wired here and nowhere else.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createBot } from "#bot/bot.ts";
import { commandTable } from "#bot/command-table.ts";
import type { Config } from "#config.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Handle } from "#domain/platform.ts";
import { createConsole } from "#platforms/console/connect.ts";
import type { Terminal } from "#platforms/console/render.ts";
import { loadFolder } from "#reports/folder.ts";
import { createRetriever, type Retriever } from "#retrieval/retriever.ts";

export type Process = Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">;

/** Reads the reports and indexes them; oddities of the files go to the log. */
export async function openLibrary(folder: string, log: Log): Promise<Retriever> {
  const { library, oddities } = await loadFolder(folder);
  for (const { level, file, line, what, treatment } of oddities)
    if (level !== "note") log("knowledge", { level, file, line, what, treatment });
  return createRetriever(library);
}

export function wireBot(retriever: Retriever, log: Log): Handle {
  return createBot({
    retriever,
    commands: commandTable,
    log,
    now: () => new Date(),
    newId: () => randomBytes(2).toString("hex"),
  });
}

/** Log lines are JSON on standard error, so that standard output stays the answer. */
export function createLog(stream: NodeJS.WritableStream): Log {
  return (event, fields = {}) => {
    stream.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
  };
}

export async function startConsole(config: Config, process: Process): Promise<void> {
  const log = createLog(process.stderr);
  const handle = wireBot(await openLibrary(config.IBID_KNOWLEDGE, log), log);
  await createConsole({ input: process.stdin, output: process.stdout, terminal: terminalOf(process) }).start(
    handle,
  );
}

export async function start(config: Config, process: Process): Promise<void> {
  if (await someoneIsThere(process.stdin)) return startConsole(config, process);
  throw new ConfigError(
    "No platform is set up and nobody is at the console. Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN.",
  );
}

/** A terminal, or piped lines: an input that ends at once (a service, a container) is nobody. */
async function someoneIsThere(stdin: Process["stdin"]): Promise<boolean> {
  if (stdin.isTTY) return true;
  await once(stdin, "readable");
  return stdin.readableLength > 0;
}

export function terminalOf({ stdout }: Process): Terminal {
  return stdout.isTTY ? { styled: stdout.hasColors(), columns: stdout.columns } : { styled: false };
}
