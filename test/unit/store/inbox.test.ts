import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { kyselyOf } from "#store/database.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore } from "#store/store.ts";

const SECOND = 1000;
const HOUR = 3_600 * SECOND;

/** A store, and the inboxes of several processes on it, which share one clock. */
async function openFixture() {
  const folder = mkdtempSync(join(tmpdir(), "ibid-"));
  const { database, close } = await openStore(folder);
  const clock = { now: Date.UTC(2026, 0, 1) };
  const process = (owner: string) => createInbox(database, { owner, now: () => new Date(clock.now) });
  return { folder, database, close, clock, process };
}

test("an event counts once, by any of its keys, in whichever process", async () => {
  const { process, close } = await openFixture();
  for (const [index, [keys, expected]] of (
    [
      [["event:1", "message:a"], true],
      [["event:1", "message:a"], false],
      [["event:2", "message:a"], false],
      // The key that came with a known one is known from then on.
      [["event:2"], false],
      [["event:3", "message:b"], true],
    ] as const
  ).entries())
    expect(await process(`process ${index}`).claim(keys, ""), String(keys)).toBe(expected);
  await close();
});

test("an event without a key cannot be a repeat, and is not stored", async () => {
  const { process, database, close } = await openFixture();
  const inbox = process("first");
  expect([await inbox.claim([], "a"), await inbox.claim([], "b")]).toEqual([true, true]);
  expect(await inbox.markSending([])).toBe(true);
  await inbox.complete([]);
  expect(await kyselyOf(database).selectFrom("inbox").selectAll().execute()).toEqual([]);
  await close();
});

test("one event that comes twenty times at the same moment counts once", async () => {
  const { process, close } = await openFixture();
  const inbox = process("first");
  const claims = await Promise.all(Array.from({ length: 20 }, () => inbox.claim(["event:1"], "")));
  expect(claims.filter(Boolean)).toHaveLength(1);
  await close();
});

test("of thousands of events at the same moment each counts once", async () => {
  const { process, close } = await openFixture();
  const inbox = process("first");
  const events = Array.from({ length: 5000 }, (_, index) => [
    `event:${index}`,
    `message:${Math.floor(index / 2)}`,
  ]);
  const claims = await Promise.all(events.map((keys) => inbox.claim(keys, "")));
  expect(claims.filter(Boolean)).toHaveLength(2500);
  expect(claims.every((isFirst, index) => isFirst === (index % 2 === 0))).toBe(true);
  await close();
});

test("keys that a database cannot store as text work all the same, and do no harm to events at the same moment", async () => {
  const { process, close } = await openFixture();
  const inbox = process("first");
  const claim = (...keys: readonly string[]) => inbox.claim(keys, "");
  const broken = ["event:\uD800", "event:\uD801", "event:\0", "event:\0more"];
  const [good, twice, ...odd] = await Promise.all([
    claim("event:1"),
    claim("event:2", "event:2"),
    ...broken.map((key) => claim(key)),
  ]);
  expect([good, twice, odd[0]]).toEqual([true, true, true]);
  expect(await Promise.all([claim("event:1"), claim("event:2"), ...broken.map((key) => claim(key))])).toEqual(
    Array.from({ length: 6 }, () => false),
  );
  await close();
});

test("a claim that the disk refuses is an error, not a yes", async () => {
  const { process, close } = await openFixture();
  const inbox = process("first");
  await close();
  await expect(inbox.claim(["event:1"], "")).rejects.toThrow();
});

test("an event that is not completed in ten seconds goes to another process, once, and the first no longer replies", async () => {
  const { process, clock, close } = await openFixture();
  const [dead, second, third] = [process("dead"), process("second"), process("third")];
  await dead.claim(["event:1", "message:a"], "its body");
  clock.now += 9 * SECOND;
  expect(await second.reclaim(["event"])).toEqual([]);
  clock.now += 2 * SECOND;
  expect(await dead.reclaim(["event"])).toEqual([]);
  const reclaimed = await Promise.all([second.reclaim(["event"]), third.reclaim(["event"])]);
  expect(reclaimed.flat()).toEqual([
    { keys: ["event:1"], body: "its body", takenAt: new Date(clock.now - 11 * SECOND), sendStarted: false },
  ]);
  expect(await dead.markSending(["event:1", "message:a"])).toBe(false);
  await dead.complete(["event:1", "message:a"]);
  expect(await (reclaimed[0].length === 1 ? second : third).markSending(["event:1"])).toBe(true);
  await close();
});

test("a reply that is being sent has two and a half minutes, and is distinguished from one that was not sent", async () => {
  const { process, clock, close } = await openFixture();
  const [dead, second] = [process("dead"), process("second")];
  await dead.claim(["event:1"], "its body");
  expect(await dead.markSending(["event:1"])).toBe(true);
  clock.now += 149 * SECOND;
  expect(await second.reclaim(["event"])).toEqual([]);
  clock.now += 2 * SECOND;
  expect(await second.reclaim(["event"])).toMatchObject([{ keys: ["event:1"], sendStarted: true }]);
  await close();
});

test("a completed event is not handed to anybody, and its body is deleted", async () => {
  const { process, database, clock, close } = await openFixture();
  const [first, second] = [process("first"), process("second")];
  await first.claim(["event:1"], "what somebody asked");
  await first.complete(["event:1"]);
  clock.now += HOUR;
  expect(await second.reclaim(["event"])).toEqual([]);
  expect(await second.claim(["event:1"], "")).toBe(false);
  expect(await kyselyOf(database).selectFrom("inbox").select("body").execute()).toEqual([{ body: null }]);
  await close();
});

test("a reply that waits before another try does not count as sent, and its process has 40 seconds to go on", async () => {
  const { process, clock, close } = await openFixture();
  const [first, second] = [process("first"), process("second")];
  await first.claim(["event:1"], "its body");
  await first.markSending(["event:1"]);
  await first.markWaiting(["event:1"]);
  clock.now += 39 * SECOND;
  expect(await second.reclaim(["event"])).toEqual([]);
  clock.now += 2 * SECOND;
  expect(await second.reclaim(["event"])).toMatchObject([{ keys: ["event:1"], sendStarted: false }]);
  await first.markWaiting(["event:1"]);
  await first.handOver(["event:1"]);
  expect(await first.markSending(["event:1"])).toBe(false);
  expect(await second.markSending(["event:1"])).toBe(true);
  await close();
});

test("an event that is handed over can be taken over at once, and its process can no longer complete it", async () => {
  const { process, close } = await openFixture();
  const [first, second] = [process("first"), process("second")];
  await first.claim(["event:1", "message:a"], "its body");
  await first.handOver(["event:1", "message:a"]);
  await first.complete(["event:1", "message:a"]);
  expect(await second.reclaim(["event"])).toMatchObject([{ keys: ["event:1"], body: "its body" }]);
  await close();
});

test("a name is reserved for one event, in whichever process, and again for the same event after a crash", async () => {
  const { process, clock, close } = await openFixture();
  const [first, second] = [process("first"), process("second")];
  const reserve = (inbox: typeof first, name: string, key: string) => inbox.reserve(name, [key, "more"]);
  const events = ["event:1", "event:2", "event:3"];
  const reserved = await Promise.all(events.map((key) => reserve(first, "test:share", key)));
  expect(reserved).toEqual([true, false, false]);
  expect(await reserve(second, "test:share", "event:1")).toBe(true);
  expect(await reserve(second, "test:share", "event:2")).toBe(false);
  expect(await reserve(second, "test:other", "event:2")).toBe(true);
  clock.now += HOUR;
  expect(await second.reclaim(["test"])).toEqual([]);
  await close();
});

test("a process takes over the events of the platforms that it serves, and leaves the others to whoever serves theirs", async () => {
  const { process, clock, close } = await openFixture();
  const [dead, second, third] = [process("dead"), process("second"), process("third")];
  await Promise.all([
    dead.claim(["slack:1"], "one"),
    dead.claim(["discord:1", "discord:a"], "two"),
    dead.claim(["slackline:1"], "three"),
  ]);
  clock.now += HOUR;
  expect(await second.reclaim([])).toEqual([]);
  expect(await second.reclaim(["slack"])).toMatchObject([{ keys: ["slack:1"], body: "one" }]);
  // Hours later, with no process in between that serves them.
  clock.now += 20 * HOUR;
  const rest = await third.reclaim(["discord", "slackline"]);
  expect(rest.map(({ body }) => body).toSorted()).toEqual(["three", "two"]);
  await close();
});

test("after the clock was set back open events are taken over all the same", async () => {
  const { process, clock, close } = await openFixture();
  const [dead, second, third] = [process("dead"), process("second"), process("third")];
  await dead.claim(["event:1"], "not sent");
  await dead.claim(["event:2"], "being sent");
  await dead.markSending(["event:2"]);
  // A lease that is as long as leases are is still respected.
  expect(await second.reclaim(["event"])).toEqual([]);
  clock.now -= HOUR;
  const reclaimed = await second.reclaim(["event"]);
  expect(reclaimed.map(({ body, sendStarted }) => [body, sendStarted])).toEqual([
    ["not sent", false],
    ["being sent", true],
  ]);
  expect(await third.reclaim(["event"])).toEqual([]);
  await close();
});

test("an event that cannot be stored in two seconds is refused and not stored later, so that it can be asked again", async () => {
  const { folder, process, database, close } = await openFixture();
  const inbox = process("first");
  const other = new DatabaseSync(join(folder, "ibid.sqlite"));
  other.exec("begin immediate");
  const claims = await Promise.allSettled([inbox.claim(["event:1"], "one"), inbox.claim(["event:2"], "two")]);
  expect(claims.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(String(claims[0].status === "rejected" && claims[0].reason)).toContain("the store is busy");
  other.exec("rollback");
  other.close();
  // This claim is behind the others in the queue.
  expect(await inbox.claim(["event:3"], "")).toBe(true);
  expect(await kyselyOf(database).selectFrom("inbox").select("key").execute()).toEqual([{ key: "event:3" }]);
  expect(await inbox.claim(["event:1"], "")).toBe(true);
  await close();
});
