// The composition root: everything is wired here and nowhere else.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type BotEdges, createBot } from "#bot/bot.ts";
import { commandTable } from "#bot/command-table.ts";
import { createLimits } from "#bot/limits.ts";
import { createTurns } from "#bot/turns.ts";
import { type Config, secretsIn } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Bot } from "#domain/platform.ts";
import type { Shelf } from "#domain/shelf.ts";
import { startHealth } from "#operations/health.ts";
import { createLog } from "#operations/log.ts";
import { createMetrics, type Metrics } from "#operations/metrics.ts";
import { checkReadiness } from "#operations/ready.ts";
import { createRedact } from "#operations/redact.ts";
import { drain, untilStopped } from "#operations/stop.ts";
import { createConsole } from "#platforms/console/connect.ts";
import type { Terminal } from "#platforms/console/render.ts";
import { createShelf, type FreshShelf } from "#reports/shelf.ts";
import { createRetriever, type Retriever } from "#retrieval/retriever.ts";
import { type Database, openStore } from "#store/connect.ts";
import { countDeliveries } from "#store/delivery-history.ts";
import { createInbox } from "#store/inbox.ts";
import type { Served } from "./served.ts";
import { digestContext, reopening, wireDigest } from "./start-digest.ts";

type Process = NodeJS.Process;

/** Reads the reports and indexes them; oddities of the files go to the log. */
export function openShelf(
  root: string,
  log: Log,
  reloaded: Metrics["reloaded"] = () => undefined,
): Promise<FreshShelf<Retriever>> {
  return createShelf({ root, make: createRetriever, log, now: () => new Date(), reloaded });
}

export function openLog(config: Config, { stderr }: Process): Log {
  return createLog(stderr, createRedact(secretsIn(config)));
}

/** The bot of a person at the console: nothing is repeated or limited, and a digest can only be previewed. */
export function wireBot(
  shelf: Shelf<Retriever>,
  config: Config,
  edges: Pick<BotEdges, "log"> & Partial<BotEdges>,
): Bot {
  return createBot({
    shelf,
    commands: commandTable,
    prefix: config.IBID_COMMAND_PREFIX,
    isFirst: async () => true,
    digest: digestContext(config),
    now: () => new Date(),
    newId: () => randomBytes(2).toString("hex"),
    ...edges,
  });
}

// A search takes a few milliseconds: who would be last of so many in line waits about as long as people do not notice.
const TURNS = { most: 64, milliseconds: 3_000 } as const;

function limitsOf(config: Config): Pick<BotEdges, "limits" | "turns"> {
  const most = {
    personMinute: config.IBID_PERSON_PER_MINUTE,
    personHour: config.IBID_PERSON_PER_HOUR,
    channelMinute: config.IBID_CHANNEL_PER_MINUTE,
  };
  return { limits: createLimits(most), turns: createTurns(TURNS) };
}

export async function startConsole(config: Config, process: Process): Promise<void> {
  const log = openLog(config, process);
  const shelf = await openShelf(config.IBID_KNOWLEDGE, log);
  const left = new AbortController();
  shelf.watch(left.signal);
  const terminal = terminalOf(process);
  const platform = createConsole({ input: process.stdin, output: process.stdout, terminal });
  await platform.start(wireBot(shelf, config, { log }));
  left.abort();
}

/** Serves the platforms that are set up until a signal comes or none is left; the console where none is set up. */
export async function start(config: Config, process: Process): Promise<void> {
  const log = openLog(config, process);
  // Loading the platforms' libraries takes longer than answering a question: only who serves waits for it.
  const { createPlatforms } = await import("./served.ts");
  const metrics = createMetrics({
    reports: () => state.shelf?.current().library.reports.length ?? 0,
    statuses: () => served.statuses(),
    digests: async () => (state.database === undefined ? {} : countDeliveries(state.database)),
  });
  const served = createPlatforms(config, { log, reconnected: metrics.reconnected });
  if (served.made.length === 0) return startWithoutPlatform(config, process);
  const state: State = { stopping: false };
  const stopped = untilStopped(process, { log, unhandled: metrics.unhandled });
  const closers: Closer[] = [];
  try {
    const serving = serve(config, { log, metrics, served, state, closers });
    const { exitCode } = await Promise.race([stopped, served.noneLeft, serving.then(() => stopped)]);
    process.exitCode = exitCode;
  } finally {
    state.stopping = true;
    if (!(await drain(closers.toReversed(), log))) process.exitCode = 1;
    // A client library may hold the process by a timer or an idle connection.
    setTimeout(() => process.exit(), LEFTOVERS).unref();
  }
}

const LEFTOVERS = 500;

/** What serves by now. */
type State = {
  shelf?: FreshShelf<Retriever>;
  database?: Database;
  probe?: () => Promise<void>;
  stopping: boolean;
};
type Closer = () => Promise<unknown>;
type Wiring = Readonly<{ log: Log; metrics: Metrics; served: Served; state: State; closers: Closer[] }>;

/** What is opened first is closed last: health tells that the process is not ready until it ends. */
async function serve(config: Config, wiring: Wiring): Promise<void> {
  const { log, metrics, served, state, closers } = wiring;
  await openHealth(config, wiring);
  const store = await openStore(config.IBID_DATA);
  state.probe = () => store.probe(new Date());
  state.database = store.database;
  closers.push(store.close);
  const inbox = createInbox(store.database);
  const shelf = await openShelf(config.IBID_KNOWLEDGE, log, metrics.reloaded);
  state.shelf = shelf;
  const library = () => shelf.current().library;
  const { database } = store;
  const { serving } = served;
  const digest = await wireDigest({ config, library, database, serving, log, timing: TIMING });
  const bot = wireBot(shelf, config, {
    log,
    isFirst: (keys) => inbox.claim(keys, new Date()),
    observe(handled) {
      metrics.handled(handled);
      log("handled", handled);
    },
    ...limitsOf(config),
    ...digest.commands,
  });
  closers.push(served.stop);
  await served.start(reopening(bot, digest.desk, log));
  const names = [...serving()].map(({ name }) => name);
  log("serving", { platforms: names.join(" "), reports: library().reports.length });
  for (const name of names) await digest.desk.platformIsOpen(name);
  digest.clock.start();
  const left = new AbortController();
  shelf.watch(left.signal);
  closers.push(digest.clock.stop, async () => left.abort());
}

async function openHealth(
  { PORT: port }: Config,
  { metrics, served, state, closers }: Wiring,
): Promise<void> {
  if (port === undefined) return;
  const checks = () =>
    checkReadiness({
      stopping: state.stopping,
      reports: state.shelf?.current().library.reports.length,
      probe: state.probe,
      statuses: served.statuses(),
    });
  closers.push((await startHealth({ port, checks, metrics })).close);
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
