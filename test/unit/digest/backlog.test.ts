// Very many digests at once: those of a long absence, and those of a thousand channels. Whatever else is to be stored gets its
// turn in between.
import type { KyselyPlugin, QueryId } from "kysely";
import { expect, test } from "vitest";
import { createTick } from "#digest/scheduler.ts";
import { createDatabase, type Database, kyselyOf } from "#store/database.ts";
import { countDeliveries } from "#store/delivery-history.ts";
import { createInbox } from "#store/inbox.ts";
import { saveSubscription } from "#store/subscription.ts";
import {
  BEFORE,
  CHANNEL,
  createDeps,
  createFixture,
  DAY,
  daily,
  type Fixture,
  HOUR,
  MINUTE,
  type Process,
  pass,
  settings,
  statesOf,
} from "#test/support/digest-fixture.ts";

const CHANNELS = 1_000;

/** Counts the rows of the digest that are written. */
function countWrites() {
  let rows = 0;
  const writes = new WeakSet<QueryId>();
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      const isWrite = node.kind === "InsertQueryNode" || node.kind === "UpdateQueryNode";
      if (isWrite && !JSON.stringify(node).includes('"inbox"')) writes.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (writes.has(queryId)) rows += Number(result.numAffectedRows ?? result.rows.length);
      return result;
    },
  };
  return {
    through: (database: Database) => createDatabase(kyselyOf(database).withPlugin(plugin)),
    rows: () => rows,
  };
}

/** Gives each of a thousand channels a daily digest at 09:00. */
async function subscribeMany(fixture: Fixture): Promise<void> {
  const { database, die } = await fixture.start();
  const nextAt = Date.parse("2026-11-25T09:00:00Z");
  const saved = { settings: settings("09:00"), nextAt, by: "U1", now: fixture.now };
  await kyselyOf(database)
    .transaction()
    .execute(async (transaction) => {
      for (let index = 0; index < CHANNELS; index++)
        await saveSubscription(
          createDatabase(transaction),
          { platform: "fake", channel: `K${index}` },
          saved,
        );
    });
  await die();
}

/**
 * Does the work while questions come one after another. Returns how many rows of the digest were written while each of them
 * waited to be stored.
 */
async function askDuring(
  fixture: Fixture,
  work: (process: Process, database: Database) => Promise<void>,
): Promise<readonly number[]> {
  const writes = countWrites();
  const process = await fixture.start(writes.through);
  const inbox = createInbox(process.database, { owner: "first", now: () => new Date(fixture.now) });
  let isOver = false;
  const working = work(process, writes.through(process.database)).then(() => {
    isOver = true;
  });
  const waited: number[] = [];
  for (let event = 0; !isOver; event++) {
    const before = writes.rows();
    await inbox.claim([`fake:${event}`], "a question");
    waited.push(writes.rows() - before);
  }
  await working;
  await process.die();
  return waited;
}

async function countRows({ database }: Process, table: "delivery" | "subscription", state: string) {
  const { rows } = await kyselyOf(database)
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("rows"))
    .where("state", "=", state as "active")
    .executeTakeFirstOrThrow();
  return rows;
}

// What a transaction of the digest may write, twice: a question may come right before one that is ahead of it.
const MAX_ROWS = 2 * 55;

test("after sixty days without the process a thousand channels have one digest each to post, and no question waits for more than a few rows", async () => {
  const fixture = createFixture(BEFORE);
  await subscribeMany(fixture);
  fixture.now += 60 * DAY + 2 * HOUR;
  const waited = await askDuring(fixture, (_, database) => {
    // It posts nothing: that is another matter.
    const tick = createTick(createDeps(fixture, database), AbortSignal.abort());
    return tick();
  });
  expect(waited.length).toBeGreaterThan(CHANNELS / 50);
  expect(Math.max(...waited)).toBeLessThan(MAX_ROWS);
  const process = await fixture.start();
  expect(await countRows(process, "delivery", "pending")).toBe(CHANNELS);
  expect(await countRows(process, "delivery", "missed")).toBe(CHANNELS);
  expect((await countDeliveries(process.database)).get("missed")).toBe(60 * CHANNELS);
  const where = { ...CHANNEL, channel: "K7" };
  expect(await process.subscriptions.status(where)).toMatchObject({ missed: 60, read: 0 });
  await process.die();
}, 120_000);

test("what a thousand channels could not get in time is ended without holding anything up", async () => {
  const fixture = createFixture(BEFORE);
  await subscribeMany(fixture);
  fixture.now += HOUR;
  const first = await fixture.start();
  await createTick(createDeps(fixture, first.database), AbortSignal.abort())();
  expect(await countRows(first, "delivery", "pending")).toBe(CHANNELS);
  await first.die();
  fixture.platforms = [];
  fixture.now += 7 * HOUR;
  const waited = await askDuring(fixture, (_, database) =>
    createTick(createDeps(fixture, database), AbortSignal.abort())(),
  );
  expect(waited.length).toBeGreaterThan(CHANNELS / 50);
  expect(Math.max(...waited)).toBeLessThan(MAX_ROWS);
  const process = await fixture.start();
  expect(await countRows(process, "delivery", "missed")).toBe(CHANNELS);
  expect(fixture.logged.filter(({ event }) => event === "digest.not-posted")).toHaveLength(CHANNELS);
  await process.die();
}, 120_000);

test("a platform that serves again gets its thousand digests back without holding anything up", async () => {
  const fixture = createFixture(BEFORE);
  await subscribeMany(fixture);
  const before = await fixture.start();
  await kyselyOf(before.database)
    .updateTable("subscription")
    .set({ state: "suspended", closed_scope: "platform", closed_reason: "the token was revoked" })
    .execute();
  await before.die();
  const waited = await askDuring(fixture, ({ subscriptions }) => subscriptions.resumePlatform("fake"));
  expect(waited.length).toBeGreaterThan(CHANNELS / 100);
  expect(Math.max(...waited)).toBeLessThan(MAX_ROWS);
  const process = await fixture.start();
  expect(await countRows(process, "subscription", "active")).toBe(CHANNELS);
  await process.die();
}, 120_000);

test("the days of a channel that were missed are counted however long it was, and two of them have a row", async () => {
  const { fixture, process } = await daily();
  await pass(fixture, process, 2 * HOUR);
  // A clock that shows ten years too many.
  fixture.now = Date.parse("2036-11-25T10:00:00Z");
  await process.tick();
  expect(await statesOf(process)).toEqual({
    "2026-11-25": "sent",
    "2036-11-24": "missed",
    "2036-11-25": "sent",
  });
  expect(await process.subscriptions.status(CHANNEL)).toMatchObject({ missed: 3_652, read: 2 });
});

test("a platform that asks for a wait of years does not get the digest any more: it is missed, counted, and its paragraph comes next", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push({ limited: 1e9 });
  await pass(fixture, process, HOUR);
  const status = () => process.subscriptions.status(CHANNEL);
  expect(await status()).toMatchObject({ last: { state: "pending" }, missed: 0, read: 0, of: 17 });
  await pass(fixture, process, 6 * HOUR + 20 * MINUTE);
  expect(await status()).toMatchObject({ last: { state: "missed" }, missed: 1, read: 0 });
  await pass(fixture, process, DAY);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "missed", "2026-11-26": "sent" });
  expect(await status()).toMatchObject({ last: { state: "sent" }, missed: 1, read: 1 });
});

test("a paragraph that waits for its turn is not chosen for another post of the channel", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push({ limited: 1800 });
  await pass(fixture, process, HOUR);
  await process.subscriptions.postNow(CHANNEL, "E7");
  await pass(fixture, process, HOUR);
  expect(fixture.fakePlatform.posts).toHaveLength(2);
  expect(new Set(fixture.fakePlatform.posts.map(({ message }) => message.summary)).size).toBe(2);
  expect(await process.subscriptions.status(CHANNEL)).toMatchObject({ read: 2 });
});

test("a digest whose platform is away waits, and is posted when the platform is back in time", async () => {
  const { fixture, process } = await daily();
  // One that has been planned, because of a rate limit, and one that has not.
  fixture.fakePlatform.faults.push({ limited: 600 });
  await pass(fixture, process, HOUR);
  fixture.platforms = [];
  await pass(fixture, process, 2 * HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "pending" });
  fixture.platforms = [CHANNEL.platform];
  await process.tick();
  fixture.platforms = [];
  await pass(fixture, process, DAY);
  fixture.platforms = [CHANNEL.platform];
  await process.tick();
  expect(await statesOf(process)).toEqual({ "2026-11-25": "sent", "2026-11-26": "sent" });
  expect(fixture.fakePlatform.posts).toHaveLength(2);
  expect(fixture.fakePlatform.tried).toHaveLength(3);
});

test("a planned digest whose platform comes back too late is missed and counted, and the next day's is on time", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push({ limited: 600 });
  await pass(fixture, process, HOUR);
  fixture.platforms = [];
  await pass(fixture, process, 7 * HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "missed" });
  expect(fixture.logged).toContainEqual(
    expect.objectContaining({ event: "digest.not-posted", state: "missed" }),
  );
  fixture.platforms = [CHANNEL.platform];
  await pass(fixture, process, DAY);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "missed", "2026-11-26": "sent" });
  expect(await process.subscriptions.status(CHANNEL)).toMatchObject({ missed: 1, read: 1 });
});
