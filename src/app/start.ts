// The composition root: everything is wired here and nowhere else.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import type { BotDeps } from "#bot/bot.ts";
import { createRateLimit } from "#bot/intake/rate-limit.ts";
import { startRecovery } from "#bot/intake/recovery.ts";
import { createSearchQueue } from "#bot/intake/search-queue.ts";
import type { Config } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import { startHealth } from "#operations/health.ts";
import { createMetrics, type Metrics } from "#operations/metrics.ts";
import { checkReadiness } from "#operations/ready.ts";
import { drain, untilStopped } from "#operations/stop.ts";
import { createConsole } from "#platforms/console/connect.ts";
import type { WatchedLibrary } from "#reports/watcher.ts";
import type { Retriever } from "#retrieval/retriever.ts";
import { countDeliveries } from "#store/delivery-history.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore, type Store } from "#store/store.ts";
import { composeBot, openLibrary, openLog, terminalOf } from "./compose.ts";
import { composeDigest } from "./digest.ts";
import type { ServedPlatforms } from "./platforms.ts";

type Process = NodeJS.Process;

export async function startConsole(config: Config, process: Process): Promise<void> {
  const log = openLog(config, process);
  const liveLibrary = await openLibrary(config.IBID_KNOWLEDGE, log);
  const left = new AbortController();
  liveLibrary.watch(left.signal);
  const terminal = terminalOf(process);
  const platform = createConsole({ input: process.stdin, output: process.stdout, terminal });
  await platform.start(composeBot(liveLibrary, config, { log }));
  left.abort();
}

// A search takes a few milliseconds: who would be last of so many in line waits about as long as people do not notice.
const TURNS = { max: 64, milliseconds: 3_000 } as const;

function limitsOf(config: Config): Pick<BotDeps, "rateLimit" | "searchQueue"> {
  const most = {
    personMinute: config.IBID_PERSON_PER_MINUTE,
    personHour: config.IBID_PERSON_PER_HOUR,
    channelMinute: config.IBID_CHANNEL_PER_MINUTE,
  };
  return { rateLimit: createRateLimit(most), searchQueue: createSearchQueue(TURNS) };
}

/** Serves the platforms that are set up until a signal comes or none is left; the console where none is set up. */
export async function start(config: Config, process: Process): Promise<void> {
  const log = openLog(config, process);
  // Loading the platforms' libraries takes longer than answering a question: only who serves waits for it.
  const { createPlatforms } = await import("./platforms.ts");
  const metrics = createMetrics({
    reports: () => state.liveLibrary?.current().library.reports.length ?? 0,
    statuses: () => platforms.statuses(),
    digests: async () => (state.store === undefined ? new Map() : countDeliveries(state.store.database)),
  });
  const platforms = createPlatforms(config, { log, reconnected: metrics.reconnected });
  if (platforms.made.length === 0) return startWithoutPlatform(config, process);
  const state: State = { stopping: false };
  const stopped = untilStopped(process, { log, unhandled: metrics.unhandled });
  const closers: Closer[] = [];
  try {
    const serving = serve(config, { log, metrics, platforms, state, closers });
    const { exitCode } = await Promise.race([stopped, platforms.allStopped, serving.then(() => stopped)]);
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
type State = { liveLibrary?: WatchedLibrary<Retriever>; store?: Store; stopping: boolean };
type Closer = () => Promise<unknown>;
type Wiring = Readonly<{
  log: Log;
  metrics: Metrics;
  platforms: ServedPlatforms;
  state: State;
  closers: Closer[];
}>;

/** What is opened first is closed last: health tells that the process is not ready until it ends. */
async function serve(config: Config, { log, metrics, platforms, state, closers }: Wiring): Promise<void> {
  if (config.PORT !== undefined) closers.push(await openHealth(config.PORT, { metrics, platforms, state }));
  const store = await openStore(config.IBID_DATA);
  state.store = store;
  closers.push(store.close);
  const inbox = createInbox(store.database, { owner: randomUUID(), now: () => new Date() });
  const snapshots = { folder: join(config.IBID_DATA, "index"), now: () => Date.now(), log };
  const liveLibrary = await openLibrary(config.IBID_KNOWLEDGE, log, {
    reloaded: metrics.reloaded,
    snapshots,
  });
  state.liveLibrary = liveLibrary;
  const digest = await composeDigest({
    config,
    library: () => liveLibrary.current().library,
    database: store.database,
    serving: platforms.serving,
    log,
    timing: TIMING,
  });
  const bot = composeBot(liveLibrary, config, {
    log,
    inbox,
    onHandled(handled) {
      metrics.handled(handled);
      log.info("invocation.handled", handled);
    },
    ...limitsOf(config),
    ...digest.bot,
  });
  closers.push(platforms.stop);
  await platforms.start(bot);
  closers.push(startRecovery({ inbox, bot, serving: platforms.serving, log, now: () => new Date() }));
  log.info("process.serving", {
    platforms: [...platforms.serving()].map(({ name }) => name).join(" "),
    reports: liveLibrary.current().library.reports.length,
  });
  const left = new AbortController();
  liveLibrary.watch(left.signal);
  closers.push(async () => left.abort());
  for (const { name } of platforms.serving()) await digest.subscriptions.resumePlatform(name);
  digest.scheduler.start();
  closers.push(digest.scheduler.stop);
}

async function openHealth(
  port: number,
  { metrics, platforms, state }: Pick<Wiring, "metrics" | "platforms" | "state">,
): Promise<Closer> {
  const checks = () => {
    const { store, liveLibrary, stopping } = state;
    return checkReadiness({
      stopping,
      reports: liveLibrary?.current().library.reports.length,
      probe: store && (() => store.probe(new Date())),
      statuses: platforms.statuses(),
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
