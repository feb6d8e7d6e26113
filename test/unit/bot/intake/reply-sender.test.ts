// Replies that hang, and replies whose platform waits out a rate limit when the process stops or dies.
import { afterEach, expect, test, vi } from "vitest";
import { PostponedError } from "#domain/errors.ts";
import type { Send, SendHooks } from "#domain/platform.ts";
import { MINUTE, never, openIntake, request } from "#test/support/intake-fixture.ts";

const SECOND = 1000;
const ANSWER = expect.stringContaining("red line");
const LOOK_FOR_IT = expect.stringMatching(/^Your answer may not have arrived\. .*7f3a/u);

afterEach(() => {
  vi.useRealTimers();
});

/** A platform that refuses the first try: it waits until `goOn` is called, and tries again. `wait` resolves when it waits. */
function createRefusal(send: Send, refuses: (failure: unknown) => boolean = () => true) {
  const { promise: limit, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: wait, resolve: waits } = Promise.withResolvers<void>();
  const refusing: Send = async (reply, failure, hooks = {}) => {
    if (refuses(failure)) {
      if ((await hooks.sending?.()) !== true) return;
      await hooks.waiting?.();
      waits();
      await limit;
    }
    if ((await hooks.sending?.()) === true) await send(reply, failure, hooks);
  };
  return { refusing, wait, goOn };
}

test("an answer that hangs while it is sent is given up, and the asker is told to look for it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { start, send, sent, open, close } = await openIntake();
  const { promise: leaving, resolve: leaves } = Promise.withResolvers<void>();
  const responded = start("first").bot.respond(
    request({
      send: (reply, failure) => {
        if (failure !== undefined) return send(reply, failure);
        leaves();
        return never();
      },
    }),
  );
  await leaving;
  await vi.advanceTimersByTimeAsync(99 * SECOND);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(SECOND);
  await responded;
  expect(sent).toEqual([LOOK_FOR_IT]);
  expect(await open()).toEqual([]);
  await close();
});

test("when the apology hangs as well the request is left to the next look, before another process would take it over", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { start, logged, open, close } = await openIntake();
  let calls = 0;
  const hang = () => {
    calls += 1;
    return never();
  };
  const responded = start("first").bot.respond(request({ send: hang }));
  await vi.waitFor(() => expect(calls).toBe(1));
  await vi.advanceTimersByTimeAsync(100 * SECOND);
  await vi.waitFor(() => expect(calls).toBe(2));
  await vi.advanceTimersByTimeAsync(40 * SECOND);
  await responded;
  expect(logged.map(({ event }) => event)).toEqual(["invocation.failed", "answer.delayed"]);
  expect(await open()).toHaveLength(1);
  await close();
});

test("when the acknowledgement hangs the answer is sent all the same", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { start, send, sent, logged, open, close } = await openIntake();
  const responded = start("first").bot.respond(request({ acknowledge: never, send }));
  await vi.waitFor(async () => expect(await open()).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(40 * SECOND);
  await responded;
  expect(sent).toEqual([ANSWER]);
  expect(logged).toMatchObject([{ event: "event.unacknowledged" }]);
  await close();
});

test("the inbox knows when an answer may have been sent, and when it waits for another try", async () => {
  const { start, send, sent, open, close } = await openIntake();
  const states: unknown[] = [];
  const note = async () => states.push((await open()).map(({ leaving }) => leaving));
  const { refusing, wait, goOn } = createRefusal(send);
  const responded = start("first").bot.respond(
    request({
      async send(reply, failure, hooks) {
        await note();
        const noting: SendHooks = {
          async waiting() {
            await hooks?.waiting?.();
            await note();
          },
          async sending() {
            const may = (await hooks?.sending?.()) ?? false;
            await note();
            return may;
          },
        };
        await refusing(reply, failure, noting);
      },
    }),
  );
  await wait;
  goOn();
  await responded;
  expect(states).toEqual([[1], [1], [0], [1]]);
  expect(sent).toEqual([ANSWER]);
  await close();
});

test("an answer that waits for another try when the process stops is given by the next process, at once and once", async () => {
  const { start, send, sent, open, close } = await openIntake();
  const { refusing, wait, goOn } = createRefusal(send);
  const { bot } = start("first");
  const responded = bot.respond(request({ send: refusing }));
  await wait;
  await bot.stop();
  await responded;
  expect(sent).toEqual([]);
  await start("second").watch();
  expect(sent).toEqual([ANSWER]);
  // The first process is still there, and its platform would try again now.
  goOn();
  await new Promise(setImmediate);
  expect(sent).toHaveLength(1);
  expect(await open()).toEqual([]);
  await close();
});

test("an answer that has to wait after the process began to stop is handed over too", async () => {
  const { start, send, sent, close } = await openIntake();
  const { bot } = start("first");
  await bot.stop();
  await bot.respond(request({ send: createRefusal(send).refusing }));
  await start("second").watch();
  expect(sent).toEqual([ANSWER]);
  await close();
});

test("an answer whose platform ends by itself during the wait is left to the next process, without an apology", async () => {
  const { start, sent, open, close } = await openIntake();
  const postpone: Send = async (_, __, hooks = {}) => {
    await hooks.sending?.();
    await hooks.waiting?.();
    throw new PostponedError("the platform stopped while it waited out a rate limit");
  };
  await start("first").bot.respond(request({ send: postpone }));
  expect(sent).toEqual([]);
  expect(await open()).toHaveLength(1);
  await start("second").watch();
  expect(sent).toEqual([ANSWER]);
  expect(await open()).toEqual([]);
  await close();
});

test("an answer that is being sent when the process stops is finished, not handed over", async () => {
  const { start, send, sent, close } = await openIntake();
  const { promise: slow, resolve: arrives } = Promise.withResolvers<void>();
  const { promise: leaving, resolve: leaves } = Promise.withResolvers<void>();
  const { bot } = start("first");
  const responded = bot.respond(
    request({
      async send(reply) {
        leaves();
        await slow;
        await send(reply);
      },
    }),
  );
  await leaving;
  await bot.stop();
  await start("second").watch();
  expect(sent).toEqual([]);
  arrives();
  await responded;
  expect(sent).toEqual([ANSWER]);
  await close();
});

test("when a process dies while an answer waits, another one gives it within a minute, and the first no longer does", async () => {
  const { start, send, sent, clock, close } = await openIntake();
  const { refusing, wait, goOn } = createRefusal(send);
  const responded = start("first").bot.respond(request({ send: refusing }));
  await wait;
  clock.now += 39 * SECOND;
  await start("second").watch();
  expect(sent).toEqual([]);
  clock.now += 2 * SECOND;
  await start("third").watch();
  expect(sent).toEqual([ANSWER]);
  goOn();
  await responded;
  expect(sent).toHaveLength(1);
  await close();
});

test("an apology that waits when the process stops is not followed by the answer, which may have arrived", async () => {
  const { start, send, sent, close } = await openIntake();
  const apologies = createRefusal(send, (failure) => failure !== undefined);
  const { bot } = start("first");
  const responded = bot.respond(
    request({
      send: (reply, failure, hooks) =>
        failure === undefined
          ? Promise.reject(new Error("reset"))
          : apologies.refusing(reply, failure, hooks),
    }),
  );
  await apologies.wait;
  await bot.stop();
  await responded;
  await start("second").watch();
  expect(sent).toEqual([LOOK_FOR_IT]);
  await close();
});

test("a wait for another try that takes too long ends with an apology, and nothing is sent after it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { start, send, sent, close } = await openIntake();
  const { refusing, wait, goOn } = createRefusal(send, (failure) => failure === undefined);
  const responded = start("first").bot.respond(request({ send: refusing }));
  await wait;
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  await responded;
  expect(sent).toEqual([
    expect.stringMatching(/^The platform accepts no more posts there for now\. .*7f3a/u),
  ]);
  goOn();
  await new Promise(setImmediate);
  expect(sent).toHaveLength(1);
  await close();
});
