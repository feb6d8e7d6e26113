// Who reads a channel is asked before each digest, and what a channel may see decides what it is shown.
import { expect, test } from "vitest";
import { createChannelScopes } from "#access/channel-scopes.ts";
import type { ChannelScope } from "#domain/scope.ts";
import { libraryOf, wordsOf } from "#test/support/bot-fixture.ts";
import { CHANNEL, codesOf, DAY, daily, pass, statesOf } from "#test/support/digest-fixture.ts";
import { silentLog } from "#test/support/log.ts";

const changed = { changedBy: "U9", changedAt: new Date("2026-11-25T07:00:00Z") };

async function setScope(database: Parameters<typeof createChannelScopes>[0], scope: Partial<ChannelScope>) {
  const scopes = createChannelScopes(database, silentLog);
  await scopes.set({ ...CHANNEL, sets: "all", ceiling: "TLP:CLEAR", outsiders: false, ...changed, ...scope });
}

test("a channel that becomes external between two digests gets no further one, and its maker is told once", async () => {
  const { fixture, process } = await daily();
  const { fakePlatform } = fixture;
  await pass(fixture, process, DAY);
  expect(fakePlatform.posts).toHaveLength(1);
  fakePlatform.readers.set(CHANNEL.channel, { kind: "external" });
  await pass(fixture, process, 3 * DAY);
  expect(fakePlatform.posts).toHaveLength(1);
  expect(fakePlatform.directMessages.map(({ person, message }) => [person, wordsOf(message)])).toEqual([
    ["U1", expect.stringMatching(/^The digest of channel C1 is suspended\. Ibid answers only members/u)],
  ]);
  expect(await statesOf(process)).toMatchObject({ "2026-11-26": "cancelled" });
  // A mention there brings the digest back, and it is suspended again without another notice.
  await process.subscriptions.resumeChannel(CHANNEL);
  await pass(fixture, process, 2 * DAY);
  expect(fakePlatform.posts).toHaveLength(1);
  expect(fakePlatform.directMessages).toHaveLength(1);
});

test("where the platform does not let the bot ask who reads a channel, the maker is told which permission is missing", async () => {
  const { fixture, process } = await daily();
  const { fakePlatform } = fixture;
  fakePlatform.readers.set(CHANNEL.channel, { kind: "not-permitted", missing: "channels:read" });
  await pass(fixture, process, DAY);
  expect(fakePlatform.posts).toEqual([]);
  expect(fakePlatform.directMessages.map(({ message }) => wordsOf(message))).toEqual([
    expect.stringContaining("lacks the permission channels:read"),
  ]);
  // The permission was added, and the platform starts again.
  fakePlatform.readers.clear();
  await process.subscriptions.resumePlatform(CHANNEL.platform);
  await pass(fixture, process, DAY);
  expect(fakePlatform.posts).toHaveLength(1);
});

test("while unknown: the platform does not say who reads a channel the digest waits, and comes when it does", async () => {
  const { fixture, process } = await daily();
  const { fakePlatform } = fixture;
  fakePlatform.readers.set(CHANNEL.channel, { kind: "unknown", reason: "timeout" });
  await pass(fixture, process, 2 * 3_600_000);
  expect(fakePlatform.posts).toEqual([]);
  fakePlatform.readers.clear();
  await pass(fixture, process, 3_600_000);
  expect(fakePlatform.posts).toHaveLength(1);
  expect(fakePlatform.directMessages).toEqual([]);
});

test("a channel of which the platform says that it is gone is suspended as after a refused post", async () => {
  const { fixture, process } = await daily();
  const { fakePlatform } = fixture;
  fakePlatform.readers.set(CHANNEL.channel, { kind: "unknown", reason: "channel_not_found", isClosed: true });
  await pass(fixture, process, DAY);
  expect(fakePlatform.directMessages.map(({ message }) => wordsOf(message))).toEqual([
    expect.stringContaining("(channel_not_found)"),
  ]);
});

const SOURCES = {
  "a.md":
    "---\ntitle: Open\ntlp: TLP:CLEAR\n---\n\nThe ferry line carried twelve thousand people over the sound in May.",
  "b.md":
    "---\ntitle: Own\n---\n\nThe harbour master almost certainly will close the old quay in the autumn.",
  "c.md":
    "---\ntitle: Red\ntlp: TLP:RED\n---\n\nThe canary of the red report sings a song that nobody outside may hear.",
};

test("an opened channel gets what its ceiling allows, and a report with TLP:RED is shown nowhere without a ceiling", async () => {
  const { fixture, process } = await daily();
  fixture.library = libraryOf(SOURCES);
  const opened = await fixture.start();
  fixture.fakePlatform.readers.set(CHANNEL.channel, { kind: "external" });
  await setScope(opened.database, { outsiders: true });
  await pass(fixture, opened, 5 * DAY);
  const shown = fixture.fakePlatform.posts.map(({ message }) => wordsOf(message)).join("\n");
  expect(shown).toContain("ferry line");
  expect(shown).not.toMatch(/harbour|canary/u);
  await process.die();
});

test("a digest that was worded before its channel's scope was narrowed is worded again", async () => {
  const { fixture, process } = await daily();
  fixture.library = libraryOf(SOURCES);
  const narrowed = await fixture.start();
  fixture.fakePlatform.faults.push({ limited: 10_800 });
  await pass(fixture, narrowed, DAY / 12);
  expect(fixture.fakePlatform.tried).toHaveLength(1);
  expect(codesOf(fixture)).toEqual([]);
  await setScope(narrowed.database, {});
  await pass(fixture, narrowed, DAY / 6);
  const [post] = fixture.fakePlatform.posts;
  expect(post && wordsOf(post.message)).toContain("ferry line");
  await process.die();
});
