// Every event counts once, and none is forgotten: what a platform delivers again, now or after a restart, is recognised
// here, and what a process took and did not live to answer is handed to another.
import { createBatch } from "./group-commit.ts";
import type { Database } from "./store.ts";

const SECOND = 1000;
// Slack redelivers for 10 minutes, Discord replays what a lost connection missed.
const KEPT = 24 * 60 * 60 * SECOND;
// How long an answer may take to be found: a search waits three seconds for its turn at most.
const FIND = 10 * SECOND;
// How long it may take to be sent: rate limits are waited out, and a request that hangs is given up.
const SEND = 150 * SECOND;

export type Inbox = Readonly<{
  /**
   * True exactly once for an event: when none of its keys was seen before. All of them are seen from then on, and
   * `body` is kept until it is finished.
   */
  claim(keys: readonly string[], body: string): Promise<boolean>;
  /** Says that the answer leaves now. False when another process has taken the event over. */
  markSending(keys: readonly string[]): Promise<boolean>;
  /** Nothing more is to be done for the event; its body is forgotten. */
  complete(keys: readonly string[]): Promise<void>;
  /** What other processes took and did not finish in time. From now on it is this one's to finish. */
  reclaim(): Promise<readonly Abandoned[]>;
}>;

export type Abandoned = Readonly<{
  keys: readonly string[];
  body: string;
  takenAt: Date;
  /** The answer may have been sent. */
  sendStarted: boolean;
}>;

/** `owner`: a name that no other process has. */
type InboxDeps = Readonly<{ owner: string; now: () => Date }>;

export function createInbox(database: Database, { owner, now }: InboxDeps): Inbox {
  const clock = () => now().getTime();
  let sweptAt = 0;
  const take = createBatch(async (claims: readonly Claim[]) => {
    const at = clock();
    const sweep = at - sweptAt > KEPT / 24;
    const first = await takeAll(database, claims, { owner, now: at, sweep });
    if (sweep) sweptAt = at;
    return (claim) => first.has(claim);
  });
  const leave = createBatch(async (keys: readonly string[]) => {
    const left = await database
      .updateTable("inbox")
      .set({ leaving: 1, lease_until: clock() + SEND })
      .where("key", "in", keys)
      .where("owner", "=", owner)
      .returning("key")
      .execute();
    const own = new Set(left.map(({ key }) => key));
    return (key) => own.has(key);
  });
  const finish = createBatch(async (keys: readonly string[]) => {
    await database
      .updateTable("inbox")
      .set({ body: null, owner: null, lease_until: null })
      .where("key", "in", keys)
      .where("owner", "=", owner)
      .execute();
    return () => undefined;
  });
  // What has no name cannot come again, and nobody else can know of it: there is nothing to keep.
  return {
    claim: async (keys, body) => keys.length === 0 || take({ keys: [...new Set(keys.map(toStored))], body }),
    markSending: async ([key]) => key === undefined || leave(toStored(key)),
    complete: async ([key]) => (key === undefined ? undefined : finish(toStored(key))),
    reclaim: () => adoptAll(database, { owner, now: clock() }),
  };
}

/** The key as text that a database can hold: half a character would come back as another key, and spoil its batch. */
function toStored(key: string): string {
  return JSON.stringify(key).slice(1, -1);
}

function fromStored(key: string): string {
  return JSON.parse(`"${key}"`);
}

type Claim = Readonly<{ keys: readonly string[]; body: string }>;
type Taking = Readonly<{ owner: string; now: number; sweep: boolean }>;

/** The claims that are the first for all of their keys, in one transaction: no other process comes between. */
async function takeAll(
  database: Database,
  claims: readonly Claim[],
  { owner, now, sweep }: Taking,
): Promise<ReadonlySet<Claim>> {
  return database.transaction().execute(async (transaction) => {
    if (sweep)
      await transaction
        .deleteFrom("inbox")
        .where("seen_at", "<", now - KEPT)
        .execute();
    const keys = claims.flatMap((claim) => claim.keys);
    const before = await transaction.selectFrom("inbox").select("key").where("key", "in", keys).execute();
    const seen = new Set(before.map(({ key }) => key));
    const first = new Set<Claim>();
    const rows = claims.flatMap((claim) => {
      const isFirst = claim.keys.every((key) => !seen.has(key));
      if (isFirst) first.add(claim);
      const unseen = claim.keys.filter((key) => !seen.has(key));
      for (const key of unseen) seen.add(key);
      const open = { body: claim.body, owner, lease_until: now + FIND };
      return unseen.map((key, at) => ({ key, seen_at: now, ...(isFirst && at === 0 ? open : NOTHING) }));
    });
    if (rows.length > 0) await transaction.insertInto("inbox").values(rows).execute();
    return first;
  });
}

const NOTHING = { body: null, owner: null, lease_until: null };

async function adoptAll(
  database: Database,
  { owner, now }: Readonly<{ owner: string; now: number }>,
): Promise<readonly Abandoned[]> {
  const rows = await database
    .updateTable("inbox")
    .set({ owner, lease_until: now + SEND })
    .where("lease_until", "<", now)
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
