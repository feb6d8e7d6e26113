// Wires the digest: its scheduler, its subscriptions, and what the bot needs of it.
import { createHash, randomUUID } from "node:crypto";
import type { Access } from "#access/access.ts";
import { formatScope, narrow } from "#access/scope.ts";
import type { CountQuestion, DigestContext } from "#bot/command.ts";
import { closedMessage, digestMessage, refusedMessage } from "#bot/messages/digest.ts";
import { findMisquoted } from "#bot/verify-quotes.ts";
import type { Config } from "#config.ts";
import type { DigestDeps, Reading } from "#digest/deps.ts";
import { createScheduler, type Scheduler } from "#digest/scheduler.ts";
import { createReadingOrder, orderOf } from "#digest/select.ts";
import { createSubscriptions, type Subscriptions } from "#digest/subscriptions.ts";
import type { Timing } from "#digest/timing.ts";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";
import type { Platform } from "#domain/platform.ts";
import { type Library, paragraphsOf, type Report } from "#domain/report.ts";
import type { Scope } from "#domain/scope.ts";
import type { Database } from "#store/database.ts";
import { createQuestionRecorder } from "#store/question.ts";
import { syncReportVersions } from "#store/report-version.ts";
import { digestContext } from "./compose.ts";

export type Digest = Readonly<{
  scheduler: Scheduler;
  subscriptions: Subscriptions;
  /** What the bot needs of it. */
  bot: Readonly<{ digest: DigestContext; countQuestion: CountQuestion }>;
}>;

type Deps = Readonly<{
  config: Config;
  /** The reports as they are loaded at this moment. */
  library(): Library;
  database: Database;
  access: Access;
  /** The platforms that have not ended. */
  running(): Iterable<Platform>;
  log: Log;
  timing: Timing;
}>;

export async function composeDigest(deps: Deps): Promise<Digest> {
  const { config, database, log, timing, running } = deps;
  // One library for order, wording and verification: a reload takes effect between two ticks, never within one.
  let current = await orderLibrary(deps);
  const digestDeps: DigestDeps = {
    database,
    async refresh() {
      if (deps.library() !== current.library) current = await orderLibrary(deps);
    },
    readingIn: (scope) => current.readingIn(scope),
    scopeOf: deps.access.scopeOf,
    decidePost: deps.access.decidePost,
    closedMessage,
    refusedMessage,
    // What is due on a platform that is away waits until it is back.
    posters: () =>
      new Map(
        [...running()]
          .filter((platform) => platform.status() === "serving")
          .map((platform) => [platform.name, platform]),
      ),
    unknownPost: config.IBID_UNKNOWN_POST,
    timing,
    log,
    now: () => Date.now(),
    newToken: () => randomUUID(),
  };
  const scheduler = createScheduler(digestDeps);
  const subscriptions = createSubscriptions(digestDeps, scheduler.wake);
  return {
    scheduler,
    subscriptions,
    bot: {
      digest: digestContext(config, subscriptions),
      countQuestion: createQuestionCounter(deps),
    },
  };
}

async function orderLibrary({ library: live, database }: Pick<Deps, "library" | "database">) {
  const library = live();
  const fingerprints = new Map<string, string>();
  for (const report of library.reports) {
    // Ordered here, one report at a time: for all of a large library at once it would hold up the process.
    await new Promise((resolve) => setImmediate(resolve));
    orderOf(report);
    fingerprints.set(report.id, fingerprint(report));
  }
  const changedAt = await syncReportVersions(database, fingerprints, Date.now());
  const readings = new Map<string, Reading>();
  return {
    library,
    readingIn(scope: Scope) {
      const key = formatScope(scope);
      const reading = readings.get(key) ?? createReading(narrow(library, scope), changedAt);
      readings.set(key, reading);
      return reading;
    },
  };
}

function createReading(library: Library, changedAt: ReadonlyMap<string, number>): Reading {
  return {
    order: createReadingOrder(library, changedAt),
    digestMessage: (edition, occasion) => digestMessage(edition, occasion, { library, today: new Date() }),
    isVerbatim: (message) => findMisquoted(message, library) === undefined,
  };
}

/** The same as long as the report has the same paragraphs in the same order. */
function fingerprint(report: Report): string {
  const codes = paragraphsOf(report).map(({ code }) => code);
  return createHash("sha256").update(codes.join(" ")).digest("hex");
}

function createQuestionCounter({ database, log }: Pick<Deps, "database" | "log">): CountQuestion {
  const record = createQuestionRecorder(database);
  return ({ platform, channel }, question) => {
    record({ platform, channel: channel.id, askedAt: Date.now(), ...question }).catch((error) =>
      log.warn("question.not-counted", { platform, channel: channel.id, error: messageOf(error) }),
    );
  };
}
