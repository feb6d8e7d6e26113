// The composition root: everything is wired here and nowhere else.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import type { BotEdges } from "#bot/bot.ts";
import { createLimits } from "#bot/intake/rate-limit.ts";
import { watchUnanswered } from "#bot/intake/recovery.ts";
import { createTurns } from "#bot/intake/search-queue.ts";
import type { Config } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import { startHealth } from "#operations/health.ts";
import { createMetrics, type Metrics } from "#operations/metrics.ts";
import { checkReadiness } from "#operations/ready.ts";
import { drain, untilStopped } from "#operations/stop.ts";
import { createConsole } from "#platforms/console/connect.ts";
import type { FreshShelf } from "#reports/watcher.ts";
import type { Retriever } from "#retrieval/retriever.ts";
import { countDeliveries } from "#store/delivery-history.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore, type Store } from "#store/store.ts";
import { openLog, openShelf, terminalOf, wireBot } from "./compose.ts";
import { reopening, wireDigest } from "./digest.ts";
import type { Served } from "./platforms.ts";

type Process = NodeJS.Process;

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

/** Serves the platforms that are set up until a signal comes or none is left; the console where none is set up. */
export async function start(config: Config, process: Process): Promise<void> {
  const log = openLog(config, process);
  // Loading the platforms' libraries takes longer than answering a question: only who serves waits for it.
  const { createPlatforms } = await import("./platforms.ts");
  const metrics = createMetrics({
    reports: () => state.shelf?.current().library.reports.length ?? 0,
    statuses: () => served.statuses(),
    digests: async () => (state.store === undefined ? new Map() : countDeliveries(state.store.database)),
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
type State = { shelf?: FreshShelf<Retriever>; store?: Store; stopping: boolean };
type Closer = () => Promise<unknown>;
type Wiring = Readonly<{ log: Log; metrics: Metrics; served: Served; state: State; closers: Closer[] }>;

/** What is opened first is closed last: health tells that the process is not ready until it ends. */
async function serve(config: Config, { log, metrics, served, state, closers }: Wiring): Promise<void> {
  if (config.PORT !== undefined) closers.push(await openHealth(config.PORT, { metrics, served, state }));
  const store = await openStore(config.IBID_DATA);
  state.store = store;
  closers.push(store.close);
  const inbox = createInbox(store.database, { owner: randomUUID(), now: () => new Date() });
  const snapshots = { folder: join(config.IBID_DATA, "index"), now: () => Date.now(), log };
  const shelf = await openShelf(config.IBID_KNOWLEDGE, log, { reloaded: metrics.reloaded, snapshots });
  state.shelf = shelf;
  const digest = await wireDigest({
    config,
    library: () => shelf.current().library,
    database: store.database,
    serving: served.serving,
    log,
    timing: TIMING,
  });
  const bot = wireBot(shelf, config, {
    log,
    inbox,
    observe(handled) {
      metrics.handled(handled);
      log("handled", handled);
    },
    ...limitsOf(config),
    ...digest.commands,
  });
  closers.push(served.stop);
  await served.start(reopening(bot, digest.desk, log));
  closers.push(watchUnanswered({ inbox, bot, serving: served.serving, log, now: () => new Date() }));
  log("serving", {
    platforms: [...served.serving()].map(({ name }) => name).join(" "),
    reports: shelf.current().library.reports.length,
  });
  const left = new AbortController();
  shelf.watch(left.signal);
  closers.push(async () => left.abort());
  for (const { name } of served.serving()) await digest.desk.platformIsOpen(name);
  digest.clock.start();
  closers.push(digest.clock.stop);
}

async function openHealth(
  port: number,
  { metrics, served, state }: Pick<Wiring, "metrics" | "served" | "state">,
): Promise<Closer> {
  const checks = () => {
    const { store, shelf, stopping } = state;
    return checkReadiness({
      stopping,
      reports: shelf?.current().library.reports.length,
      probe: store && (() => store.probe(new Date())),
      statuses: served.statuses(),
    });
  };
  return (await startHealth({ port, checks, metrics })).close;
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
