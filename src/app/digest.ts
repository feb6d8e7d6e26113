// How the digest is put together; `start.ts` calls it once the store and the reports are open.
import { createHash, randomUUID } from "node:crypto";
import type { DigestContext, Tally } from "#bot/command.ts";
import { wordClosed, wordDigest } from "#bot/messages/digest.ts";
import { findMisquoted } from "#bot/verify-quotes.ts";
import type { Config } from "#config.ts";
import type { DigestEdges } from "#digest/deps.ts";
import { type Clock, createClock } from "#digest/scheduler.ts";
import { createReadingOrder } from "#digest/select.ts";
import { createDesk, type Desk } from "#digest/subscriptions.ts";
import type { Timing } from "#digest/timing.ts";
import type { Log } from "#domain/log.ts";
import type { Bot, Invocation, Platform } from "#domain/platform.ts";
import { type Library, paragraphsOf } from "#domain/report.ts";
import { createBatch } from "#store/group-commit.ts";
import { type PublicQuestion, recordQuestions } from "#store/question.ts";
import { syncShelf } from "#store/report-version.ts";
import type { Database } from "#store/store.ts";
import { digestContext } from "./compose.ts";

export type Digest = Readonly<{
  clock: Clock;
  desk: Desk;
  /** What the bot's commands need of it. */
  commands: Readonly<{ digest: DigestContext; tally: Tally }>;
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

export async function wireDigest(parts: DigestParts): Promise<Digest> {
  const { config, database, log, timing } = parts;
  // Order, words and proof rest on one and the same library; a reload takes effect between two looks at the clock.
  let shelf = await readShelf(parts);
  const edges: DigestEdges = {
    ...{ database, log, timing, wordClosed, unknownPost: config.IBID_UNKNOWN_POST },
    async refresh() {
      if (parts.library() !== shelf.library) shelf = await readShelf(parts);
    },
    order: (report) => shelf.order(report),
    word: (edition, occasion) => wordDigest(edition, occasion, { library: shelf.library, today: new Date() }),
    isSound: (message) => findMisquoted(message, shelf.library) === undefined,
    posters: () => new Map([...parts.serving()].map((platform) => [platform.name, platform])),
    now: () => Date.now(),
    newToken: () => randomUUID(),
  };
  const clock = createClock(edges);
  const desk = createDesk(edges, clock.wake);
  return { clock, desk, commands: { digest: digestContext(config, desk), tally: createTally(parts) } };
}

async function readShelf({ library: current, database }: DigestParts) {
  const library = current();
  const changedAt = await syncShelf(database, fingerprints(library), Date.now());
  return { library, order: createReadingOrder(library, changedAt) };
}

/** Whoever reaches the bot in a channel shows that the bot is there again. */
export function reopening(bot: Bot, { channelIsOpen }: Desk, log: Log): Bot {
  const reopen = ({ platform, channel, via }: Invocation) =>
    via === "mention" || via === "direct"
      ? channelIsOpen({ platform, channel: channel.id }).catch((error: Error) =>
          log("digest failed", { error: error.message }),
        )
      : undefined;
  return {
    ...bot,
    async answer(exchange) {
      await Promise.all([bot.answer(exchange), reopen(exchange.invocation)]);
    },
  };
}

// In milliseconds: one commit for the questions of a moment.
const COUNTED_AFTER = 200;

function createTally({ database, log }: DigestParts): Tally {
  const count = createBatch(async (questions: readonly PublicQuestion[]) => {
    await recordQuestions(database, questions);
    return () => undefined;
  }, COUNTED_AFTER);
  return ({ platform, channel }, question) => {
    count({ platform, channel: channel.id, askedAt: Date.now(), ...question }).catch(({ message }: Error) =>
      log("question not counted", { platform, channel: channel.id, error: message }),
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
