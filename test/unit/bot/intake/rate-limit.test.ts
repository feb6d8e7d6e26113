import { expect, test } from "vitest";
import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import type { Command } from "#bot/command.ts";
import { createLimits } from "#bot/intake/rate-limit.ts";
import { createSearchQueue } from "#bot/intake/search-queue.ts";
import type { InvocationLog } from "#domain/log.ts";
import type { Invocation } from "#domain/platform.ts";
import { invocation, wordsOf } from "#test/support/bot-fixture.ts";
import { silentLog } from "#test/support/log.ts";

const start = Date.parse("2026-11-24T12:00:00Z");
const most = { personMinute: 10, personHour: 100, channelMinute: 60 };

function asks(person: string, channel = "C1") {
  return {
    ...invocation("ask", {}),
    asker: { id: person, name: person, mayManage: false },
    channel: { id: channel, kind: "channel" as const },
  };
}

test("one person asks ten times in a minute, and again when the first of them is a minute old", () => {
  const limits = createLimits(most);
  for (let at = 0; at < 10; at++)
    expect(limits.admit(asks("ada"), new Date(start + at * 1000))).toBeUndefined();
  const refusal = { who: "person", most: 10, per: "minute", seconds: 50 };
  expect(limits.admit(asks("ada"), new Date(start + 10_000))).toEqual(refusal);
  expect(limits.admit(asks("ben"), new Date(start + 10_000))).toBeUndefined();
  // What was refused does not count: whoever waits as told is served.
  expect(limits.admit(asks("ada"), new Date(start + 60_000))).toBeUndefined();
  expect(limits.admit(asks("ada"), new Date(start + 60_000))).toMatchObject({ seconds: 1 });
});

test("one person asks a hundred times in an hour, in whatever channels", () => {
  const limits = createLimits(most);
  for (let at = 0; at < 100; at++)
    expect(limits.admit(asks("ada", `C${at}`), new Date(start + at * 20_000))).toBeUndefined();
  const refused = limits.admit(asks("ada", "D1"), new Date(start + 100 * 20_000));
  expect(refused).toEqual({ who: "person", most: 100, per: "hour", seconds: 1600 });
});

test("one channel asks sixty times in a minute, whoever asks", () => {
  const limits = createLimits(most);
  for (let at = 0; at < 60; at++)
    expect(limits.admit(asks(`person ${at}`), new Date(start + at))).toBeUndefined();
  expect(limits.admit(asks("ada"), new Date(start + 100))).toMatchObject({ who: "channel", most: 60 });
  expect(limits.admit(asks("ada", "C2"), new Date(start + 100))).toBeUndefined();
  // The same names on another platform are other people.
  expect(limits.admit({ ...asks("ada"), platform: "other" }, new Date(start + 100))).toBeUndefined();
});

test("a clock that is set back locks nobody out", () => {
  const limits = createLimits(most);
  for (let at = 0; at < 10; at++) limits.admit(asks("ada"), new Date(start));
  expect(limits.admit(asks("ada"), new Date(start - 3_600_000))).toBeUndefined();
});

const search = (run: () => Promise<void> = async () => undefined): Command => ({
  name: "ask",
  description: "",
  usage: "",
  options: [],
  searches: true,
  async run() {
    await run();
    return "acknowledge";
  },
});

const empty = createKnowledge({ reports: [], aliases: [] });

function botWith(command: Command, waiting = 64) {
  const handled: InvocationLog[] = [];
  const { handle } = createBot({
    liveLibrary: { current: () => empty, status: () => ({ diagnostics: [], loadedAt: new Date(start) }) },
    commands: [command, { ...command, name: "cite", searches: undefined } as unknown as Command],
    prefix: "",
    log: silentLog,
    now: () => new Date(start),
    newId: () => "7f3a",
    digest: { zone: "UTC", admins: [] },
    onHandled: (one) => handled.push(one),
    limits: createLimits(most),
    searchQueue: createSearchQueue({ most: waiting, milliseconds: 200 }),
  });
  return { handle, handled };
}

const said = async (reply: ReturnType<ReturnType<typeof botWith>["handle"]>) => {
  const settled = await reply;
  return typeof settled === "string" ? settled : { audience: settled.audience, words: wordsOf(settled) };
};

test("the eleventh question is refused for the asker alone and searches nothing; buttons and other commands go on", async () => {
  let searches = 0;
  const { handle, handled } = botWith(search(async () => void searches++));
  const question = (more: Partial<Invocation> = {}) => ({ ...invocation("ask", {}, "mention"), ...more });
  for (let at = 0; at < 10; at++) expect(await handle(question())).toBe("acknowledge");
  expect(await said(handle(question()))).toEqual({
    audience: "asker",
    words: "You have asked 10 times in this minute. Ask again in 60 seconds.",
  });
  expect(searches).toBe(10);
  expect(await handle(question({ via: "button" }))).toBe("acknowledge");
  expect(await handle({ ...invocation("cite", {}) })).toBe("acknowledge");
  expect(handled.map(({ outcome }) => outcome).slice(-3)).toEqual(["limited", "done", "done"]);
});

test("searches take turns; who finds the line full is told at once, and is served once it is shorter", async () => {
  let running = 0;
  let together = 0;
  const { handle, handled } = botWith(
    search(async () => {
      running += 1;
      together = Math.max(together, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
    }),
    3,
  );
  const people = ["a", "b", "c", "d", "e"].map((person) => said(handle(asks(person))));
  const busy = { audience: "asker", words: "Busy. Ask again in a moment." };
  expect(await Promise.all(people)).toEqual([...new Array(3).fill("acknowledge"), busy, busy]);
  expect(together).toBe(1);
  expect(handled.filter(({ outcome }) => outcome === "busy")).toHaveLength(2);
  expect(await handle(asks("f"))).toBe("acknowledge");
});

test("a search that hangs is given up at its deadline and holds no other for longer", async () => {
  let first = true;
  const { handle } = botWith(
    search(async () => {
      if (!first) return;
      first = false;
      await new Promise(() => undefined);
    }),
  );
  const [hung, next] = [said(handle(asks("ada"))), said(handle(asks("ben")))];
  expect(await hung).toMatchObject({ words: "Busy. Ask again in a moment." });
  expect(await next).toMatchObject({ words: "Busy. Ask again in a moment." });
  expect(await handle(asks("cem"))).toBe("acknowledge");
});

test("a search that fails frees its turn", async () => {
  const { handle } = botWith(search(async () => Promise.reject(new Error("disk on fire"))));
  for (const person of ["a", "b"])
    expect(await said(handle(asks(person)))).toMatchObject({ audience: "asker" });
});
