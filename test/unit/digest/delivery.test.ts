// What becomes of a digest under each failure, change of the clock and change of the settings.
import { expect, test } from "vitest";
import { loadFolder } from "#reports/folder.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { kyselyOf } from "#store/database.ts";
import { wordsOf } from "#test/support/bot-fixture.ts";
import {
  BEFORE,
  CHANNEL,
  codesOf,
  createFixture,
  DAY,
  daily,
  type Fixture,
  HOUR,
  MINUTE,
  onWeekdays,
  pass,
  settings,
  statesOf,
  switchOn,
} from "#test/support/digest-fixture.ts";
import { isEstimative } from "#text/estimative.ts";

const lastWords = ({ fakePlatform }: Fixture) =>
  wordsOf(fakePlatform.posts.at(-1)?.message ?? { blocks: [], summary: "", audience: "asker" });

test("a digest is posted at its time, once, and the next day has the next paragraph", async () => {
  const { fixture, process } = await daily();
  await pass(fixture, process, 50 * MINUTE);
  expect(fixture.fakePlatform.posts).toEqual([]);
  await pass(fixture, process, 10 * MINUTE);
  expect(fixture.fakePlatform.posts).toMatchObject([
    { channel: "C1", postedAt: Date.parse("2026-11-25T09:00Z") },
  ]);
  await pass(fixture, process, 3 * DAY);
  expect(await statesOf(process)).toEqual({
    "2026-11-25": "sent",
    "2026-11-26": "sent",
    "2026-11-27": "sent",
    "2026-11-28": "sent",
  });
  expect(new Set(codesOf(fixture)).size).toBe(4);
});

test("down for two hours: one post, marked as delayed", async () => {
  const { fixture, process } = await daily();
  await process.die();
  fixture.now += 3 * HOUR;
  await pass(fixture, await fixture.start(), 2 * HOUR);
  expect(fixture.fakePlatform.posts).toHaveLength(1);
  expect(lastWords(fixture)).toMatch(/^Delayed: it was due at 09:00\./u);
});

test("down for three days: one post for the newest day, the others are missed, no paragraph is lost", async () => {
  const { fixture, process } = await daily();
  await process.die();
  fixture.now += 3 * DAY + 2 * HOUR;
  const again = await fixture.start();
  await pass(fixture, again, 10 * MINUTE);
  expect(await statesOf(again)).toEqual({ "2026-11-27": "missed", "2026-11-28": "sent" });
  const { library } = await loadFolder("knowledge");
  const first = library.reports[0]?.sections.at(-1)?.paragraphs[0];
  expect(codesOf(fixture)).toEqual([first?.code]);
  expect(await again.subscriptions.status(CHANNEL)).toMatchObject({ missed: 3, read: 1, of: 17 });
});

test("down for longer than the catch-up window: missed, and the next day is on time", async () => {
  const { fixture, process } = await daily();
  await process.die();
  fixture.now += 8 * HOUR;
  const again = await fixture.start();
  await pass(fixture, again, HOUR);
  expect(fixture.fakePlatform.posts).toEqual([]);
  await pass(fixture, again, DAY);
  expect(await statesOf(again)).toEqual({ "2026-11-25": "missed", "2026-11-26": "sent" });
  expect(lastWords(fixture)).not.toContain("Delayed");
});

test("the clock goes back by an hour: nothing is posted twice, and the next day is on time", async () => {
  const { fixture, process } = await daily();
  await pass(fixture, process, HOUR + 10 * MINUTE);
  fixture.now -= HOUR;
  await pass(fixture, process, DAY + HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "sent", "2026-11-26": "sent" });
  expect(
    fixture.fakePlatform.posts.map(({ postedAt }) => new Date(postedAt).toISOString().slice(11, 16)),
  ).toEqual(["09:00", "09:00"]);
});

test("the clock goes a day ahead and comes back: each day has its post, none has two", async () => {
  const { fixture, process } = await daily();
  fixture.now += DAY + 2 * HOUR;
  await process.tick();
  fixture.now -= DAY + HOUR + 50 * MINUTE;
  await pass(fixture, process, 2 * DAY + 4 * HOUR);
  expect(await statesOf(process)).toEqual({
    "2026-11-25": "sent",
    "2026-11-26": "sent",
    "2026-11-27": "sent",
  });
  expect(fixture.fakePlatform.posts).toHaveLength(3);
});

test("the clock goes ahead while a post is on its way: the process that waits for its answer does not post it again", async () => {
  const { fixture, process } = await daily();
  const { fakePlatform } = fixture;
  fixture.now += HOUR;
  fakePlatform.faults.push("hang-before");
  const first = process.tick();
  await expect.poll(() => fakePlatform.tried.length).toBe(1);
  fixture.now += 20 * MINUTE;
  await process.tick();
  expect(fakePlatform.tried).toHaveLength(1);
  fakePlatform.release();
  await first;
  await pass(fixture, process, 20 * MINUTE);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "sent" });
  expect(fakePlatform.posts).toHaveLength(1);
});

test("daylight saving while down: the skipped time is posted once, late, on its own date", async () => {
  const { fixture, process } = await daily("2026-03-28T20:00:00Z", "02:30", "Europe/Berlin");
  await process.die();
  fixture.now = Date.parse("2026-03-29T03:00:00Z");
  const again = await fixture.start();
  await pass(fixture, again, 12 * HOUR);
  expect(await statesOf(again)).toEqual({ "2026-03-29": "sent" });
  expect(lastWords(fixture)).toContain("Delayed: it was due at 03:30.");
});

test("daylight saving while down: the repeated time is posted once", async () => {
  const { fixture, process } = await daily("2026-10-24T20:00:00Z", "02:30", "Europe/Berlin");
  fixture.now = Date.parse("2026-10-25T00:30:00Z");
  await process.tick();
  await process.die();
  fixture.now = Date.parse("2026-10-25T01:40:00Z");
  const again = await fixture.start();
  await pass(fixture, again, 12 * HOUR);
  expect(fixture.fakePlatform.posts).toHaveLength(1);
});

test("a lost answer is looked for after the settling time, and found", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push("unknown-after");
  await pass(fixture, process, 2 * HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "sent" });
  expect(fixture.fakePlatform.posts).toHaveLength(1);
});

test("a post that did not arrive is sent again with the same words and key", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push("unknown-before", "unknown-before");
  await pass(fixture, process, HOUR);
  const [intended] = fixture.fakePlatform.tried;
  await pass(fixture, process, HOUR);
  expect(fixture.fakePlatform.posts).toHaveLength(1);
  expect(fixture.fakePlatform.tried).toEqual([intended, intended, intended]);
});

test("nothing is sent again before the settling time is over, nor while the history cannot be reached", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push("unknown-after");
  fixture.fakePlatform.lookups.push("unreachable", "unreachable");
  await pass(fixture, process, HOUR);
  fixture.now += 30_000;
  await process.tick();
  expect(await statesOf(process)).toEqual({ "2026-11-25": "unknown" });
  await pass(fixture, process, HOUR);
  expect(fixture.fakePlatform.tried).toHaveLength(1);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "sent" });
});

test.each([
  ["resend", "sent", 2],
  ["hold", "held", 1],
] as const)("where the platform cannot tell, the policy is to %s", async (policy, state, tries) => {
  const fixture = createFixture(BEFORE);
  fixture.unknownPost = policy;
  const process = await fixture.start();
  await switchOn(fixture, process, settings("09:00"));
  fixture.fakePlatform.faults.push("unknown-before");
  fixture.fakePlatform.lookups.push("not-permitted");
  await pass(fixture, process, 3 * HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": state });
  expect(new Set(fixture.fakePlatform.tried).size).toBe(1);
  expect(fixture.fakePlatform.tried).toHaveLength(tries);
});

test("a rate limit holds the post back for as long as the platform says, and is no attempt", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push({ limited: 1800 });
  await pass(fixture, process, HOUR + 20 * MINUTE);
  expect(fixture.fakePlatform.posts).toEqual([]);
  await pass(fixture, process, 10 * MINUTE);
  expect(fixture.fakePlatform.posts).toHaveLength(1);
});

test("a closed channel suspends the digest with the reason; the person who set it up is told once, nothing is deleted", async () => {
  const { fixture, process } = await daily();
  await pass(fixture, process, HOUR);
  fixture.fakePlatform.faults.push({ closed: "channel" });
  await pass(fixture, process, 3 * DAY);
  expect(fixture.fakePlatform.directMessages).toMatchObject([{ person: "U1" }]);
  expect(fixture.fakePlatform.directMessages[0]?.message.summary).toContain("not_in_channel");
  expect(await process.subscriptions.status(CHANNEL)).toMatchObject({
    subscription: { state: "suspended", suspended: { scope: "channel", reason: "not_in_channel" } },
    upcoming: [],
    read: 1,
  });
  expect(fixture.fakePlatform.tried).toHaveLength(2);
});

test("it resumes when the bot is back, with the paragraph that was not posted; a second closing in a row is not told again", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push({ closed: "channel" }, { closed: "channel" });
  await pass(fixture, process, 2 * HOUR);
  await process.subscriptions.resumeChannel({ platform: "fake", channel: "C2" });
  expect(await process.subscriptions.status(CHANNEL)).toMatchObject({ subscription: { state: "suspended" } });
  await process.subscriptions.resumeChannel(CHANNEL);
  await pass(fixture, process, DAY);
  await process.subscriptions.resumeChannel(CHANNEL);
  await pass(fixture, process, DAY);
  expect(fixture.fakePlatform.directMessages).toHaveLength(1);
  const { library } = await loadFolder("knowledge");
  expect(codesOf(fixture)).toEqual([library.reports[0]?.sections.at(-1)?.paragraphs[0]?.code]);
});

test("a closed platform suspends all of its digests with one alert, and all resume when it serves again", async () => {
  const { fixture, process } = await daily();
  for (const channel of ["C2", "C3", "C4"])
    await switchOn(fixture, process, settings("09:00"), { ...CHANNEL, channel });
  fixture.fakePlatform.faults.push({ closed: "platform" });
  await pass(fixture, process, DAY);
  expect(fixture.logged.filter(({ event }) => event === "digest.suspended")).toMatchObject([
    { scope: "platform", subscriptions: 4 },
  ]);
  expect(fixture.fakePlatform.tried).toHaveLength(1);
  expect(fixture.fakePlatform.directMessages).toEqual([]);
  await process.subscriptions.resumePlatform("fake");
  await pass(fixture, process, DAY);
  expect(fixture.fakePlatform.posts.map(({ channel }) => channel).sort()).toEqual(["C1", "C2", "C3", "C4"]);
});

test("a channel that is closed after its platform was: the person who set it up is told", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push({ closed: "platform" }, { closed: "channel" });
  await pass(fixture, process, 2 * HOUR);
  await process.subscriptions.resumePlatform("fake");
  await pass(fixture, process, DAY);
  expect(fixture.fakePlatform.directMessages).toMatchObject([{ person: "U1" }]);
});

test("a rejected message is failed and logged; the digest stays on and goes on with the next paragraph", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push("rejected");
  await pass(fixture, process, DAY + HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "failed", "2026-11-26": "sent" });
  expect(fixture.logged).toMatchObject([{ event: "digest.rejected", reason: "invalid_blocks" }]);
});

test("09:00 becomes 10:00 at 09:30, after today's post: it takes effect tomorrow", async () => {
  const { fixture, process } = await daily();
  await pass(fixture, process, 90 * MINUTE);
  const next = await switchOn(fixture, process, settings("10:00"));
  expect(next.date).toBe("2026-11-26");
  await pass(fixture, process, DAY + HOUR);
  expect(
    fixture.fakePlatform.posts.map(({ postedAt }) => new Date(postedAt).toISOString().slice(0, 16)),
  ).toEqual(["2026-11-25T09:00", "2026-11-26T10:00"]);
});

test("09:00 becomes 10:00 before today's post: today at 10:00", async () => {
  const { fixture, process } = await daily();
  await pass(fixture, process, 30 * MINUTE);
  await switchOn(fixture, process, settings("10:00"));
  await pass(fixture, process, 5 * HOUR);
  expect(
    fixture.fakePlatform.posts.map(({ postedAt }) => new Date(postedAt).toISOString().slice(11, 16)),
  ).toEqual(["10:00"]);
});

test("an edit while today's post waits (pending): today at the new time, once", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push({ limited: 3 * 3600 });
  await pass(fixture, process, 90 * MINUTE);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "pending" });
  expect((await switchOn(fixture, process, settings("10:00"))).date).toBe("2026-11-25");
  await pass(fixture, process, 8 * HOUR);
  expect(
    fixture.fakePlatform.posts.map(({ postedAt }) => new Date(postedAt).toISOString().slice(11, 16)),
  ).toEqual(["10:00"]);
});

test("an edit while today's post is on its way (sending): it may still appear, and tomorrow has the new time", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push("hang-after");
  fixture.now += HOUR;
  const ticking = process.tick();
  await expect.poll(() => fixture.fakePlatform.posts.length).toBe(1);
  expect((await switchOnWhileHanging(fixture)).date).toBe("2026-11-26");
  fixture.fakePlatform.release();
  await ticking;
  await pass(fixture, process, DAY + 2 * HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "sent", "2026-11-26": "sent" });
  expect(fixture.fakePlatform.posts).toHaveLength(2);

  async function switchOnWhileHanging(other: Fixture) {
    const announcement = { audience: "channel", summary: "", blocks: [] } as const;
    const { next } = await process.subscriptions.switchOn(CHANNEL, {
      event: "E2",
      settings: settings("10:00"),
      by: "U1",
      announcement,
    });
    other.fakePlatform.posts.pop();
    return next;
  }
});

test("an edit while it is unknown whether today's post arrived: today's is settled, and tomorrow has the new time", async () => {
  const { fixture, process } = await daily();
  fixture.fakePlatform.faults.push("unknown-before");
  fixture.now += HOUR;
  await process.tick();
  expect((await switchOn(fixture, process, settings("10:00"))).date).toBe("2026-11-26");
  await pass(fixture, process, DAY + 2 * HOUR);
  expect(await statesOf(process)).toEqual({ "2026-11-25": "sent", "2026-11-26": "sent" });
});

test.each([
  ["posted", "unknown-after", 1],
  ["not posted", "unknown-before", 0],
] as const)(
  "a report that changes while it is unknown whether a post arrived: it was %s, and counts as that",
  async (_, fault, shown) => {
    const { fixture, process } = await daily();
    const first = fixture.library.reports[0]?.sections.at(-1)?.paragraphs[0];
    fixture.fakePlatform.faults.push(fault);
    fixture.now += HOUR;
    await process.tick();
    await process.die();
    fixture.library = (await import("#test/support/bot-fixture.ts")).libraryOf({
      "new.md": "# New\n\nNews.\n\nMore news.",
    });
    const again = await fixture.start();
    await pass(fixture, again, HOUR);
    expect(await statesOf(again)).toEqual({ "2026-11-25": "sent" });
    expect(fixture.fakePlatform.posts).toHaveLength(1);
    expect(fixture.fakePlatform.posts[0]?.message.summary.includes("News.")).toBe(shown === 0);
    const { code } = await kyselyOf(again.database)
      .selectFrom("delivery")
      .select("code")
      .executeTakeFirstOrThrow();
    expect(code === first?.code).toBe(shown === 1);
    await pass(fixture, again, DAY);
    expect(fixture.fakePlatform.posts[1]?.message.summary).toContain(shown === 1 ? ": News." : "More news.");
  },
);

test.each(["missed", "empty"])("an edit of a day that is %s: today at the new time", async (state) => {
  const fixture = createFixture(BEFORE);
  if (state === "empty") fixture.library = { reports: [], aliases: [] };
  const process = await fixture.start();
  await switchOn(fixture, process, settings("09:00"));
  fixture.now += state === "missed" ? 8 * HOUR : HOUR;
  await process.tick();
  expect(await statesOf(process)).toEqual({ "2026-11-25": state });
  await process.die();
  fixture.library = (await loadFolder("knowledge")).library;
  const again = await fixture.start();
  expect((await switchOn(fixture, again, settings("20:00"))).date).toBe("2026-11-25");
  await pass(fixture, again, DAY - 8 * HOUR);
  expect(await statesOf(again)).toEqual({ "2026-11-25": "sent" });
});

test("switched off while a post waits or is unknown: nothing more is sent, the reading position is kept", async () => {
  for (const fault of [{ limited: 3600 }, "unknown-before"] as const) {
    const { fixture, process } = await daily();
    await pass(fixture, process, HOUR);
    fixture.fakePlatform.faults.push(fault);
    await pass(fixture, process, DAY);
    await process.subscriptions.switchOff(CHANNEL);
    await pass(fixture, process, 2 * DAY);
    expect(await statesOf(process)).toEqual({ "2026-11-25": "sent", "2026-11-26": "cancelled" });
    await switchOn(fixture, process, settings("09:00"));
    await pass(fixture, process, DAY);
    expect(new Set(codesOf(fixture)).size).toBe(2);
    expect(await process.subscriptions.status(CHANNEL)).toMatchObject({ read: 2 });
  }
});

test("a second process on the same store posts nothing that the first is working on, and takes over what it leaves behind", async () => {
  const { fixture, process } = await daily();
  const second = await fixture.start();
  fixture.fakePlatform.faults.push("hang-before");
  fixture.now += HOUR;
  const hanging = process.tick();
  await expect.poll(() => fixture.fakePlatform.tried.length).toBe(1);
  await second.tick();
  expect(fixture.fakePlatform.tried).toHaveLength(1);
  fixture.now += 2 * MINUTE;
  await second.tick();
  expect(fixture.fakePlatform.posts).toHaveLength(1);
  fixture.fakePlatform.release();
  await hanging;
  for (let hour = 0; hour < 48; hour += 4) {
    fixture.now += 4 * HOUR;
    await process.tick();
    await second.tick();
  }
  expect(await statesOf(second)).toEqual({
    "2026-11-25": "sent",
    "2026-11-26": "sent",
    "2026-11-27": "sent",
  });
  expect(fixture.fakePlatform.posts).toHaveLength(3);
});

test("two hundred channels at the same minute all get theirs", async () => {
  const fixture = createFixture(BEFORE);
  const process = await fixture.start();
  for (let channel = 0; channel < 200; channel++)
    await switchOn(fixture, process, settings("09:00"), { platform: "fake", channel: `K${channel}` });
  fixture.now += HOUR;
  await process.tick();
  expect(new Set(fixture.fakePlatform.posts.map(({ channel }) => channel)).size).toBe(200);
  expect(fixture.fakePlatform.posts).toHaveLength(200);
}, 60_000);

test("a store that fails sends nothing, and the log says so", async () => {
  const { fixture, process } = await daily();
  await process.die();
  fixture.now += HOUR;
  await process.tick();
  expect(fixture.fakePlatform.tried).toEqual([]);
  expect(fixture.logged.some(({ event }) => event === "digest.failed")).toBe(true);
});

test("a digest of a platform that is not configured waits, and what it missed is counted", async () => {
  const { fixture, process } = await daily();
  fixture.platforms = [];
  await pass(fixture, process, 2 * DAY);
  fixture.platforms = [CHANNEL.platform];
  await pass(fixture, process, DAY);
  expect(await statesOf(process)).toEqual({
    "2026-11-25": "missed",
    "2026-11-26": "missed",
    "2026-11-27": "sent",
  });
});

test("a report that changes between two tries is quoted as it is now", async () => {
  const fixture = createFixture(BEFORE);
  const read = (text: string) => ({
    reports: [parseReport("a.md", `# A\n\n${text}`).report ?? fail()],
    aliases: [],
  });
  fixture.library = read("War is likely.");
  const process = await fixture.start();
  await switchOn(fixture, process, settings("09:00"));
  fixture.fakePlatform.faults.push("unknown-before");
  await pass(fixture, process, HOUR);
  await process.die();
  fixture.library = read("War is unlikely.");
  await pass(fixture, await fixture.start(), HOUR);
  expect(lastWords(fixture)).toContain("War is unlikely.");
  expect(fixture.fakePlatform.posts).toHaveLength(1);
  expect(isEstimative("War is unlikely.")).toBe(true);
});

function fail(): never {
  throw new Error("the report must be sound");
}

test("weekdays leave the weekend out", async () => {
  const fixture = createFixture("2026-11-27T08:00:00Z");
  const process = await fixture.start();
  await switchOn(fixture, process, onWeekdays("09:00"));
  await pass(fixture, process, 4 * DAY + 2 * HOUR);
  expect(Object.keys(await statesOf(process))).toEqual(["2026-11-27", "2026-11-30", "2026-12-01"]);
});
