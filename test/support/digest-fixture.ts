// A digest under the control of a test: the real store in a folder of its own, a clock that the test sets, a fake platform to
// post to, and ticks on demand.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAccess } from "#access/access.ts";
import { createChannelScopes } from "#access/channel-scopes.ts";
import { narrow } from "#access/scope.ts";
import { closedMessage, digestMessage, refusedMessage } from "#bot/messages/digest.ts";
import { findMisquoted } from "#bot/verify-quotes.ts";
import type { DigestDeps, Reading } from "#digest/deps.ts";
import { createTick } from "#digest/scheduler.ts";
import { createReadingOrder } from "#digest/select.ts";
import { createSubscriptions, type Subscriptions } from "#digest/subscriptions.ts";
import { TIMING } from "#digest/timing.ts";
import { DAILY, WEEKDAYS } from "#domain/digest.ts";
import type { Library } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { type Database, kyselyOf } from "#store/database.ts";
import { openStore } from "#store/store.ts";
import { createFakePlatform, type FakePlatform } from "./fake-platform.ts";
import { createTestLog } from "./log.ts";

export const CHANNEL = { platform: "fake", channel: "C1" };
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const { library: firstReport } = await loadFolder("knowledge");

/** A process of the bot, as far as the digest goes. Several may share the store, one after another or at the same time. */
export type Process = Readonly<{
  subscriptions: Subscriptions;
  database: Database;
  /** One tick of its scheduler. */
  tick(): Promise<void>;
  /** Closes its store, so that nothing more gets through, as after a kill. */
  die(): Promise<void>;
}>;

export type Fixture = {
  now: number;
  readonly fakePlatform: FakePlatform;
  readonly logged: Readonly<Record<string, unknown>>[];
  readonly folder: string;
  library: Library;
  unknownPost: DigestDeps["unknownPost"];
  platforms: string[];
  start(through?: (database: Database) => Database): Promise<Process>;
};

/** `instant`: where its clock starts, such as `2026-11-25T08:00:00Z`. */
export function createFixture(instant: string): Fixture {
  const fixture: Fixture = {
    now: Date.parse(instant),
    fakePlatform: createFakePlatform(() => fixture.now),
    logged: [],
    folder: mkdtempSync(join(tmpdir(), "ibid-digest-")),
    library: firstReport,
    unknownPost: "resend",
    platforms: [CHANNEL.platform],
    start: (through = (database) => database) => start(fixture, through),
  };
  return fixture;
}

async function start(fixture: Fixture, through: (database: Database) => Database): Promise<Process> {
  const store = await openStore(fixture.folder);
  const deps = createDeps(fixture, through(store.database));
  return {
    subscriptions: createSubscriptions(deps, () => undefined),
    database: store.database,
    tick: createTick(deps),
    die: () => store.close(),
  };
}

export function createDeps(fixture: Fixture, database: Database): DigestDeps {
  const { library } = fixture;
  const log = createTestLog(fixture.logged);
  const access = createAccess({
    scopes: createChannelScopes(database, log),
    exposureIn: () => fixture.fakePlatform.poster.exposure,
    defaults: { sets: "all", ceiling: "TLP:AMBER+STRICT" },
  });
  let claims = 0;
  return {
    database,
    refresh: async () => undefined,
    readingIn: (scope) => readingOf(narrow(library, scope), fixture),
    scopeOf: access.scopeOf,
    decidePost: access.decidePost,
    closedMessage,
    refusedMessage,
    posters: () => new Map(fixture.platforms.map((name) => [name, fixture.fakePlatform.poster])),
    unknownPost: fixture.unknownPost,
    // One at a time, so that the order of events is the same in every run.
    timing: { ...TIMING, parallel: 1 },
    log,
    now: () => fixture.now,
    newToken: () => `${Math.random()}:${claims++}`,
  };
}

function readingOf(library: Library, fixture: Fixture): Reading {
  return {
    order: createReadingOrder(library),
    digestMessage: (edition, occasion) =>
      digestMessage(edition, occasion, { library, today: new Date(fixture.now) }),
    isVerbatim: (message) => findMisquoted(message, library) === undefined,
  };
}

export const settings = (time: string, zone = "UTC", days = DAILY) => ({ time, zone, days, repeat: false });
export const onWeekdays = (time: string, zone = "UTC") => settings(time, zone, WEEKDAYS);

/** Switches the digest of a channel on; the announcement is not counted among the posts. */
export async function switchOn(
  fixture: Fixture,
  { subscriptions }: Process,
  chosen: ReturnType<typeof settings>,
  where = CHANNEL,
) {
  const announcement = { audience: "channel", summary: "", blocks: [] } as const;
  const event = String(fixture.now);
  const { next } = await subscriptions.switchOn(where, { event, settings: chosen, by: "U1", announcement });
  fixture.fakePlatform.posts.pop();
  fixture.fakePlatform.tried.pop();
  return next;
}

// A Wednesday, an hour before the digest is due.
export const BEFORE = "2026-11-25T08:00:00Z";

/** A process with a digest that is posted every day. */
export async function daily(instant = BEFORE, time = "09:00", zone = "UTC") {
  const fixture = createFixture(instant);
  const process = await fixture.start();
  await switchOn(fixture, process, settings(time, zone));
  return { fixture, process };
}

/** Lets time pass, with a tick every ten minutes or every `step` milliseconds. */
export async function pass(
  fixture: Fixture,
  process: Process,
  milliseconds: number,
  step = 10 * MINUTE,
): Promise<void> {
  const until = fixture.now + milliseconds;
  while (fixture.now < until) {
    fixture.now = Math.min(until, fixture.now + step);
    await process.tick();
  }
}

/** The code of each paragraph posted, "" for a notice. */
export function codesOf({ fakePlatform }: Fixture): readonly string[] {
  return fakePlatform.posts.map(({ message }) => {
    const quote = message.blocks.find(({ kind }) => kind === "quote");
    return quote?.kind === "quote" ? quote.excerpt.paragraph.code : "";
  });
}

/** The state of each delivery of the channel, by its local date. */
export async function statesOf({ database }: Process): Promise<Record<string, string>> {
  const rows = await kyselyOf(database)
    .selectFrom("delivery")
    .select(["id", "state"])
    .orderBy("due_at")
    .execute();
  return Object.fromEntries(rows.map(({ id, state }) => [id.replace("fake:C1:", ""), state]));
}
