// Floods and hanging platforms: whoever asks elsewhere is answered as before.
import { afterEach, expect, test, vi } from "vitest";
import type { Invocation } from "#domain/platform.ts";
import { asked, type IntakeFixture, never, openIntake, request } from "#test/support/intake-fixture.ts";

afterEach(() => {
  vi.useRealTimers();
});

let events = 0;

/** The same question as another event, anywhere. */
function askedIn(platform: string, channel: string): Invocation {
  events += 1;
  return { ...asked, keys: [`event:${events}`], platform, channel: { id: channel, kind: "channel" } };
}

/** So many requests whose acknowledgement hangs, so that they are in progress for ever. */
function occupy(
  { bot }: ReturnType<IntakeFixture["start"]>,
  count: number,
  place: readonly [string, string],
) {
  for (let i = 0; i < count; i++)
    void bot.respond(request({ invocation: askedIn(...place), acknowledge: never, send: never }));
}

const BUSY = "Ibid is busy. Please ask again in a moment.";
const ANSWER = expect.stringContaining("red line");

test("a flood in one channel refuses nobody in the other channels", async () => {
  const { start, send, sent, close } = await openIntake();
  const process = start("first");
  occupy(process, 32, ["one", "C1"]);
  await process.bot.respond(request({ invocation: askedIn("one", "C1"), send }));
  await process.bot.respond(request({ invocation: askedIn("one", "C2"), send }));
  expect(sent).toEqual([BUSY, ANSWER]);
  await close();
});

test("a platform on which every request hangs refuses nobody on another one, and its load is known", async () => {
  const { start, send, sent, close } = await openIntake();
  const process = start("first");
  for (const channel of ["C1", "C2", "C3", "C4"]) occupy(process, 32, ["one", channel]);
  await process.bot.respond(request({ invocation: askedIn("one", "C5"), send }));
  await process.bot.respond(request({ invocation: askedIn("two", "C5"), send }));
  expect(sent).toEqual([BUSY, ANSWER]);
  expect(process.bot.load()).toEqual({ one: { running: 128, max: 128 }, two: { running: 0, max: 128 } });
  await close();
});

test("answers that hang while they are sent refuse nobody, not even in their channel", async () => {
  const { start, send, sent, close } = await openIntake();
  const { bot } = start("first");
  for (let i = 0; i < 40; i++)
    await new Promise<void>((leaves) => {
      const hang = () => {
        leaves();
        return never();
      };
      void bot.respond(request({ invocation: askedIn("one", "C1"), send: hang }));
    });
  expect(bot.load()).toEqual({ one: { running: 0, max: 128 } });
  await bot.respond(request({ invocation: askedIn("one", "C1"), send }));
  expect(sent).toEqual([ANSWER]);
  await close();
});

test("refusals that hang are given up, which the log says, and hold no slot", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { start, logged, close } = await openIntake();
  const process = start("first");
  occupy(process, 32, ["one", "C1"]);
  const refused = [{ refuse: never }, { acknowledge: never }, {}].map((how) =>
    process.bot.respond(request({ invocation: askedIn("one", "C1"), send: never, ...how })),
  );
  await vi.advanceTimersByTimeAsync(39_000);
  expect(process.bot.load()).toMatchObject({ one: { running: 32 } });
  expect(logged).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all(refused);
  expect(logged.filter(({ event }) => event === "answer.lost")).toHaveLength(3);
  await close();
});
