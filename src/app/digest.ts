// How the digest is put together; `start.ts` calls it once the store and the reports are open.
import { createHash, randomUUID } from "node:crypto";
import type { CountQuestion, DigestContext } from "#bot/command.ts";
import { closedMessage, digestMessage } from "#bot/messages/digest.ts";
import { findMisquoted } from "#bot/verify-quotes.ts";
import type { Config } from "#config.ts";
import type { DigestDeps } from "#digest/deps.ts";
import { createScheduler, type Scheduler } from "#digest/scheduler.ts";
import { createReadingOrder } from "#digest/select.ts";
import { createSubscriptions, type Subscriptions } from "#digest/subscriptions.ts";
import type { Timing } from "#digest/timing.ts";
import type { Log } from "#domain/log.ts";
import type { Platform } from "#domain/platform.ts";
import { type Library, paragraphsOf } from "#domain/report.ts";
import { createBatch } from "#store/group-commit.ts";
import { type PublicQuestion, recordQuestions } from "#store/question.ts";
import { syncReportVersions } from "#store/report-version.ts";
import type { Database } from "#store/store.ts";
import { digestContext } from "./compose.ts";

export type Digest = Readonly<{
  clock: Scheduler;
  subscriptions: Subscriptions;
  /** What the bot's commands need of it. */
  commands: Readonly<{ digest: DigestContext; countQuestion: CountQuestion }>;
}>;

export type DigestParts = Readonly<{
  config: Config;
  /** The reports as they are served at this moment. */
  library(): Library;
  database: Database;
  /** The platforms that serve at this moment. */
  serving(): Iterable<Platform>;
  log: Log;
  timing: Timing;
}>;

export async function composeDigest(parts: DigestParts): Promise<Digest> {
  const { config, database, log, timing } = parts;
  // Order, words and proof rest on one and the same library; a reload takes effect between two looks at the clock.
  let liveLibrary = await readShelf(parts);
  const deps: DigestDeps = {
    ...{ database, log, timing, closedMessage, unknownPost: config.IBID_UNKNOWN_POST },
    async refresh() {
      if (parts.library() !== liveLibrary.library) liveLibrary = await readShelf(parts);
    },
    order: (report) => liveLibrary.order(report),
    word: (edition, occasion) =>
      digestMessage(edition, occasion, { library: liveLibrary.library, today: new Date() }),
    isSound: (message) => findMisquoted(message, liveLibrary.library) === undefined,
    posters: () => new Map([...parts.serving()].map((platform) => [platform.name, platform])),
    now: () => Date.now(),
    newToken: () => randomUUID(),
  };
  const clock = createScheduler(deps);
  const subscriptions = createSubscriptions(deps, clock.wake);
  return {
    clock,
    subscriptions,
    commands: { digest: digestContext(config, subscriptions), countQuestion: createTally(parts) },
  };
}

async function readShelf({ library: current, database }: DigestParts) {
  const library = current();
  const changedAt = await syncReportVersions(database, fingerprints(library), Date.now());
  return { library, order: createReadingOrder(library, changedAt) };
}

// In milliseconds: one commit for the questions of a moment.
const COUNTED_AFTER = 200;

function createTally({ database, log }: DigestParts): CountQuestion {
  const count = createBatch(async (questions: readonly PublicQuestion[]) => {
    await recordQuestions(database, questions);
    return () => undefined;
  }, COUNTED_AFTER);
  return ({ platform, channel }, question) => {
    count({ platform, channel: channel.id, askedAt: Date.now(), ...question }).catch(({ message }: Error) =>
      log.warn("question.not-counted", { platform, channel: channel.id, error: message }),
    );
  };
}

function fingerprints({ reports }: Library): ReadonlyMap<string, string> {
  const hash = (words: string) => createHash("sha256").update(words).digest("hex");
  return new Map(
    reports.map((report) => [
      report.id,
      hash(
        paragraphsOf(report)
          .map(({ code }) => code)
          .join(" "),
      ),
    ]),
  );
}
