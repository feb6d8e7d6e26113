// The composition root: everything is wired here and nowhere else.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { type BotEdges, createBot } from "#bot/bot.ts";
import { commandTable } from "#bot/command-table.ts";
import type { Config } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Bot, Platform } from "#domain/platform.ts";
import type { Shelf } from "#domain/shelf.ts";
import { createConsole } from "#platforms/console/connect.ts";
import type { Terminal } from "#platforms/console/render.ts";
import { createShelf, type FreshShelf } from "#reports/shelf.ts";
import { createRetriever, type Retriever } from "#retrieval/retriever.ts";
import { createShardCache, type SnapshotFolder } from "#retrieval/shard-cache.ts";
import { openStore } from "#store/connect.ts";
import { createInbox } from "#store/inbox.ts";
import { digestContext, reopening, wireDigest } from "./start-digest.ts";

type Process = NodeJS.Process;

/** Reads the reports and indexes them, after a change only what has changed; oddities of the files go to the log. */
export function openShelf(
  root: string,
  log: Log,
  snapshots?: SnapshotFolder,
): Promise<FreshShelf<Retriever>> {
  const cache = createShardCache(snapshots);
  return createShelf({
    root,
    make: (library) => createRetriever(library, cache),
    log,
    now: () => new Date(),
  });
}

function snapshotsOf({ IBID_DATA }: Config): SnapshotFolder {
  return { folder: join(IBID_DATA, "index"), now: () => performance.now() };
}

type Remembering = Pick<BotEdges, "isFirst" | "digest" | "tally">;

/** Without a store every event is the first and a digest can only be previewed: the console. */
export function wireBot(
  shelf: Shelf<Retriever>,
  config: Config,
  log: Log,
  remembering: Remembering = {
    isFirst: async () => true,
    digest: digestContext(config),
  },
): Bot {
  return createBot({
    shelf,
    commands: commandTable,
    prefix: config.IBID_COMMAND_PREFIX,
    ...remembering,
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
  const shelf = await openShelf(config.IBID_KNOWLEDGE, log);
  const left = new AbortController();
  shelf.watch(left.signal);
  const terminal = terminalOf(process);
  const platform = createConsole({ input: process.stdin, output: process.stdout, terminal });
  await platform.start(wireBot(shelf, config, log));
  left.abort();
}

/** Serves the platforms that are set up until a signal comes or none is left; the console where none is set up. */
export async function start(config: Config, process: Process): Promise<void> {
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
  const made = await makePlatforms(config, log, end);
  if (made.length === 0) return startWithoutPlatform(config, process);
  for (const platform of made) serving.add(platform);
  const store = await openStore(config.IBID_DATA);
  const shelf = await openShelf(config.IBID_KNOWLEDGE, log, snapshotsOf(config));
  const digest = await wireDigest({
    config,
    library: () => shelf.current().library,
    database: store.database,
    serving: () => serving,
    log,
    timing: TIMING,
  });
  const remembering = { isFirst: isFirstIn(store), ...digest.commands };
  const bot = reopening(wireBot(shelf, config, log, remembering), digest.desk, log);
  const signal = Promise.race(["SIGTERM", "SIGINT"].map((name) => once(process, name)));
  await Promise.all(
    made.map((platform) => platform.start(bot).catch((reason: Error) => end(platform, reason))),
  );
  const names = [...serving].map(({ name }) => name).join(" ");
  log("serving", { platforms: names, reports: shelf.current().library.reports.length });
  for (const { name } of serving) await digest.desk.platformIsOpen(name);
  digest.clock.start();
  const stopped = new AbortController();
  shelf.watch(stopped.signal);
  await Promise.race([none.promise, signal]);
  stopped.abort();
  await digest.clock.stop();
  await Promise.all([...serving].map((platform) => platform.stop()));
  await store.close();
  if (serving.size === 0)
    throw new ConfigError(ends.map(({ name, reason }) => `${name}: ${reason.message}`).join("\n"));
}

function isFirstIn({ database }: Awaited<ReturnType<typeof openStore>>): BotEdges["isFirst"] {
  const inbox = createInbox(database);
  return (keys) => inbox.claim(keys, new Date());
}

/** Those that are set up. */
async function makePlatforms(
  config: Config,
  log: Log,
  end: (platform: Platform, reason: Error) => void,
): Promise<readonly Platform[]> {
  // Loading the platforms' libraries takes longer than answering a question: only who serves waits for it.
  const { platforms } = await import("#platforms/index.ts");
  return platforms.flatMap((create) => {
    const platform: Platform | undefined = create(config, {
      prefix: config.IBID_COMMAND_PREFIX,
      log,
      ended: (reason) => platform !== undefined && end(platform, reason),
    });
    return platform ?? [];
  });
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
