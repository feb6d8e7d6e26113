// Requests from receipt to completion, over the real store, with processes that die in between.

import { expect, test } from "vitest";
import { createResponder } from "#bot/intake/responder.ts";
import type { Message } from "#domain/message.ts";
import { wordsOf } from "#test/support/bot-fixture.ts";
import { asked, MINUTE, never, openIntake, request } from "#test/support/intake-fixture.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";

test("an event is stored before it is acknowledged, answered once, and then no longer stored", async () => {
  const { start, open, send, sent, observed, close } = await openIntake();
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

test("a question whose process dies before it answers is answered by another process, once", async () => {
  const { start, clock, send, sent, logged, open, close } = await openIntake();
  const second = start("second");
  // Dies after the event was stored.
  void start("first").bot.respond(request({ acknowledge: never, send: never }));
  await expect.poll(async () => (await open()).length).toBe(1);
  await second.watch();
  expect(sent).toEqual([]);
  clock.now += MINUTE;
  await Promise.all([second.watch(), start("third").watch()]);
  expect(sent).toEqual([expect.stringContaining("red line")]);
  expect(logged).toMatchObject([{ event: "answer.resumed", platform: "test", channel: "C1" }]);
  // The platform redelivers it because it got no acknowledgement.
  await second.bot.respond(request({ send }));
  clock.now += MINUTE;
  await start("fourth").watch();
  expect(sent).toHaveLength(1);
  await close();
});

test("a process that is halted for long finds that another has answered, and sends nothing", async () => {
  const { start, clock, send, sent, open, close } = await openIntake();
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

test("when a process dies while it sends, the asker is told to look for the answer, which is not sent again", async () => {
  const { start, clock, sent, open, close } = await openIntake();
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
  expect(sent).toEqual([expect.stringMatching(/^Your answer may not have arrived\. .*7f3a/u)]);
  expect(await open()).toEqual([]);
  await close();
});

test("a question is not answered an hour later, but its asker is told to ask again", async () => {
  const { start, clock, sent, logged, open, close } = await openIntake();
  void start("first").bot.respond(request({ acknowledge: never, send: never }));
  await expect.poll(async () => (await open()).length).toBe(1);
  clock.now += 60 * MINUTE;
  await start("second").watch();
  expect(sent).toEqual([expect.stringMatching(/^Ibid could not answer you in time\. .*7f3a/u)]);
  expect(logged).toMatchObject([{ event: "answer.resumed" }, { event: "invocation.failed", id: "7f3a" }]);
  expect(await open()).toEqual([]);
  await close();
});

test("when the acknowledgement fails the answer is sent all the same", async () => {
  const { start, send, sent, logged, close } = await openIntake();
  const { bot } = start("first");
  await bot.respond(request({ acknowledge: () => Promise.reject(new Error("closed")), send }));
  expect(sent).toEqual([expect.stringContaining("red line")]);
  expect(logged).toMatchObject([{ event: "event.unacknowledged", error: "closed" }]);
  await close();
});

const NOT_STORED = "Something went wrong. Please ask again. (Log entry: 7f3a)";

test("when the event cannot be stored the asker is told before it is acknowledged: a kill in between loses nothing", async () => {
  const { start, send, sent, logged, close } = await openIntake();
  const { bot } = start("first");
  await close();
  const order: string[] = [];
  await bot.respond(
    request({
      acknowledge: async () => order.push("acknowledged"),
      send: async (reply) => {
        order.push("told");
        await send(reply);
      },
    }),
  );
  expect({ order, sent }).toEqual({ order: ["told", "acknowledged"], sent: [NOT_STORED] });
  expect(logged).toMatchObject([{ event: "invocation.failed", id: "7f3a" }]);
});

test("when the event cannot be stored it is acknowledged in time also if telling its asker hangs", async () => {
  const { start, close } = await openIntake();
  const { bot } = start("first");
  await close();
  const { promise: acknowledged, resolve } = Promise.withResolvers<void>();
  void bot.respond(request({ acknowledge: async () => resolve(), send: never }));
  await acknowledged;
});

test("when the event cannot be stored the asker is told in the acknowledgement if the platform can", async () => {
  const { start, send, sent, close } = await openIntake();
  const { bot } = start("first");
  await close();
  const refused: string[] = [];
  const acknowledge = () => Promise.reject(new Error("the refusal acknowledges"));
  await bot.respond(request({ acknowledge, refuse: async (reply) => refused.push(wordsOf(reply)), send }));
  expect({ refused, sent }).toEqual({ refused: [NOT_STORED], sent: [] });
});

test("when an answer cannot be sent the asker is told; when that fails too, the log says that it is lost", async () => {
  const { start, sent, logged, open, close } = await openIntake();
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

test("an answer that was sent is not called lost when the store cannot be written after it", async () => {
  const { start, send, sent, logged, close } = await openIntake();
  const { bot } = start("first");
  await bot.respond(
    request({
      send: async (reply) => {
        await send(reply);
        await close();
      },
    }),
  );
  expect(sent).toEqual([expect.stringContaining("red line")]);
  expect(logged).toMatchObject([{ event: "inbox.write-failed", channel: "C1" }]);
});

test("when too many requests are in progress the asker is told at once, in the acknowledgement if the platform can", async () => {
  const { start, send, sent, observed, close } = await openIntake();
  const { bot } = start("first");
  const { promise: halt, resolve: go } = Promise.withResolvers<void>();
  const clients = Array.from({ length: 32 }, (_, index) =>
    bot.respond(
      request({ invocation: { ...asked, keys: [`event:${index + 2}`] }, acknowledge: () => halt, send }),
    ),
  );
  const refused: string[] = [];
  const refuse = async (reply: Message) => refused.push(wordsOf(reply));
  const acknowledge = () => Promise.reject(new Error("the refusal acknowledges"));
  await bot.respond(request({ acknowledge, refuse, send }));
  expect({ refused, sent }).toEqual({ refused: ["Ibid is busy. Please ask again in a moment."], sent: [] });
  await bot.respond(request({ send }));
  expect(sent).toEqual(["Ibid is busy. Please ask again in a moment."]);
  expect(observed.map(({ outcome }) => outcome)).toEqual(["busy", "busy"]);
  go();
  await Promise.all(clients);
  // The refused event was not stored: asked again, it is answered.
  await bot.respond(request({ send }));
  expect(sent.filter((words) => words.includes("red line"))).toHaveLength(33);
  await close();
});

test("mentions and direct messages are noticed beside the reply, and a failure of that is logged", async () => {
  const noticed: string[] = [];
  const logged: LoggedLine[] = [];
  let sent = 0;
  const { respond } = createResponder({
    inbox: {
      claim: async () => true,
      markSending: async () => true,
      markWaiting: async () => undefined,
      handOver: async () => undefined,
      complete: async () => undefined,
    },
    handle: async () => "acknowledge",
    fail: () => ({ audience: "asker", summary: "", blocks: [] }),
    unhandled: () => undefined,
    onSpokenTo: async ({ via }) => {
      noticed.push(via);
      throw new Error("the store is closed");
    },
    log: createTestLog(logged),
  });
  const send = async () => void sent++;
  for (const via of ["command", "mention", "direct", "shortcut", "button"] as const)
    await respond(request({ invocation: { ...asked, via }, send }));
  expect({ sent, noticed }).toEqual({ sent: 5, noticed: ["mention", "direct"] });
  const line = { event: "digest.failed", level: "error", error: "the store is closed" };
  expect(logged).toEqual([line, line]);
});
