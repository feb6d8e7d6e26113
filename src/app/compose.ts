// The wiring that all ways of running Ibid share: the log, the reports, the bot.
import { randomBytes } from "node:crypto";
import { type BotDeps, createBot, type RunningBot } from "#bot/bot.ts";
import type { DigestContext, Knowledge } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import { type Config, secretsIn } from "#config.ts";
import type { Subscriptions } from "#digest/subscriptions.ts";
import type { LiveLibrary } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import { createTimeSlices } from "#domain/time-slices.ts";
import { createLog } from "#operations/log.ts";
import type { Metrics } from "#operations/metrics.ts";
import { createRedact } from "#operations/redact.ts";
import type { Terminal } from "#platforms/console/render.ts";
import { type WatchedLibrary, watchLibrary } from "#reports/watcher.ts";
import { createSegmentCache, type SnapshotFolder } from "#retrieval/index/segment-cache.ts";
import { createQuotationIndexCache } from "#verification/quotation-index.ts";
import { createKnowledge, createQuotationIndexer } from "./knowledge.ts";

type LibraryDeps = Readonly<{
  reloaded?: Metrics["reloaded"];
  snapshots?: SnapshotFolder;
  /** Indexes quotations before the first check. A command that answers once and ends has no use for that. */
  indexesQuotations?: true;
}>;

/**
 * Reads and indexes the reports, after a change only what has changed. Problems of the files go to the log. Throws
 * KnowledgeError when there is no report to serve.
 */
export function openLibrary(
  root: string,
  log: Log,
  { reloaded, snapshots, indexesQuotations }: LibraryDeps = {},
): Promise<WatchedLibrary<Knowledge>> {
  const cache = createSegmentCache(snapshots);
  const slices = createTimeSlices(() => performance.now());
  const quotations = createQuotationIndexCache(slices);
  const indexQuotations = createQuotationIndexer(quotations, log);
  return watchLibrary({
    root,
    make: (library, indexed) => {
      if (indexesQuotations) indexQuotations(library);
      return createKnowledge(library, { cache, slices, indexed }, quotations);
    },
    log,
    now: () => new Date(),
    ...(reloaded === undefined ? {} : { reloaded }),
  });
}

export function openLog(config: Config, { stderr }: Pick<NodeJS.Process, "stderr">): Log {
  return createLog(stderr, createRedact(secretsIn(config)));
}

/** Without further `deps` it is the bot of one person: nothing is stored or limited, and a digest can only be previewed. */
export function composeBot(
  liveLibrary: LiveLibrary<Knowledge>,
  config: Config,
  deps: Pick<BotDeps, "log"> & Partial<BotDeps>,
): RunningBot {
  return createBot({
    liveLibrary,
    commands: commandTable,
    prefix: config.IBID_COMMAND_PREFIX,
    digest: digestContext(config),
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
  return stdout.isTTY ? { styled: stdout.hasColors(), columns: stdout.columns } : { styled: false };
}
