import { expect, test } from "vitest";
import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import type { Command } from "#bot/command.ts";
import { createSearchQueue } from "#bot/intake/search-queue.ts";
import type { InvocationLog } from "#domain/log.ts";
import type { Invocation } from "#domain/platform.ts";
import { invocation, wordsOf } from "#test/support/bot-fixture.ts";
import { silentLog } from "#test/support/log.ts";
import { openAccess, unscoped } from "#test/support/open-access.ts";

const never = () => new Promise<never>(() => undefined);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The queue as one platform sees it. */
function createQueue(bounds: Parameters<typeof createSearchQueue>[0]) {
  const queue = createSearchQueue(bounds);
  return { run: <Result>(search: () => Promise<Result>) => queue.run("test", search) };
}

test("searches run one at a time, in order", async () => {
  const { run } = createQueue({ max: 10, milliseconds: 10_000 });
  const steps: string[] = [];
  const search = async (name: string) => {
    steps.push(`${name} starts`);
    await pause(5);
    steps.push(`${name} ends`);
    return name;
  };
  expect(await Promise.all(["a", "b"].map((name) => run(() => search(name))))).toEqual(["a", "b"]);
  expect(steps).toEqual(["a starts", "a ends", "b starts", "b ends"]);
});

test("when the queue is full it says so at once, and takes searches again when there is room", async () => {
  const { run } = createQueue({ max: 2, milliseconds: 10_000 });
  const search = async () => pause(5).then(() => "found");
  const running = [run(search), run(search)];
  expect(await run(search)).toBe("busy");
  expect(await Promise.all(running)).toEqual(["found", "found"]);
  expect(await run(search)).toBe("found");
});

test("when one platform has filled its part of the queue, searches of another are run", async () => {
  const { run } = createSearchQueue({ max: 2, milliseconds: 10_000 });
  const search = async () => pause(5).then(() => "found");
  const running = [run("flooded", search), run("flooded", search)];
  expect(await run("flooded", search)).toBe("busy");
  expect(await run("quiet", search)).toBe("found");
  expect(await Promise.all(running)).toEqual(["found", "found"]);
});

test("a search that hangs is given up at its deadline, and the next one is run", async () => {
  const { run } = createQueue({ max: 10, milliseconds: 100 });
  const hanging = run(never);
  await pause(50);
  const next = run(async () => "found");
  expect(await hanging).toBe("busy");
  expect(await next).toBe("found");
});

test("a search whose deadline passes while it waits is never run", async () => {
  const { run } = createQueue({ max: 10, milliseconds: 50 });
  let searches = 0;
  const waiting = [run(never), run(async () => searches++)];
  // Both deadlines are over before either can be noticed.
  const end = performance.now() + 100;
  while (performance.now() < end);
  expect(await Promise.all(waiting)).toEqual(["busy", "busy"]);
  await pause(20);
  expect(searches).toBe(0);
  expect(await run(async () => "found")).toBe("found");
});

test("a search that fails rejects, and the next one is run", async () => {
  const { run } = createQueue({ max: 1, milliseconds: 10_000 });
  await expect(run(() => Promise.reject(new Error("disk on fire")))).rejects.toThrow("disk on fire");
  expect(await run(async () => "found")).toBe("found");
});

test("events that arrived during a search are handled before the next search", async () => {
  const { run } = createQueue({ max: 10, milliseconds: 10_000 });
  const steps: string[] = [];
  const first = run(async () => {
    steps.push("first search");
    setImmediate(() => steps.push("event"));
  });
  await Promise.all([first, run(async () => steps.push("second search"))]);
  expect(steps).toEqual(["first search", "event", "second search"]);
});

const now = new Date("2026-11-24T12:00:00Z");
const empty = await createKnowledge({ reports: [], aliases: [] });

function botWith(run: () => Promise<void>, max = 64) {
  const handled: InvocationLog[] = [];
  const command: Command = {
    name: "cite",
    description: "",
    usage: "",
    options: [],
    async run() {
      await run();
      return { reply: "acknowledge" };
    },
  };
  const { handle } = createBot({
    access: openAccess,
    liveLibrary: { current: () => unscoped(empty), status: () => ({ diagnostics: [], loadedAt: now }) },
    commands: [command, { ...command, name: "ask", searches: true }],
    prefix: "",
    log: silentLog,
    now: () => now,
    newId: () => "7f3a",
    digest: { zone: "UTC", admins: [] },
    onHandled: (one) => handled.push(one),
    searchQueue: createSearchQueue({ max, milliseconds: 10_000 }),
  });
  const ask = async (more: Partial<Invocation> = {}) => {
    const reply = await handle({ ...invocation("ask", {}, "mention"), ...more });
    return typeof reply === "string" ? reply : { audience: reply.audience, words: wordsOf(reply) };
  };
  return { ask, handled };
}

test("when too many questions wait the asker is told", async () => {
  const { ask, handled } = botWith(() => pause(5).then(() => undefined), 3);
  const busy = { audience: "asker", words: "Ibid is busy. Please ask again in a moment." };
  expect(await Promise.all(Array.from({ length: 5 }, () => ask()))).toEqual([
    "acknowledge",
    "acknowledge",
    "acknowledge",
    busy,
    busy,
  ]);
  expect(handled.filter(({ outcome }) => outcome === "busy")).toHaveLength(2);
  expect(await ask()).toBe("acknowledge");
});

test("when a search fails the asker is told, and so is the next one", async () => {
  const { ask } = botWith(() => Promise.reject(new Error("disk on fire")));
  for (let index = 0; index < 2; index++)
    expect(await ask()).toMatchObject({ words: expect.stringContaining("7f3a") });
});
