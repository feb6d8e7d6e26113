// The long-running ways of running Ibid: the platforms, and the console.
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createAccess } from "#access/access.ts";
import { createChannelScopes } from "#access/channel-scopes.ts";
import type { BotDeps } from "#bot/bot.ts";
import { createRateLimit } from "#bot/intake/rate-limit.ts";
import { startRecovery } from "#bot/intake/recovery.ts";
import { createSearchQueue } from "#bot/intake/search-queue.ts";
import type { Config } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import { ConfigError, messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import { startHealth } from "#operations/health.ts";
import { logLoadProgress } from "#operations/load-progress.ts";
import { createMetrics, type Metrics } from "#operations/metrics.ts";
import { createReadiness, type Readiness } from "#operations/ready.ts";
import { createShutdown, type ExitCode, type Shutdown, untilStopped } from "#operations/stop.ts";
import { createConsole } from "#platforms/console/connect.ts";
import { countDeliveries } from "#store/delivery-history.ts";
import { startHousekeeping } from "#store/housekeeping.ts";
import { createInbox } from "#store/inbox.ts";
import { createKeptSelections } from "#store/kept-selection.ts";
import { openStore } from "#store/store.ts";
import { composeBot, openLibrary, openLibraryFor, openLog, openSnapshots, terminalOf } from "./compose.ts";
import { defaultScope } from "./default-scope.ts";
import { composeDigest } from "./digest.ts";
import type { PlatformGroup } from "./platforms.ts";
import { openWeb } from "./web.ts";

type Process = NodeJS.Process;

export async function startConsole(config: Config, process: Process): Promise<ExitCode> {
  const { log, liveLibrary } = await openLibraryFor(config, process);
  const watching = new AbortController();
  liveLibrary.watch(watching.signal);
  const closeWeb = await openWeb(config, { log, liveLibrary });
  if (config.IBID_WEB_PORT !== undefined) process.stdout.write(`Reader pages: ${config.IBID_WEB_URL}\n`);
  const terminal = terminalOf(process);
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  const platform = createConsole({ input: process.stdin, output: process.stdout, terminal, interactive });
  await platform.start(composeBot(liveLibrary, config, { log }));
  watching.abort();
  await closeWeb();
  return 0;
}

/** Serves the platforms that are set up until a signal comes or none is left; the console where none is set up. */
export async function start(config: Config, process: Process): Promise<ExitCode> {
  const log = openLog(config, process);
  // Loaded only here: the platforms' libraries take longer to load than a question takes to answer.
  const { createPlatforms } = await import("./platforms.ts");
  const metrics = createMetrics();
  const platforms = createPlatforms(config, { log, reconnected: metrics.reconnected });
  if (platforms.all.length === 0) return startWithoutPlatform(config, process);
  metrics.watch({ statuses: platforms.statuses });
  const readiness = createReadiness({ ...platforms, log });
  const shutdown = createShutdown(log);
  const stopped = untilStopped(process, { log, unhandled: metrics.unhandled });
  let exitCode: ExitCode = 1;
  try {
    const { promise: served, resolve } = Promise.withResolvers<void>();
    const serving = serve(config, { log, metrics, platforms, readiness, shutdown, served });
    const endOfServing = serving.then(() => {
      resolve();
      return stopped;
    });
    ({ exitCode } = await Promise.race([stopped, platforms.allStopped, endOfServing]));
  } finally {
    readiness.stopping();
    if (!(await shutdown.run())) exitCode = 1;
  }
  return exitCode;
}

type ServeDeps = Readonly<{
  log: Log;
  metrics: Metrics;
  platforms: PlatformGroup;
  readiness: Readiness;
  shutdown: Shutdown;
  /** Resolves once everything is open and a platform serves. */
  served: Promise<void>;
}>;

/**
 * Opens everything in order; the shutdown closes it in reverse. Health is first, so that it answers "not ready" while reports
 * are read and until the process ends. Platforms come after all that an answer needs, and before recovery and the digest,
 * which send through them. Rejects when the process stops in between: what comes next would use what is closed by then.
 */
async function serve(config: Config, deps: ServeDeps): Promise<void> {
  const { log, metrics, platforms, readiness, shutdown, served } = deps;
  await openHealth(config, deps);
  const { database, probe, close } = await openStore(config.IBID_DATA);
  shutdown.add(close);
  readiness.storeOpened(() => probe(new Date()));
  const now = () => new Date();
  shutdown.add(startHousekeeping({ database, log, now, uptime: () => performance.now() }));
  metrics.watch({ digests: () => countDeliveries(database) });
  const liveLibrary = await openLibrary(config, log, {
    reloaded: metrics.reloaded,
    progress: logLoadProgress(log),
    snapshots: openSnapshots(config, log),
    indexQuotationsAfter: served,
  });
  shutdown.signal.throwIfAborted();
  const library = () => liveLibrary.current().all;
  const countReports = () => library().reports.length;
  readiness.reportsLoaded(countReports);
  metrics.watch({ reports: countReports });
  const { running } = platforms;
  const channelScopes = createChannelScopes(database, log);
  const access = createAccess({
    scopes: channelScopes,
    exposureIn: (name) => platforms.all.find((platform) => platform.name === name)?.exposure,
    defaults: defaultScope(config),
  });
  const digest = await composeDigest({ config, library, database, access, running, log, timing: TIMING });
  const inbox = createInbox(database, { owner: randomUUID(), now: () => new Date() });
  const bot = composeBot(liveLibrary, config, {
    log,
    inbox,
    access,
    channelScopes,
    selections: createKeptSelections(database, { now, newId: () => randomBytes(6).toString("hex") }),
    ...boundsAndCounters(config, deps),
    ...digest.bot,
  });
  readiness.botCreated(bot.load);
  metrics.watch({ load: bot.load });
  liveLibrary.watch(shutdown.signal);
  shutdown.add(await openWeb(config, { log, liveLibrary, database, access, platforms: platforms.all }));
  shutdown.add(platforms.stop);
  await platforms.start(bot, async (platform) => {
    await digest.subscriptions
      .resumePlatform(platform)
      .catch((error) => log.error("digest.resume-failed", { platform, error: messageOf(error) }));
  });
  shutdown.signal.throwIfAborted();
  shutdown.add(startRecovery({ inbox, bot, running, log, now: () => new Date() }));
  shutdown.add(bot.stop);
  digest.scheduler.start();
  shutdown.add(digest.scheduler.stop);
  log.info("process.serving", { platforms: namesServing(platforms).join(" "), reports: countReports() });
}

function namesServing({ statuses }: PlatformGroup): readonly string[] {
  return Object.entries(statuses()).flatMap(([name, status]) => (status === "serving" ? [name] : []));
}

async function openHealth(config: Config, { log, metrics, readiness, shutdown }: ServeDeps): Promise<void> {
  const { PORT, IBID_HOST: host } = config;
  if (PORT === undefined) return;
  const { port, close } = await startHealth({ host, port: PORT, checks: readiness.checks, metrics, log });
  shutdown.add(close);
  log.info("health.listening", { host, port });
}

// A search takes a few milliseconds: 64 of them take about as long as people wait without noticing.
const SEARCH_QUEUE = { max: 64, milliseconds: 3_000 } as const;

/** For a bot that many people use; the console needs neither. */
function boundsAndCounters(
  config: Config,
  { log, metrics }: ServeDeps,
): Pick<BotDeps, "rateLimit" | "searchQueue" | "onHandled"> {
  return {
    rateLimit: createRateLimit({
      personMinute: config.IBID_PERSON_PER_MINUTE,
      personHour: config.IBID_PERSON_PER_HOUR,
      channelMinute: config.IBID_CHANNEL_PER_MINUTE,
    }),
    searchQueue: createSearchQueue(SEARCH_QUEUE),
    onHandled(invocation) {
      metrics.handled(invocation);
      log.info("invocation.handled", invocation);
    },
  };
}

async function startWithoutPlatform(config: Config, process: Process): Promise<ExitCode> {
  if (await hasInput(process.stdin)) return startConsole(config, process);
  throw new ConfigError(
    "Neither Slack nor Discord is configured, and there is no terminal for the console. Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN.",
  );
}

/** A terminal, or piped lines. The input of a service or a container ends at once. */
async function hasInput(stdin: Process["stdin"]): Promise<boolean> {
  if (stdin.isTTY) return true;
  await once(stdin, "readable");
  return stdin.readableLength > 0;
}
