// The composition root: everything is wired here and nowhere else.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { createBot } from "#bot/bot.ts";
import { commandTable } from "#bot/command-table.ts";
import type { Config } from "#config.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Bot, Platform } from "#domain/platform.ts";
import { createConsole } from "#platforms/console/connect.ts";
import type { Terminal } from "#platforms/console/render.ts";
import { loadFolder } from "#reports/folder.ts";
import { createRetriever, type Retriever } from "#retrieval/retriever.ts";
import type { ShardCache } from "#retrieval/shard.ts";
import { createShardCache } from "#retrieval/shard-cache.ts";

type Process = NodeJS.Process;

/** Reads the reports and indexes them; oddities of the files go to the log. */
export async function openLibrary(folder: string, log: Log, cache?: ShardCache): Promise<Retriever> {
  const { library, oddities } = await loadFolder(folder);
  for (const { level, file, line, what, treatment } of oddities)
    if (level !== "note") log("knowledge", { level, file, line, what, treatment });
  return createRetriever(library, cache);
}

type IsFirst = (keys: readonly string[]) => Promise<boolean>;

/** Without a store every event is the first: the console repeats none. */
export function wireBot(
  retriever: Retriever,
  config: Config,
  log: Log,
  isFirst: IsFirst = async () => true,
): Bot {
  return createBot({
    retriever,
    commands: commandTable,
    prefix: config.IBID_COMMAND_PREFIX,
    isFirst,
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
  const bot = wireBot(await openLibrary(config.IBID_KNOWLEDGE, log), config, log);
  await createConsole({ input: process.stdin, output: process.stdout, terminal: terminalOf(process) }).start(
    bot,
  );
}

/** Serves the platforms that are set up until a signal comes or none is left; the console where none is set up. */
export async function start(config: Config, process: Process): Promise<void> {
  const { platforms, openStore, createInbox } = await loadServing();
  const log = createLog(process.stderr);
  const ends: Readonly<{ name: string; reason: Error }>[] = [];
  const serving = new Set<Platform>();
  const none = Promise.withResolvers<void>();
  const end = (platform: Platform, reason: Error) => {
    log("platform ended", { platform: platform.name, reason: reason.message });
    ends.push({ name: platform.name, reason });
    serving.delete(platform);
    if (serving.size === 0) none.resolve();
  };
  const made = platforms.flatMap((create) => {
    const platform: Platform | undefined = create(config, {
      prefix: config.IBID_COMMAND_PREFIX,
      log,
      ended: (reason) => platform !== undefined && end(platform, reason),
    });
    return platform ?? [];
  });
  if (made.length === 0) return startWithoutPlatform(config, process);
  for (const platform of made) serving.add(platform);
  const store = await openStore(config.IBID_DATA);
  const inbox = createInbox(store.database);
  const snapshots = { folder: join(config.IBID_DATA, "index"), now: () => performance.now() };
  const retriever = await openLibrary(config.IBID_KNOWLEDGE, log, createShardCache(snapshots));
  const bot = wireBot(retriever, config, log, (keys) => inbox.claim(keys, new Date()));
  const signal = Promise.race(["SIGTERM", "SIGINT"].map((name) => once(process, name)));
  await Promise.all(
    made.map((platform) => platform.start(bot).catch((reason: Error) => end(platform, reason))),
  );
  log("serving", {
    platforms: [...serving].map(({ name }) => name).join(" "),
    reports: retriever.library.reports.length,
  });
  await Promise.race([none.promise, signal]);
  await Promise.all([...serving].map((platform) => platform.stop()));
  await store.close();
  if (serving.size === 0)
    throw new ConfigError(ends.map(({ name, reason }) => `${name}: ${reason.message}`).join("\n"));
}

/** What only a server needs is loaded when it starts: a question at the console is answered in half the time. */
async function loadServing() {
  const [platforms, connect, inbox] = await Promise.all([
    import("#platforms/index.ts"),
    import("#store/connect.ts"),
    import("#store/inbox.ts"),
  ]);
  return { ...platforms, ...connect, ...inbox };
}

async function startWithoutPlatform(config: Config, process: Process): Promise<void> {
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
