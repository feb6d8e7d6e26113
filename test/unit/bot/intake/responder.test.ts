// One answer from the event to the last word about it, over the real store: what dies in between is not lost.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import { commandTable } from "#bot/commands/index.ts";
import { startRecovery } from "#bot/intake/recovery.ts";
import type { InvocationLog } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Platform, PlatformStatus, Request, Send } from "#domain/platform.ts";
import { loadFolder } from "#reports/folder.ts";
import { kyselyOf } from "#store/database.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore } from "#store/store.ts";
import { invocation, wordsOf } from "#test/support/bot-fixture.ts";
import { createFakePlatform } from "#test/support/fake-platform.ts";
import { createTestLog } from "#test/support/log.ts";

const MINUTE = 60_000;
const { library } = await loadFolder("knowledge");
const knowledge = createKnowledge(library);
const asked = {
  ...invocation("ask", { question: "What would be a red line for Iran's parliament?" }, "mention"),
  keys: ["event:1", "message:a"],
};
const address = { ts: "7" };

async function openFixture() {
  const { database, close } = await openStore(mkdtempSync(join(tmpdir(), "ibid-")));
  const clock = { now: Date.UTC(2026, 10, 25) };
  const now = () => new Date(clock.now);
  const logged: Record<string, unknown>[] = [];
  const log = createTestLog(logged);
  const observed: InvocationLog[] = [];
  const sent: string[] = [];
  const status: { now: PlatformStatus } = { now: "serving" };
  const send: Send = async (reply) => {
    sent.push(typeof reply === "string" ? reply : wordsOf(reply as Message));
  };
  const platform: Platform = {
    ...createFakePlatform(now().getTime).poster,
    name: "test",
    start: async () => undefined,
    stop: async () => undefined,
    status: () => status.now,
    sender: (_, to) => async (reply) => {
      expect(to).toEqual(address);
      await send(reply);
    },
  };
  /** A process; `watch` is one look at what others left behind. */
  const start = (owner: string) => {
    const inbox = createInbox(database, { owner, now });
    const bot = createBot({
      ...{ inbox, log, now, commands: commandTable, prefix: "", newId: () => "7f3a" },
      liveLibrary: { current: () => knowledge, status: () => ({ diagnostics: [], loadedAt: now() }) },
      digest: { zone: "UTC", admins: [] },
      onHandled: (handled) => observed.push(handled),
    });
    const watch = () => startRecovery({ inbox, bot, serving: () => [platform], log, now })();
    return { bot, watch };
  };
  const open = () =>
    kyselyOf(database).selectFrom("inbox").select("body").where("body", "is not", null).execute();
  return { close, clock, status, logged, observed, sent, send, start, open };
}

const request = (deps: Partial<Request> & Pick<Request, "send">): Request => ({
  invocation: asked,
  address,
  acknowledge: async () => undefined,
  ...deps,
});

/** Stands for the end of a process: nothing after it happens. */
const never = () => new Promise<never>(() => undefined);

test("an event is written down before it is acknowledged, answered once, and then forgotten", async () => {
  const { start, open, send, sent, observed, close } = await openFixture();
  const { bot } = start("first");
  const written: number[] = [];
  const acknowledge = async () => written.push((await open()).length);
  await bot.respond(request({ acknowledge, send }));
  await bot.respond(request({ acknowledge, send }));
  expect(written).toEqual([1, 0]);
  expect(sent).toEqual([expect.stringContaining("red line")]);
  expect(observed.map(({ outcome }) => outcome)).toEqual(["answer", "repeat"]);
  expect(await open()).toEqual([]);
  await close();
});

test("a process that dies before it answers is survived by its question: the next one answers it, once", async () => {
  const { start, clock, send, sent, logged, open, close } = await openFixture();
  const second = start("second");
  // Dead between the acknowledgement and the answer.
  void start("first").bot.respond(request({ acknowledge: never, send: never }));
  await expect.poll(async () => (await open()).length).toBe(1);
  await second.watch();
  expect(sent).toEqual([]);
  clock.now += MINUTE;
  await Promise.all([second.watch(), start("third").watch()]);
  expect(sent).toEqual([expect.stringContaining("red line")]);
  expect(logged).toMatchObject([{ event: "answer.resumed", platform: "test", channel: "C1" }]);
  // The platform delivers it again, for it never heard of an acknowledgement.
  await second.bot.respond(request({ send }));
  clock.now += MINUTE;
  await start("fourth").watch();
  expect(sent).toHaveLength(1);
  await close();
});

test("a process that comes back from a long halt finds that another has answered, and says nothing", async () => {
  const { start, clock, send, sent, open, close } = await openFixture();
  const { promise: halt, resolve: wake } = Promise.withResolvers<void>();
  const first = start("first").bot.respond(request({ acknowledge: () => halt, send }));
  await expect.poll(async () => (await open()).length).toBe(1);
  clock.now += MINUTE;
  await start("second").watch();
  wake();
  await first;
  expect(sent).toHaveLength(1);
  await close();
});

test("a process that dies while it sends may have answered: the asker is told to look, and nothing is sent again", async () => {
  const { start, clock, sent, open, close } = await openFixture();
  const { promise: leaving, resolve: leaves } = Promise.withResolvers<void>();
  void start("first").bot.respond(
    request({
      send: () => {
        leaves();
        return never();
      },
    }),
  );
  await leaving;
  clock.now += 3 * MINUTE;
  await start("second").watch();
  expect(sent).toEqual([expect.stringMatching(/^The answer may not have arrived, .*7f3a/u)]);
  expect(await open()).toEqual([]);
  await close();
});

test("a question that nobody waits for any more is not answered an hour later, but its asker is told, and the log has it", async () => {
  const { start, clock, sent, logged, open, close } = await openFixture();
  void start("first").bot.respond(request({ acknowledge: never, send: never }));
  await expect.poll(async () => (await open()).length).toBe(1);
  clock.now += 60 * MINUTE;
  await start("second").watch();
  expect(sent).toEqual([expect.stringMatching(/^The answer may not have arrived, .*7f3a/u)]);
  expect(logged).toMatchObject([
    { event: "answer.resumed" },
    { event: "invocation.failed", level: "error", id: "7f3a", platform: "test", channel: "C1" },
  ]);
  expect(await open()).toEqual([]);
  await close();
});

test.each([
  ["in time: it is answered", 2, /red line/u],
  ["late: its asker is told", 30, /^The answer may not have arrived/u],
] as const)(
  "a question of a platform that is away when the process starts is left alone until it is back, %s",
  async (_, minutes, expected) => {
    const { start, clock, status, sent, logged, open, close } = await openFixture();
    void start("first").bot.respond(request({ acknowledge: never, send: never }));
    await expect.poll(async () => (await open()).length).toBe(1);
    const second = start("second");
    for (const away of ["starting", "disconnected"] as const) {
      status.now = away;
      clock.now += (minutes * MINUTE) / 2;
      await second.watch();
    }
    expect({ sent, logged, open: (await open()).length }).toEqual({ sent: [], logged: [], open: 1 });
    status.now = "serving";
    await second.watch();
    expect(sent).toEqual([expect.stringMatching(expected)]);
    expect(await open()).toEqual([]);
    await close();
  },
);

test("a connection that breaks before the acknowledgement leaves takes no answer along", async () => {
  const { start, send, sent, logged, close } = await openFixture();
  const { bot } = start("first");
  await bot.respond(request({ acknowledge: () => Promise.reject(new Error("closed")), send }));
  expect(sent).toEqual([expect.stringContaining("red line")]);
  expect(logged).toMatchObject([{ event: "event.unacknowledged", error: "closed" }]);
  await close();
});

test("where nothing can be written down the event is acknowledged and the asker told", async () => {
  const { start, send, sent, logged, close } = await openFixture();
  const { bot } = start("first");
  await close();
  let acknowledged = 0;
  await bot.respond(request({ acknowledge: async () => (acknowledged += 1), send }));
  expect(acknowledged).toBe(1);
  expect(sent).toEqual(["That did not work, and it is logged as 7f3a. Please ask again."]);
  expect(logged).toMatchObject([{ event: "invocation.failed", id: "7f3a" }]);
});

test("an answer that cannot be sent is told; when that fails too, the log says that it is lost", async () => {
  const { start, sent, logged, open, close } = await openFixture();
  const { bot } = start("first");
  const failures: unknown[] = [];
  const broken = new Error("broken");
  await bot.respond(
    request({
      send: async (_, failure) => {
        failures.push(failure);
        throw broken;
      },
    }),
  );
  expect(failures).toEqual([undefined, broken]);
  expect(sent).toEqual([]);
  expect(logged).toMatchObject([{ event: "invocation.failed" }, { event: "answer.lost", error: "broken" }]);
  expect(await open()).toEqual([]);
  await close();
});

test("whoever asks while very many others are answered is told so at once, in the acknowledgement where that can speak", async () => {
  const { start, send, sent, observed, close } = await openFixture();
  const { bot } = start("first");
  const { promise: halt, resolve: go } = Promise.withResolvers<void>();
  const clients = Array.from({ length: 256 }, (_, at) =>
    bot.respond(
      request({ invocation: { ...asked, keys: [`event:${at + 2}`] }, acknowledge: () => halt, send }),
    ),
  );
  const refused: string[] = [];
  const refuse = async (reply: Message) => refused.push(wordsOf(reply));
  const acknowledge = () => Promise.reject(new Error("the refusal acknowledges"));
  await bot.respond(request({ acknowledge, refuse, send }));
  expect({ refused, sent }).toEqual({ refused: ["Busy. Ask again in a moment."], sent: [] });
  await bot.respond(request({ send }));
  expect(sent).toEqual(["Busy. Ask again in a moment."]);
  expect(observed.map(({ outcome }) => outcome)).toEqual(["busy", "busy"]);
  go();
  await Promise.all(clients);
  // Nothing was written down of what was refused: asked again it is answered.
  await bot.respond(request({ send }));
  expect(sent.filter((words) => words.includes("red line"))).toHaveLength(257);
  await close();
});
