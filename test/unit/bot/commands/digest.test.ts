// /digest as people use it, over the real store and a fake platform.

import { expect, test } from "vitest";
import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import { parseArgs } from "#bot/command.ts";
import { digest } from "#bot/commands/digest.ts";
import { commandTable } from "#bot/commands/index.ts";
import type { Invocation } from "#domain/platform.ts";
import { encodeAction } from "#platforms/shared/action.ts";
import { kyselyOf } from "#store/database.ts";
import { recordQuestions } from "#store/question.ts";
import { createFixture, invocation, messageFor, wordsOf } from "#test/support/bot-fixture.ts";
import {
  CHANNEL,
  createFixture as createDigestFixture,
  DAY,
  HOUR,
  MINUTE,
  pass,
} from "#test/support/digest-fixture.ts";
import { silentLog } from "#test/support/log.ts";
import { openAccess, unscoped } from "#test/support/open-access.ts";

const WEDNESDAY = "2026-11-25T08:00:00Z";

async function createSubscriptions(admins: readonly string[] = []) {
  const fixture = createDigestFixture(WEDNESDAY);
  const process = await fixture.start();
  const knowledge = await createKnowledge(fixture.library);
  let counted = Promise.resolve();
  const { handle } = createBot({
    access: openAccess,
    liveLibrary: {
      current: () => unscoped(knowledge),
      status: () => ({ diagnostics: [], loadedAt: new Date(0) }),
    },
    commands: commandTable,
    digest: { subscriptions: process.subscriptions, zone: "Europe/London", admins },
    countQuestion({ platform, channel }, question) {
      const row = { platform, channel: channel.id, askedAt: fixture.now, ...question };
      counted = counted.then(() => recordQuestions(process.database, [row]));
    },
    prefix: "",
    log: silentLog,
    now: () => new Date(fixture.now),
    newId: () => "7f3a",
  });
  const say = async (line: string, asker: Partial<Invocation["asker"]> = {}) => {
    const invoked = invocation("digest", parseArgs(digest, line));
    const reply = await handle({ ...invoked, platform: "fake", asker: { ...invoked.asker, ...asker } });
    if (typeof reply === "string") throw new Error(`expected a message, got ${reply}`);
    expect(reply.audience).toBe("asker");
    return wordsOf(reply);
  };
  const ask = async (question: string) => {
    await handle({ ...invocation("ask", { question }, "mention"), platform: "fake" });
    await counted;
  };
  return { fixture, process, say, ask, handle };
}

test("a typed line and typed options give the same arguments", () => {
  expect(parseArgs(digest, "on 9:30 Europe/London mon,wed in:iran repeat")).toEqual({
    action: "on",
    time: "9:30",
    zone: "Europe/London",
    days: "mon,wed",
    report: "iran",
    repeat: "yes",
  });
  expect(parseArgs(digest, 'on in:"two words" new york daily 17:00')).toEqual({
    action: "on",
    time: "17:00",
    zone: "new york",
    days: "daily",
    report: "two words",
  });
  expect(parseArgs(digest, "STATUS")).toEqual({ action: "status" });
  const names = digest.options.map(({ name }) => name);
  expect(
    Object.keys(parseArgs(digest, "on 1:00 a/b mon in:x repeat")).every((name) => names.includes(name)),
  ).toBe(true);
});

test("on posts an announcement, then says zone, days and the next post", async () => {
  const { fixture, say } = await createSubscriptions();
  expect(await say("on 09:00")).toBe(
    "The digest is on: one paragraph on weekdays at 09:00 Europe/London. Next: Wed, 25 Nov 2026, 09:00 (in 1 hour).",
  );
  expect(fixture.fakePlatform.posts.map(({ message }) => wordsOf(message))).toEqual([
    "Ada sets up a digest for this channel: one paragraph on weekdays at 09:00 Europe/London.",
  ]);
});

test.each([
  [
    { closed: "channel" },
    /^Nothing was changed: Ibid cannot post here \(not_in_channel\)\. Add Ibid to this channel/u,
  ],
  [{ limited: 30 }, /^Nothing was changed: .* Try again in 30 seconds\.$/u],
  [{ limited: 1 }, /^Nothing was changed: .* Try again in 1 second\.$/u],
  ["unknown-before", /^Nothing was changed: it could not be confirmed/u],
  ["rejected", /^Nothing was changed/u],
] as const)("when the announcement ends with %j, on says so and saves nothing", async (fault, words) => {
  const { fixture, say } = await createSubscriptions();
  fixture.fakePlatform.faults.push(fault);
  expect(await say("on 09:00")).toMatch(words);
  expect(await say("status")).toBe("This channel has no digest. /digest on 09:00 starts one.");
});

test("a second schedule replaces the first and says so; its reading position is kept", async () => {
  const { fixture, process, say } = await createSubscriptions();
  await say("on 09:00");
  await pass(fixture, process, 2 * HOUR);
  expect(await say("on 17:00 Asia/Kolkata mon,fri in:iran repeat")).toBe(
    [
      'The digest is on: one paragraph on Mon, Fri at 17:00 Asia/Kolkata, of "Iran-Azerbaijan", starting again after the last paragraph. Next: Fri, 27 Nov 2026, 17:00 (in 2 days).',
      "It replaces the one on weekdays at 09:00 Europe/London.",
      "It continues from where it stopped.",
    ].join("\n"),
  );
  expect(await say("status")).toContain("1 of 17 paragraphs shown.");
});

test.each([
  ["on", "Give a time between 00:00 and 23:59"],
  ["on 25:00", "Give a time between 00:00 and 23:59"],
  ["on 9am", "Give a time between 00:00 and 23:59"],
  ["on 09:00 CET", "abbreviation"],
  ["on 09:00 Europe/Londn", "Is it Europe/London?"],
  ["on 09:00 in:nothing", 'No report matches "nothing"'],
  ["sometimes", "Usage: /digest on 09:00"],
  ["", "Usage: /digest on 09:00"],
  ["constructor", "Usage: /digest on 09:00"],
  ["off", "This channel has no digest."],
  ["now", "This channel has no digest."],
])("for %j the reply says how to write it", async (line, words) => {
  const { fixture, say } = await createSubscriptions();
  expect(await say(line)).toContain(words);
  expect(fixture.fakePlatform.posts).toEqual([]);
});

test("status says state, schedule, the next three posts, how many were missed and the result of the last, with its link", async () => {
  const { fixture, process, say } = await createSubscriptions();
  await say("on 09:00");
  await pass(fixture, process, HOUR);
  fixture.now += DAY + 8 * HOUR;
  await process.tick();
  expect(await say("status")).toBe(
    [
      "The digest is on. One paragraph on weekdays at 09:00 Europe/London. 1 of 17 paragraphs shown.",
      "Next: Fri, 27 Nov 2026, 09:00 (in 16 hours); Mon, 30 Nov 2026, 09:00 (in 4 days); Tue, 1 Dec 2026, 09:00 (in 5 days).",
      "Missed so far: 1.",
      "Last: missed Thu, 26 Nov 2026, 09:00 (8 hours ago).",
    ].join("\n"),
  );
  await pass(fixture, process, DAY);
  const status = await process.subscriptions.status(CHANNEL);
  expect(status?.last).toMatchObject({
    state: "sent",
    link: expect.stringContaining("https://fake.example/"),
  });
});

test("a suspended digest says why, and on brings it back", async () => {
  const { fixture, process, say } = await createSubscriptions();
  await say("on 09:00");
  fixture.fakePlatform.faults.push({ closed: "channel" });
  await pass(fixture, process, 2 * HOUR);
  expect(await say("status")).toContain("The digest is suspended: not_in_channel.");
  expect(await say("now")).toContain("The digest is suspended.");
  await say("on 09:00");
  expect(await say("status")).toContain("The digest is on.");
});

test("now posts the next paragraph in addition to the schedule; off keeps the reading position", async () => {
  const { fixture, process, say } = await createSubscriptions();
  await say("on 09:00");
  await say("now");
  await process.tick();
  expect(fixture.fakePlatform.posts).toHaveLength(2);
  await pass(fixture, process, 2 * HOUR);
  expect(fixture.fakePlatform.posts).toHaveLength(3);
  expect(await say("off")).toMatch(/^The digest is off\. \/digest on continues from where it stopped/u);
  await pass(fixture, process, 2 * DAY);
  expect(fixture.fakePlatform.posts).toHaveLength(3);
  expect(await say("status")).toContain(
    "The digest is off. One paragraph on weekdays at 09:00 Europe/London. 2 of 17",
  );
});

test("a command that is run again, as after a crash, posts only once", async () => {
  const { fixture, process, say, handle } = await createSubscriptions();
  const again = (line: string) =>
    handle({ ...invocation("digest", parseArgs(digest, line)), platform: "fake", keys: [`K-${line}`] });
  await again("on 09:00");
  await again("on 09:00");
  // Both announcements had the same idempotency key.
  expect(new Set(fixture.fakePlatform.tried).size).toBe(1);
  fixture.fakePlatform.posts.splice(0);
  for (let time = 0; time < 3; time++) {
    await again("now");
    await process.tick();
  }
  expect(fixture.fakePlatform.posts).toHaveLength(1);
  await say("now");
  await process.tick();
  expect(fixture.fakePlatform.posts).toHaveLength(2);
});

test("preview shows the next post to the asker only, and posts nothing", async () => {
  const { fixture, process, say } = await createSubscriptions();
  const before = await say("preview");
  expect(before).toMatch(
    /^The digest posts this next:\nImplications · Iran-Azerbaijan\nImplications: Drawing/u,
  );
  await say("on 09:00");
  expect(await say("preview")).toBe(before);
  await pass(fixture, process, HOUR);
  const [, post] = fixture.fakePlatform.posts;
  expect(`The digest posts this next:\n${post && wordsOf(post.message)}`).toBe(before);
});

test("only people who manage the channel change its digest, or only the admins if any are named; everyone may look", async () => {
  const { fixture, say } = await createSubscriptions();
  for (const line of ["on 09:00", "off", "now"])
    expect(await say(line, { mayManage: false })).toContain("Only people who manage this channel");
  expect(await say("status", { mayManage: false })).toContain("This channel has no digest.");
  expect(fixture.fakePlatform.posts).toEqual([]);
  const named = await createSubscriptions(["U7"]);
  expect(await named.say("on 09:00")).toBe("Only an administrator of this bot can change its digests.");
  expect(await named.say("on 09:00", { id: "U7", mayManage: false })).toContain("The digest is on");
});

test("a line of the post counts the public questions since the last one; neither names nor texts are stored", async () => {
  const { fixture, process, say, ask } = await createSubscriptions();
  await say("on 09:00");
  fixture.now += MINUTE;
  await ask("What would be a red line for Iran's parliament?");
  await ask("What would Iran's parliament see as a red line?");
  await ask("Who won the football world cup?");
  await ask("hello");
  await pass(fixture, process, HOUR);
  const words = fixture.fakePlatform.posts.map(({ message }) => wordsOf(message));
  expect(words.at(-1)?.split("\n").at(-1)).toBe(
    "3 questions here since the last digest; quoted most: para. 4, Tehran's Concerns; 1 not in the reports.",
  );
  expect(
    JSON.stringify(await kyselyOf(process.database).selectFrom("question").selectAll().execute()),
  ).not.toMatch(/football|Ada|U1/u);
  await pass(fixture, process, DAY);
  expect(
    wordsOf(fixture.fakePlatform.posts.at(-1)?.message ?? { blocks: [], summary: "", audience: "asker" }),
  ).not.toContain("question");
});

test("when every paragraph was shown it says so once with two buttons, is silent, and starts again when asked", async () => {
  const { fixture, process, say } = await createSubscriptions();
  await say("on 09:00 daily");
  await pass(fixture, process, 21 * DAY, 2 * HOUR);
  const notices = fixture.fakePlatform.posts.filter(({ message }) =>
    message.summary.startsWith("Every paragraph"),
  );
  expect(notices).toHaveLength(1);
  expect(fixture.fakePlatform.posts).toHaveLength(1 + 17 + 1);
  const buttons = notices.flatMap(({ message }) =>
    message.blocks.flatMap((block) => (block.kind === "actions" ? block.actions : [])),
  );
  expect(buttons.map(({ label }) => label)).toEqual(["Start again", "Stop"]);
  for (const button of buttons) expect(encodeAction(button).length).toBeLessThanOrEqual(100);
  expect(await say("now")).toBe("There is nothing to post: every paragraph has been shown.");
  const status = await say("status");
  expect(status).toContain(
    "17 of 17 paragraphs shown.\nNothing is posted until a report is added or changed.",
  );
  expect(status).not.toContain("Next:");
  await say("off");
  expect(await say("status")).not.toContain("silent");
  await say("on 09:00 daily");
  expect(await say("restart")).toContain("starts again from the first paragraph");
  await pass(fixture, process, 2 * DAY, 2 * HOUR);
  expect(fixture.fakePlatform.posts).toHaveLength(1 + 17 + 1 + 1 + 2);
}, 60_000);

test("the button does not start a digest that is off, and the reply says how to", async () => {
  const { fixture, process, say } = await createSubscriptions();
  await say("on 09:00 daily");
  await say("off");
  expect(await say("restart")).toContain("The digest is off. /digest on … starts it.");
  await pass(fixture, process, 2 * DAY, 2 * HOUR);
  expect(fixture.fakePlatform.posts).toHaveLength(1);
});

test("after every paragraph was shown, a new report is posted when it is added", async () => {
  const { fixture, process, say } = await createSubscriptions();
  await say("on 09:00 daily");
  await pass(fixture, process, 20 * DAY, 2 * HOUR);
  const before = fixture.fakePlatform.posts.length;
  await process.die();
  const [report] = fixture.library.reports;
  if (report === undefined) throw new Error("the first report is loaded");
  const { libraryOf } = await import("#test/support/bot-fixture.ts");
  fixture.library = {
    reports: [...fixture.library.reports, ...libraryOf({ "new.md": "# New\n\nNews." }).reports],
    aliases: [],
  };
  await pass(fixture, await fixture.start(), 3 * DAY, 2 * HOUR);
  const added = fixture.fakePlatform.posts.slice(before).map(({ message }) => message.summary);
  expect(added).toEqual(["New, para. 1: News.", expect.stringContaining("Every paragraph")]);
}, 60_000);

test("at the console a digest can you can only preview one, and the reply to everything else says so", async () => {
  const fixture = await createFixture();
  const say = async (action: string) =>
    wordsOf(await messageFor(fixture, invocation("digest", { action, time: "09:00" })));
  expect(await say("preview")).toContain("Implications · Iran-Azerbaijan");
  for (const action of ["on", "off", "now"]) expect(await say(action)).toContain("you can only preview one");
});
