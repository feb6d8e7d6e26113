// The wiring that all ways of running Ibid share: the log, the reports, the bot.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createLocalAccess } from "#access/access.ts";
import { formatScope } from "#access/scope.ts";
import { type BotDeps, createBot, type RunningBot } from "#bot/bot.ts";
import type { DigestContext, ScopedKnowledge } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import { type Config, secretsIn } from "#config.ts";
import type { Subscriptions } from "#digest/subscriptions.ts";
import type { LiveLibrary, LoadProgress, Snapshots } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import type { Library } from "#domain/report.ts";
import type { Scope } from "#domain/scope.ts";
import { createTimeSlices } from "#domain/time-slices.ts";
import { createLog } from "#operations/log.ts";
import type { Metrics } from "#operations/metrics.ts";
import { createRedact } from "#operations/redact.ts";
import { createSnapshots } from "#operations/snapshots.ts";
import { createTerminalLog } from "#operations/terminal-log.ts";
import type { Terminal } from "#platforms/console/render.ts";
import { type WatchedLibrary, watchLibrary } from "#reports/watcher.ts";
import { createSegmentCache } from "#retrieval/index/segment-cache.ts";
import { createQuotationIndexCache } from "#verification/quotation-index.ts";
import { defaultScope } from "./default-scope.ts";
import {
  createKnowledge,
  createKnowledgeScopes,
  createQuotationIndexer,
  type KnowledgeScopes,
} from "./knowledge.ts";
import { pageLinks } from "./web.ts";

type LibraryDeps = Readonly<{
  reloaded?: Metrics["reloaded"];
  /** Where what was read is kept for the next start. */
  snapshots?: Snapshots;
  progress?: LoadProgress;
  /**
   * Once it resolves, quotations are indexed ahead of the first check: at a start everything else goes first. Absent for a command
   * that answers once and ends.
   */
  indexQuotationsAfter?: Promise<void>;
  /** Made ahead of the first question; the defaults if absent. */
  scope?: Scope;
}>;

/**
 * Reads and indexes the reports, after a change only what has changed. Problems of the files go to the log. Throws
 * KnowledgeError when there is no report to serve.
 */
export function openLibrary(
  { IBID_KNOWLEDGE: root, ...config }: Config,
  log: Log,
  { snapshots, indexQuotationsAfter, scope = defaultScope(config), ...watching }: LibraryDeps = {},
): Promise<WatchedLibrary<KnowledgeScopes>> {
  const cache = createSegmentCache(snapshots);
  const slices = createTimeSlices(() => performance.now());
  const quotations = createQuotationIndexCache(slices);
  const pageOf = pageLinks({ IBID_KNOWLEDGE: root, ...config });
  const indexQuotations = createQuotationIndexer(quotations, log);
  return watchLibrary({
    root,
    make: async (read, indexed, before?: KnowledgeScopes) => {
      const all = pageOf === undefined ? read : { ...read, pageOf };
      const make = (library: Library) => createKnowledge(library, { cache, slices, indexed }, quotations);
      const scopes = createKnowledgeScopes(all, make, before);
      const { library } = await scopes.within(scope);
      void indexQuotationsAfter?.then(() => indexQuotations(library));
      const hidden = all.reports.length - library.reports.length;
      if (hidden > 0) log.warn("knowledge.hidden", { reports: hidden, scope: formatScope(scope) });
      return scopes;
    },
    log,
    now: () => new Date(),
    ...(snapshots === undefined ? {} : { snapshots }),
    ...watching,
  });
}

export function openSnapshots({ IBID_DATA: data }: Pick<Config, "IBID_DATA">, log: Log): Snapshots {
  return createSnapshots({ folder: join(data, "index"), now: () => Date.now(), log });
}

/**
 * For commands that one person types: on a terminal the log is plain sentences and the first load shows its progress; elsewhere
 * the log is for programs, and silent about the progress.
 */
export async function openLibraryFor(config: Config, { stderr }: Pick<NodeJS.Process, "stderr">) {
  const terminal = stderr.isTTY ? createTerminalLog(stderr, createRedact(secretsIn(config))) : undefined;
  const log = terminal?.log ?? openLog(config, { stderr });
  let isLoading = true;
  const liveLibrary = await openLibrary(config, log, {
    snapshots: openSnapshots(config, log),
    // Later, while somebody types, a line that comes and goes would be in the way.
    progress: (step) => isLoading && terminal?.progress(step),
  });
  isLoading = false;
  return { log, liveLibrary };
}

export function openLog(config: Config, { stderr }: Pick<NodeJS.Process, "stderr">): Log {
  return createLog(stderr, createRedact(secretsIn(config)));
}

/** Without further `deps` it is the bot of one person: nothing is stored or limited, and a digest can only be previewed. */
export function composeBot(
  liveLibrary: LiveLibrary<ScopedKnowledge>,
  config: Config,
  deps: Pick<BotDeps, "log"> & Partial<BotDeps>,
): RunningBot {
  return createBot({
    liveLibrary,
    commands: commandTable,
    prefix: config.IBID_COMMAND_PREFIX,
    digest: digestContext(config),
    access: createLocalAccess(defaultScope(config)),
    now: () => new Date(),
    newId: () => randomBytes(2).toString("hex"),
    ...deps,
  });
}

/** Without `subscriptions` a digest can only be previewed. */
export function digestContext(config: Config, subscriptions?: Subscriptions): DigestContext {
  return {
    zone: config.IBID_TIME_ZONE,
    admins: (config.IBID_ADMINS ?? "").split(/[\s,]+/u).filter((id) => id !== ""),
    ...(subscriptions === undefined ? {} : { subscriptions }),
  };
}

export function terminalOf({ stdout }: Pick<NodeJS.Process, "stdout">): Terminal {
  if (!stdout.isTTY) return { styled: false };
  // Whoever resizes the window changes the number of columns.
  return {
    styled: stdout.hasColors(),
    get columns() {
      return stdout.columns;
    },
  };
}
