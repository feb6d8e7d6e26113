// Requests that another process left behind: by another version of Ibid, on a platform that is away, or half answered.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { startRecovery } from "#bot/intake/recovery.ts";
import { LimitedError, UnconfirmedError } from "#domain/errors.ts";
import type { Reply } from "#domain/message.ts";
import type { Platform, PlatformStatus, UnfinishedRequest } from "#domain/platform.ts";
import { kyselyOf } from "#store/database.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore } from "#store/store.ts";
import { invocation } from "#test/support/bot-fixture.ts";
import { createFakePlatform } from "#test/support/fake-platform.ts";
import { MINUTE, never, openIntake, request } from "#test/support/intake-fixture.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";

afterEach(() => {
  vi.useRealTimers();
});

const platform: Platform = {
  ...createFakePlatform(Date.now).poster,
  name: "test",
  start: async () => undefined,
  stop: async () => undefined,
  status: () => "serving",
  sender: () => async () => undefined,
};

/** Stores a request as an earlier process did, and looks for it a minute later. */
async function recover(body: string) {
  const { database, close } = await openStore(mkdtempSync(join(tmpdir(), "ibid-")));
  let now = Date.UTC(2026, 10, 25);
  const clock = () => new Date(now);
  await createInbox(database, { owner: "earlier", now: clock }).claim(["test:event:1"], body);
  now += 60_000;
  const logged: LoggedLine[] = [];
  const resumed: UnfinishedRequest[] = [];
  const stop = startRecovery({
    inbox: createInbox(database, { owner: "later", now: clock }),
    bot: { resume: async (request) => void resumed.push(request) },
    running: () => [platform],
    log: createTestLog(logged),
    now: clock,
  });
  await stop();
  const rows = await kyselyOf(database)
    .selectFrom("inbox")
    .select("body")
    .where("body", "is not", null)
    .execute();
  await close();
  return { logged, resumed, open: rows.length };
}

const asked = { ...invocation("ask", { question: "a secret question" }, "mention"), keys: ["event:1"] };

test("a request is resumed as it was received, without fields that are not known", async () => {
  const body = JSON.stringify({ invocation: { ...asked, thread: "T1" }, address: { ts: "7" }, version: 2 });
  const { logged, resumed } = await recover(body);
  expect(resumed).toMatchObject([{ invocation: asked, sendStarted: false }]);
  expect(logged).toMatchObject([{ event: "answer.resumed" }]);
});

test.each([
  ["", "the stored request is not JSON"],
  ['{"invocation": "a secret question"', "the stored request is not JSON"],
  [
    JSON.stringify({ invocation: { ...asked, asker: { id: 7 } }, address: { ts: "7" } }),
    "the stored request has wrong fields: invocation.asker.id, invocation.asker.name, invocation.asker.mayManage",
  ],
])("%j is lost, which the log says without a word of it, and is not looked at again", async (body, error) => {
  const { logged, resumed, open } = await recover(body);
  expect({ resumed, open }).toEqual({ resumed: [], open: 0 });
  expect(logged).toEqual([{ event: "answer.lost", level: "error", keys: "test:event:1", error }]);
});

/** A request that an earlier process has stored, and for which it has begun to send the answer if `isSending`. */
async function leaveBehind(fixture: Awaited<ReturnType<typeof openIntake>>, isSending = false) {
  const { start, open } = fixture;
  const acknowledge = isSending ? async () => undefined : never;
  void start("earlier").bot.respond(request({ acknowledge, send: never }));
  await expect.poll(async () => (await open()).map(({ leaving }) => leaving)).toEqual([Number(isSending)]);
}

test("the requests of a platform that is away wait until it is back, and are answered then", async () => {
  let status: PlatformStatus = "starting";
  const fixture = await openIntake({ status: () => status });
  const { start, sent, open, clock, logged, close } = fixture;
  await leaveBehind(fixture);
  const { watch } = start("later");
  for (const away of ["starting", "disconnected", "stopped"] as const) {
    clock.now += MINUTE;
    status = away;
    await watch();
    expect(await open()).toHaveLength(1);
  }
  status = "serving";
  await watch();
  expect(sent).toEqual([expect.stringContaining("red line")]);
  expect(logged).toMatchObject([{ event: "answer.resumed" }]);
  await close();
});

test("when a platform comes back after more than five minutes its askers are told to ask again", async () => {
  const fixture = await openIntake();
  const { start, sent, open, clock, close } = fixture;
  await leaveBehind(fixture);
  clock.now += 6 * MINUTE;
  await start("later").watch();
  expect(sent).toEqual([expect.stringMatching(/^Ibid could not answer you in time\. .*7f3a/u)]);
  expect(await open()).toEqual([]);
  await close();
});

test("the requests of a platform that this process does not have are left to the one that has it", async () => {
  const fixture = await openIntake();
  const { start, sent, open, clock, logged, close } = fixture;
  await leaveBehind(fixture);
  clock.now += MINUTE;
  for (const platforms of [[], [{ ...fixture.platform, name: "other" }]])
    await start("other", platforms).watch();
  expect({ open: (await open()).length, logged }).toEqual({ open: 1, logged: [] });
  await start("right").watch();
  expect(sent).toEqual([expect.stringContaining("red line")]);
  await close();
});

test.each([
  ["answered again while the platform takes a repeat for the same message", 4, "red line"],
  ["not answered again once it no longer does", 2, "may not have arrived"],
])("a request whose answer may have been sent is %s", async (_, minutes, words) => {
  const fixture = await openIntake({
    sender: () =>
      Object.assign(async (reply: Reply) => void sent.push(JSON.stringify(reply)), {
        repeatableFor: minutes * MINUTE,
      }),
  });
  const sent: string[] = [];
  const { start, clock, close } = fixture;
  await leaveBehind(fixture, true);
  clock.now += 3 * MINUTE;
  await start("later").watch();
  expect(sent).toEqual([expect.stringContaining(words)]);
  await close();
});

test.each([
  ["not answered again where that is safe for some minutes only", 4 * MINUTE, "may not have arrived"],
  ["answered again where that is always safe", Number.POSITIVE_INFINITY, "red line"],
])(
  "a request that was taken before the clock was set back, and whose answer may have been sent, is %s",
  async (_, repeatableFor, words) => {
    const sent: string[] = [];
    const fixture = await openIntake({
      sender: () =>
        Object.assign(async (reply: Reply) => void sent.push(JSON.stringify(reply)), { repeatableFor }),
    });
    const { start, clock, close } = fixture;
    await leaveBehind(fixture, true);
    clock.now -= 10 * MINUTE;
    await start("later").watch();
    expect(sent).toEqual([expect.stringContaining(words)]);
    await close();
  },
);

/** A platform that confirms nothing while `isAway`, and a process that has tried to answer on it. */
async function openAway(failure: Error) {
  const away = { isAway: true };
  const fixture = await openIntake({
    sender: () => async (reply) => {
      if (away.isAway) throw failure;
      await fixture.send(reply);
    },
  });
  const process = fixture.start("first");
  await process.bot.respond(request({ send: fixture.platform.sender(asked, {}) }));
  return { ...fixture, ...process, away };
}

test.each([new UnconfirmedError("broken"), new LimitedError("limited")])(
  "whom a failing platform keeps from being told of a lost answer is told once it works again: %s",
  async (failure) => {
    const { away, watch, clock, sent, logged, open, close } = await openAway(failure);
    for (let tries = 0; tries < 3; tries++) {
      clock.now += MINUTE;
      await watch();
    }
    expect(await open()).toHaveLength(1);
    away.isAway = false;
    // Not tried again at once: the platform may be failing because too much is asked of it.
    clock.now += 5_000;
    await watch();
    expect(sent).toEqual([]);
    clock.now += MINUTE;
    await watch();
    expect(sent).toEqual([expect.stringMatching(/^Your answer may not have arrived\. .*7f3a/u)]);
    expect(await open()).toEqual([]);
    expect(logged.filter(({ event }) => event === "answer.lost")).toEqual([]);
    await close();
  },
);

test("whoever cannot be told for more than an hour is given up, which the log says", async () => {
  const { watch, clock, logged, open, close } = await openAway(new UnconfirmedError("broken"));
  clock.now += 61 * MINUTE;
  await watch();
  expect(await open()).toEqual([]);
  expect(logged.at(-1)).toMatchObject({ event: "answer.lost", error: "broken" });
  await close();
});

test("an answer that hangs on one platform does not keep another one from being looked after", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const { database, close } = await openStore(mkdtempSync(join(tmpdir(), "ibid-")));
  let now = Date.UTC(2026, 10, 25);
  const clock = () => new Date(now);
  const earlier = createInbox(database, { owner: "earlier", now: clock });
  const resumed: string[] = [];
  const leave = async (name: string) => {
    const body = { invocation: { ...asked, platform: name }, address: { ts: "7" } };
    await earlier.claim([`${name}:event:1`], JSON.stringify(body));
    now += MINUTE;
  };
  await leave("hanging");
  const stop = startRecovery({
    inbox: createInbox(database, { owner: "later", now: clock }),
    bot: {
      resume({ invocation: { platform: name } }) {
        resumed.push(name);
        return name === "hanging" ? never() : Promise.resolve();
      },
    },
    running: () => ["hanging", "working"].map((name) => ({ ...platform, name })),
    log: createTestLog([]),
    now: clock,
  });
  await expect.poll(() => resumed).toEqual(["hanging"]);
  await leave("working");
  await vi.advanceTimersByTimeAsync(5_000);
  await expect.poll(() => resumed).toEqual(["hanging", "working"]);
  void stop();
  await close();
});
