// Which invocations count towards the limits.
import { expect, test } from "vitest";
import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import { createRateLimit } from "#bot/intake/rate-limit.ts";
import type { InvocationLog } from "#domain/log.ts";
import type { Invocation } from "#domain/platform.ts";
import { invocation, messageFor, wordsOf } from "#test/support/bot-fixture.ts";
import { silentLog } from "#test/support/log.ts";
import { openAccess, unscoped } from "#test/support/open-access.ts";

const now = new Date("2026-11-24T12:00:00Z");
const empty = await createKnowledge({ reports: [], aliases: [] });

/** A bot that everybody may give one command a minute; the commands do nothing. */
function createLimited() {
  const handled: InvocationLog[] = [];
  const run: Command["run"] = async () => ({ reply: "acknowledge" });
  const bot = createBot({
    access: openAccess,
    liveLibrary: { current: () => unscoped(empty), status: () => ({ diagnostics: [], loadedAt: now }) },
    commands: commandTable.map((command) => ({ ...command, run })),
    prefix: "",
    log: silentLog,
    now: () => now,
    newId: () => "7f3a",
    digest: { zone: "UTC", admins: [] },
    onHandled: (one) => handled.push(one),
    rateLimit: createRateLimit({ personMinute: 1, personHour: 100, channelMinute: 60 }),
  });
  return { bot, outcomes: () => handled.map(({ outcome }) => outcome) };
}

const typed = commandTable.filter(({ button }) => button !== true).map(({ name }) => name);

test.each(typed)("/%s counts, and is refused for the asker only when it is one too many", async (name) => {
  const { bot, outcomes } = createLimited();
  await bot.handle(invocation(name, {}));
  const refusal = await messageFor({ handle: bot.handle, logged: [] }, invocation(name, {}, "mention"));
  expect(outcomes()).toEqual(["done", "limited"]);
  expect(refusal.audience).toBe("asker");
  expect(wordsOf(refusal)).toBe("You have asked 1 time in this minute. Ask again in 60 seconds.");
});

test.each([
  ["share", "limited"],
  ["context", "done"],
  ["cite", "done"],
  ["delete", "done"],
])(
  "a click on a button of %s when nothing may be asked any more is %s: only what posts counts",
  async (name, expected) => {
    const { bot, outcomes } = createLimited();
    await bot.handle(invocation("ask", {}));
    await bot.handle(invocation(name, {}, "button"));
    expect(outcomes()).toEqual(["done", expected]);
  },
);

test("where nobody more can be counted a stranger is told that the bot is busy, and those who are counted are answered", async () => {
  const { bot, outcomes } = createLimited();
  const askedBy = (person: string): Invocation => ({
    ...invocation("ask", {}),
    asker: { id: person, name: person, mayManage: false },
    channel: { id: person, kind: "direct" },
  });
  for (let i = 0; i < 50_000; i++) await bot.handle(askedBy(`person ${i}`));
  const handled = outcomes().length;
  const refusal = await messageFor({ handle: bot.handle, logged: [] }, askedBy("stranger"));
  expect(wordsOf(refusal)).toBe("Ibid is busy. Please ask again in a moment.");
  expect(outcomes().slice(handled)).toEqual(["busy"]);
});
