// The inbox: each event is handled once, and none is lost. An event that a platform delivers again, now or after a restart,
// is recognised here, and one whose process ended before replying is handed to another process.
import type { Updateable } from "kysely";
import { type Database, inTransaction, kyselyOf } from "./database.ts";
import { createGroupCommit } from "./group-commit.ts";
import type { Schema } from "./schema.ts";

const SECOND = 1000;
// Slack delivers an event again that is not acknowledged in three seconds.
const MAX_WAIT = 2 * SECOND;
// How long composing a reply may take: a search waits for its turn for three seconds at most.
const COMPOSE_LEASE = 10 * SECOND;
// How long sending it may take: rate limits are waited out, and a request that hangs is given up.
const SEND_LEASE = 150 * SECOND;
// How long it may wait for the next try: the platforms wait for half a minute at most.
const WAIT_LEASE = 40 * SECOND;
// No lease that is taken now ends later than this: the longest one, and a second because clocks are adjusted by small steps. One
// that does end later was taken before the clock was set back.
const MAX_LEASE = SEND_LEASE + SECOND;

export type Inbox = Readonly<{
  /**
   * Stores the event with all of its keys, which begin with the platform's name and a colon, and `body` until it is complete.
   * True if none of the keys was known: exactly one claim of an event gets true. Throws, and stores nothing, when that takes
   * two seconds.
   */
  claim(keys: readonly string[], body: string): Promise<boolean>;
  /** To be called before the reply is sent. False when another process has taken the event over. */
  markSending(keys: readonly string[]): Promise<boolean>;
  /** Nothing has been sent yet, and the next try has to wait; `markSending` is called again before it. */
  markWaiting(keys: readonly string[]): Promise<void>;
  /** Gives the event up before it is complete: any process may take it over, at once or after so many milliseconds. */
  handOver(keys: readonly string[], after?: number): Promise<void>;
  /**
   * Reserves a name for an event, for as long as keys are kept. True for the first event that asks, and for the same event
   * when it is handled again after a crash.
   */
  reserve(name: string, keys: readonly string[]): Promise<boolean>;
  /** Nothing more is to be done for the event; its body is deleted. */
  complete(keys: readonly string[]): Promise<void>;
  /** Takes over the events of these platforms that other processes did not complete in time. */
  reclaim(platforms: readonly string[]): Promise<readonly Abandoned[]>;
}>;

/** An event that is taken over from another process. */
export type Abandoned = Readonly<{
  keys: readonly string[];
  body: string;
  /** When it was claimed first. */
  takenAt: Date;
  /** The reply may have been sent. */
  sendStarted: boolean;
}>;

/** `owner`: a name that no other process has. */
type InboxDeps = Readonly<{ owner: string; now: () => Date }>;

export function createInbox(database: Database, { owner, now }: InboxDeps): Inbox {
  const clock = () => now().getTime();
  const claim = createGroupCommit(async (events: readonly ClaimedEvent[]) => {
    const first = await claimAll(database, events, { owner, clock });
    return events.map((event) => first.has(event));
  });
  const markSending = createGroupCommit(async (keys: readonly string[]) => {
    const marked = await kyselyOf(database)
      .updateTable("inbox")
      .set({ leaving: 1, lease_until: clock() + SEND_LEASE })
      .where("key", "in", keys)
      .where("owner", "=", owner)
      .returning("key")
      .execute();
    const own = new Set(marked.map(({ key }) => key));
    return keys.map((key) => own.has(key));
  });
  const complete = createGroupCommit(async (keys: readonly string[]) => {
    await kyselyOf(database)
      .updateTable("inbox")
      .set({ body: null, owner: null, lease_until: null })
      .where("key", "in", keys)
      .where("owner", "=", owner)
      .execute();
    return keys.map(() => undefined);
  });
  const update = async (key: string | undefined, values: Updateable<Schema["inbox"]>) => {
    if (key !== undefined) await updateOwn(database, { key: toStored(key), owner }, values);
  };
  // Events without a key cannot be redelivered and no other process could take them over, so they are not stored. The first
  // key has the row with the body and the owner.
  return {
    async claim(keys, body) {
      if (keys.length === 0) return true;
      const event: ClaimedEvent = { keys: [...new Set(keys.map(toStored))], body, state: "waiting" };
      return orGiveUp(event, claim(event));
    },
    markSending: async ([key]) => key === undefined || markSending(toStored(key)),
    markWaiting: ([key]) => update(key, { leaving: 0, lease_until: clock() + WAIT_LEASE }),
    handOver: ([key], after) =>
      update(key, { owner: NOBODY, lease_until: after === undefined ? 0 : clock() + after }),
    reserve: async (name, [key]) =>
      key === undefined ||
      reserveName(database, { name: toStored(name), event: toStored(key), now: clock() }),
    complete: async ([key]) => (key === undefined ? undefined : complete(toStored(key))),
    reclaim: async (platforms) =>
      platforms.length === 0 ? [] : reclaimAll(database, { platforms, owner, now: clock() }),
  };
}

// The owner of a row that its process has given up. Not null, which is the owner of rows that nobody is to take over.
const NOBODY = "";

/**
 * The key as text that every database can store. A lone surrogate or a NUL would come back as another key or be refused,
 * and the whole group with it.
 */
function toStored(key: string): string {
  return JSON.stringify(key).slice(1, -1);
}

function fromStored(key: string): string {
  return JSON.parse(`"${key}"`);
}

type ClaimedEvent = Readonly<{ keys: readonly string[]; body: string }> & {
  /** An event is either written or given up, never both. */
  state: "waiting" | "written" | "given up";
};

/** Rejects when it takes too long until the store can be written, as when a stopped process has locked it. */
function orGiveUp(event: ClaimedEvent, claimed: Promise<boolean>): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    if (event.state !== "waiting") return;
    event.state = "given up";
    reject(new Error("the event could not be stored in time: the store is busy"));
  }, MAX_WAIT);
  claimed.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}

type Claiming = Readonly<{ owner: string; clock: () => number }>;

/** Returns the events none of whose keys was known. In one transaction, so that no other process claims in between. */
function claimAll(
  database: Database,
  events: readonly ClaimedEvent[],
  { owner, clock }: Claiming,
): Promise<ReadonlySet<ClaimedEvent>> {
  return inTransaction(database, async (transaction) => {
    const kysely = kyselyOf(transaction);
    const waiting = events.filter(({ state }) => state === "waiting");
    if (waiting.length === 0) return new Set();
    for (const event of waiting) event.state = "written";
    const now = clock();
    const keys = waiting.flatMap((event) => event.keys);
    const before = await kysely.selectFrom("inbox").select("key").where("key", "in", keys).execute();
    const seen = new Set(before.map(({ key }) => key));
    const first = new Set<ClaimedEvent>();
    const rows = waiting.flatMap((event) => {
      const isFirst = event.keys.every((key) => !seen.has(key));
      if (isFirst) first.add(event);
      const unseen = event.keys.filter((key) => !seen.has(key));
      for (const key of unseen) seen.add(key);
      const open = { body: event.body, owner, lease_until: now + COMPOSE_LEASE };
      return unseen.map((key, index) => ({ key, seen_at: now, ...(isFirst && index === 0 ? open : CLOSED) }));
    });
    if (rows.length > 0) await kysely.insertInto("inbox").values(rows).execute();
    return first;
  });
}

const CLOSED = { body: null, owner: null, lease_until: null };

async function updateOwn(
  database: Database,
  { key, owner }: Readonly<{ key: string; owner: string }>,
  values: Updateable<Schema["inbox"]>,
): Promise<void> {
  await kyselyOf(database)
    .updateTable("inbox")
    .set(values)
    .where("key", "=", key)
    .where("owner", "=", owner)
    .execute();
}

/** A reservation is a row that has the event in place of a process, and no lease, so that nobody takes it over. */
async function reserveName(
  database: Database,
  { name, event, now }: Readonly<{ name: string; event: string; now: number }>,
): Promise<boolean> {
  const kysely = kyselyOf(database);
  const row = { ...CLOSED, key: name, seen_at: now, owner: event };
  await kysely
    .insertInto("inbox")
    .values(row)
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  const reserved = await kysely
    .selectFrom("inbox")
    .select("owner")
    .where("key", "=", name)
    .executeTakeFirst();
  return reserved?.owner === event;
}

async function reclaimAll(
  database: Database,
  { platforms, owner, now }: Readonly<{ platforms: readonly string[]; owner: string; now: number }>,
): Promise<readonly Abandoned[]> {
  const rows = await kyselyOf(database)
    .updateTable("inbox")
    .set({ owner, lease_until: now + SEND_LEASE })
    .where(({ eb, or }) => or([eb("lease_until", "<", now), eb("lease_until", ">", now + MAX_LEASE)]))
    .where(({ eb, or }) => or(platforms.map((platform) => eb("key", "like", `${platform}:%`))))
    .where("owner", "!=", owner)
    .returning(["key", "body", "seen_at", "leaving"])
    .execute();
  return rows.map(({ key, body, seen_at, leaving }) => ({
    keys: [fromStored(key)],
    body: body ?? "",
    takenAt: new Date(seen_at),
    sendStarted: leaving === 1,
  }));
}
