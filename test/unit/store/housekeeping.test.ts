// What is deleted while the process runs, and what is kept.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kyselyOf } from "#store/database.ts";
import type { addDelivery } from "#store/delivery.ts";
import { countDeliveries, readHistory, readPosition } from "#store/delivery-history.ts";
import { createHousekeeping } from "#store/housekeeping.ts";
import { createInbox } from "#store/inbox.ts";
import { createKeptSelections } from "#store/kept-selection.ts";
import { countQuestions, recordQuestions } from "#store/question.ts";
import { openStore } from "#store/store.ts";
import { saveSubscription, startCycle } from "#store/subscription.ts";
import { createTestLog } from "#test/support/log.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A store whose process has two clocks: one that can be set, and one that only goes on. */
async function openFixture() {
  const { database, close } = await openStore(mkdtempSync(join(tmpdir(), "ibid-")));
  const clock = { now: Date.UTC(2026, 10, 25), uptime: 0 };
  const logged: Record<string, unknown>[] = [];
  const now = () => new Date(clock.now);
  const log = createTestLog(logged);
  const round = createHousekeeping({ database, log, now, uptime: () => clock.uptime });
  const wait = (milliseconds: number) => {
    clock.now += milliseconds;
    clock.uptime += milliseconds;
  };
  const inbox = createInbox(database, { owner: "first", now });
  const keys = async () => {
    const rows = await kyselyOf(database).selectFrom("inbox").select("key").orderBy("key").execute();
    return rows.map(({ key }) => key);
  };
  return { database, close, clock, wait, round, inbox, keys, logged };
}

test("the keys of events are kept for a day, and no longer", async () => {
  const { inbox, keys, wait, round, close } = await openFixture();
  const old = Array.from({ length: 200 }, (_, event) => [`fake:old-${event}`]);
  await Promise.all(old.map((event) => inbox.claim(event, "")));
  await Promise.all(old.map((event) => inbox.complete(event)));
  wait(23 * HOUR);
  await round();
  expect(await inbox.claim(["fake:old-1"], "")).toBe(false);
  await inbox.claim(["fake:new"], "");
  wait(2 * HOUR);
  await round();
  expect(await keys()).toEqual(["fake:new"]);
  await close();
});

test("an event that nobody has answered in a day is reported when it is deleted, without its text", async () => {
  const { inbox, keys, wait, round, logged, close } = await openFixture();
  await inbox.claim(["fake:1", "fake:a"], "what somebody asked");
  await inbox.claim(["fake:2"], "what somebody else asked");
  await inbox.complete(["fake:2"]);
  wait(25 * HOUR);
  await round();
  expect(await keys()).toEqual([]);
  expect(logged).toMatchObject([{ level: "error", event: "answer.lost", keys: "fake:1" }]);
  expect(JSON.stringify(logged)).not.toContain("asked");
  await close();
});

test("a clock that jumps ahead makes no event unknown that is delivered again", async () => {
  const { inbox, clock, wait, round, close } = await openFixture();
  await inbox.claim(["fake:1"], "");
  await inbox.complete(["fake:1"]);
  clock.now += 2 * DAY;
  wait(2 * HOUR);
  await round();
  expect(await inbox.claim(["fake:1"], "")).toBe(false);
  await close();
});

test("the counts of old questions are deleted in every channel, also where nobody asks any more", async () => {
  const { database, clock, wait, round, close } = await openFixture();
  const ask = (channel: string) =>
    recordQuestions(database, [{ platform: "fake", channel, askedAt: clock.now, answered: true }]);
  for (const channel of ["C1", "C2", "C3"]) await ask(channel);
  wait(30 * DAY);
  await ask("C3");
  wait(3 * DAY);
  await round();
  expect(await kyselyOf(database).selectFrom("question").select("channel").execute()).toEqual([
    { channel: "C3" },
  ]);
  expect(await countQuestions(database, { platform: "fake", channel: "C3" }, 0)).toMatchObject({ asked: 1 });
  await close();
});

type Added = Readonly<{ day: number; state: Parameters<typeof addDelivery>[1]["state"]; cycle: number }>;

test("old deliveries are deleted, but for what was shown in the present cycle and what was sent last; the missed stay counted", async () => {
  const { database, clock, wait, round, close } = await openFixture();
  const start = clock.now;
  const channel = { platform: "fake", channel: "C1" };
  const settings = { time: "09:00", zone: "UTC", days: 127, repeat: true };
  await saveSubscription(database, channel, { settings, nextAt: start + 300 * DAY, by: "U1", now: start });
  await startCycle(database, "fake:C1");
  const add = ({ day, state, cycle }: Added) =>
    kyselyOf(database)
      .insertInto("delivery")
      .values({
        ...{ id: `fake:C1:${day}`, subscription: "fake:C1", revision: 1, cycle, state, attempts: 0 },
        ...{ due_at: start + day * DAY, expires_at: start + day * DAY, not_before: 0, lease_until: 0 },
        ...{ token: null, first_try_at: null, payload: null, message: null, link: null, reason: null },
        ...{ code: state === "sent" ? `code ${day}` : null, finished_at: start + day * DAY },
      })
      .execute();
  for (let day = 0; day < 60; day++) await add({ day, state: "missed", cycle: 1 });
  for (let day = 60; day < 63; day++) await add({ day, state: "sent", cycle: 1 });
  await add({ day: 63, state: "empty", cycle: 2 });
  const left = async () => {
    const rows = await kyselyOf(database).selectFrom("delivery").select("id").orderBy("due_at").execute();
    return rows.map(({ id }) => Number(id.replace("fake:C1:", "")));
  };
  wait(89 * DAY);
  await round();
  expect(await left()).toHaveLength(64);
  wait(100 * DAY);
  await round();
  expect(await left()).toEqual([62]);
  expect(await readHistory(database, "fake:C1")).toMatchObject({ last: { state: "sent" }, missed: 60 });
  expect((await countDeliveries(database)).get("missed")).toBe(60);
  for (const day of [64, 65, 180]) await add({ day, state: "sent", cycle: 2 });
  wait(HOUR);
  await round();
  expect(await left()).toEqual([64, 65, 180]);
  const position = await readPosition(database, { id: "fake:C1", cycle: 2 });
  expect([...position.shown]).toEqual(["code 64", "code 65", "code 180"]);
  await close();
});

test("a list is kept for a day, is not found after it, and is deleted then", async () => {
  const { database, clock, wait, round, close } = await openFixture();
  const ids = ["a1", "b2"];
  const selections = createKeptSelections(database, {
    now: () => new Date(clock.now),
    newId: () => ids.shift() ?? "",
  });
  const kept = { of: "list", entries: [["rivers", "k3v9qabc", 2]] } as const;
  const count = async () => (await kyselyOf(database).selectFrom("selection").selectAll().execute()).length;
  expect(await selections.keep(kept)).toBe("a1");
  wait(23 * HOUR);
  expect(await selections.find("a1")).toEqual(kept);
  await selections.keep(kept);
  wait(2 * HOUR);
  expect(await selections.find("a1")).toBeUndefined();
  expect(await count()).toBe(2);
  await round();
  expect(await count()).toBe(1);
  expect(await selections.find("b2")).toEqual(kept);
  await close();
});

test("a list that cannot be read, and one that was never kept, are not found", async () => {
  const { database, clock, close } = await openFixture();
  const selections = createKeptSelections(database, { now: () => new Date(clock.now), newId: () => "a1" });
  const row = { id: "c3", kept_at: clock.now, body: '{"of":"list","entries":[[1]]}' };
  await kyselyOf(database).insertInto("selection").values(row).execute();
  await kyselyOf(database)
    .insertInto("selection")
    .values({ ...row, id: "d4", body: "no JSON" })
    .execute();
  for (const id of ["c3", "d4", "e5"]) expect(await selections.find(id)).toBeUndefined();
  await close();
});
