// A digest with its clock in hand: the real store in a folder of its own, a board to post to, and beats on demand.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closedMessage, digestMessage } from "#bot/messages/digest.ts";
import { findMisquoted } from "#bot/verify-quotes.ts";
import type { DigestDeps } from "#digest/deps.ts";
import { createPass } from "#digest/scheduler.ts";
import { createReadingOrder } from "#digest/select.ts";
import { createSubscriptions, type Subscriptions } from "#digest/subscriptions.ts";
import { TIMING } from "#digest/timing.ts";
import { DAILY, WEEKDAYS } from "#domain/digest.ts";
import type { Library } from "#domain/report.ts";
import { loadFolder } from "#reports/folder.ts";
import { type Database, openStore } from "#store/store.ts";
import { createTestLog } from "#test/support/log.ts";
import { type Board, createBoard } from "./fake-platform.ts";

export const CHANNEL = { platform: "board", channel: "C1" };
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const { library: firstReport } = await loadFolder("knowledge");

/** A process: what dies and starts again on the same store. */
export type Process = Readonly<{
  subscriptions: Subscriptions;
  database: Database;
  beat(): Promise<void>;
  /** Its store closes under it, as a kill does. */
  die(): Promise<void>;
}>;

export type World = {
  now: number;
  readonly board: Board;
  readonly logged: Readonly<Record<string, unknown>>[];
  readonly folder: string;
  library: Library;
  unknownPost: DigestDeps["unknownPost"];
  platforms: string[];
  start(through?: (database: Database) => Database): Promise<Process>;
};

export function createWorld(at: string): World {
  const world: World = {
    now: Date.parse(at),
    board: createBoard(() => world.now),
    logged: [],
    folder: mkdtempSync(join(tmpdir(), "ibid-digest-")),
    library: firstReport,
    unknownPost: "resend",
    platforms: [CHANNEL.platform],
    start: (through = (database) => database) => start(world, through),
  };
  return world;
}

async function start(world: World, through: (database: Database) => Database): Promise<Process> {
  const store = await openStore(world.folder);
  const { library } = world;
  let claims = 0;
  const deps: DigestDeps = {
    database: through(store.database),
    refresh: async () => undefined,
    order: createReadingOrder(library),
    word: (edition, occasion) => digestMessage(edition, occasion, { library, today: new Date(world.now) }),
    closedMessage,
    isSound: (message) => findMisquoted(message, library) === undefined,
    posters: () => new Map(world.platforms.map((name) => [name, world.board.poster])),
    unknownPost: world.unknownPost,
    // One at a time, so that a test says in which order things happen.
    timing: { ...TIMING, parallel: 1 },
    log: createTestLog(world.logged),
    now: () => world.now,
    newToken: () => `${Math.random()}:${claims++}`,
  };
  return {
    subscriptions: createSubscriptions(deps, () => undefined),
    database: store.database,
    beat: createPass(deps),
    die: () => store.close(),
  };
}

export const settings = (time: string, zone = "UTC", days = DAILY) => ({ time, zone, days, repeat: false });
export const onWeekdays = (time: string, zone = "UTC") => settings(time, zone, WEEKDAYS);

/** Switches the digest of a channel on; the announcement is not counted among the posts. */
export async function switchOn(
  world: World,
  { subscriptions }: Process,
  chosen: ReturnType<typeof settings>,
  where = CHANNEL,
) {
  const announcement = { audience: "channel", summary: "", blocks: [] } as const;
  const event = String(world.now);
  const { next } = await subscriptions.switchOn(where, { event, settings: chosen, by: "U1", announcement });
  world.board.posts.pop();
  world.board.tried.pop();
  return next;
}

/** Lets time pass, with a beat every ten minutes or as often as told. */
export async function pass(
  world: World,
  process: Process,
  milliseconds: number,
  step = 10 * MINUTE,
): Promise<void> {
  const until = world.now + milliseconds;
  while (world.now < until) {
    world.now = Math.min(until, world.now + step);
    await process.beat();
  }
}

/** Code of each paragraph posted, "" for a notice. */
export function codesOf({ board }: World): readonly string[] {
  return board.posts.map(({ message }) => {
    const quote = message.blocks.find(({ kind }) => kind === "quote");
    return quote?.kind === "quote" ? quote.excerpt.paragraph.code : "";
  });
}

export async function statesOf({ database }: Process): Promise<Record<string, string>> {
  const rows = await database.selectFrom("delivery").select(["id", "state"]).orderBy("due_at").execute();
  return Object.fromEntries(rows.map(({ id, state }) => [id.replace("board:C1:", ""), state]));
}
