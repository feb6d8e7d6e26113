import { afterEach, beforeEach, expect, test } from "vitest";
import type { Message } from "#domain/message.ts";
import type { Platform } from "#domain/platform.ts";
import { createSlack } from "#platforms/slack/connect.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import type { Fault, Post } from "#test/support/fakes/slack/state.ts";
import { silentLog } from "#test/support/log.ts";

const message: Message = {
  audience: "channel",
  summary: "Digest of 24 November",
  blocks: [{ kind: "text", runs: [{ text: "One paragraph a day." }] }],
};
const KEY = "digest-2026-11-24-C1";

let server: SlackServer;
let slack: Platform;

beforeEach(async () => {
  server = await startSlack();
  const { botToken, appToken } = server.state;
  const made = createSlack(
    { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: server.url },
    { prefix: "", log: silentLog, ended: () => undefined },
  );
  if (made === undefined) throw new Error("Slack is not configured");
  slack = made;
});

afterEach(async () => {
  expect(server.state.violations).toEqual([]);
  await server.stop();
});

const post = (channel = "C1") => slack.post(channel, message, KEY);
// From when on `findPost` looks: the caller allows for a clock that differs.
const minuteAgo = () => new Date(Date.now() - 60_000);

const refOf = (post: Post | undefined) => ({
  channel: "C1",
  message: post?.ts,
  link: `https://t.slack.com/archives/C1/p${post?.ts.replace(".", "")}`,
});

test("a post appears in the channel, pings nobody, and the result has its id and its link", async () => {
  const result = await post();
  const [posted] = server.state.posts;
  expect(result).toEqual({ kind: "posted", post: refOf(posted) });
  expect(posted && readPost(posted)).toMatchObject({
    words: "One paragraph a day.",
    pings: 0,
    links: [],
  });
});

test("every try of a message carries its key, and another message another key", async () => {
  await post();
  await post();
  await slack.post("C1", message, "another");
  const metadata = (key: string) => ({ event_type: "ibid_post", event_payload: { key } });
  expect(server.state.posts.map(({ payload }) => payload.metadata)).toEqual([
    metadata(KEY),
    metadata(KEY),
    metadata("another"),
  ]);
});

const refused = (error: string): Fault => ({ kind: "error", error });

test.each<[string, Fault, object]>([
  ["a rate limit", { kind: "ratelimited", retryAfter: 7 }, { kind: "limited", seconds: 7 }],
  ["an unknown channel", refused("channel_not_found"), { kind: "closed", scope: "channel" }],
  ["a channel that it is not in", refused("not_in_channel"), { kind: "closed", scope: "channel" }],
  ["an archived channel", refused("is_archived"), { kind: "closed", scope: "channel" }],
  ["a channel where few may post", refused("restricted_action"), { kind: "closed", scope: "channel" }],
  [
    "a person who cannot be written to",
    refused("messages_tab_disabled"),
    { kind: "closed", scope: "channel" },
  ],
  ["a network that Slack does not allow", refused("accesslimited"), { kind: "closed", scope: "platform" }],
  ["an app that is restricted", refused("app_access_restricted"), { kind: "closed", scope: "platform" }],
  ["a wrong token", refused("invalid_auth"), { kind: "closed", scope: "platform" }],
  ["a revoked token", refused("token_revoked"), { kind: "closed", scope: "platform" }],
  ["a closed account", refused("account_inactive"), { kind: "closed", scope: "platform" }],
  ["blocks that Slack refuses", refused("invalid_blocks"), { kind: "rejected", reason: "invalid_blocks" }],
  ["a text that is too long", refused("msg_too_long"), { kind: "rejected", reason: "msg_too_long" }],
  ["a failure inside Slack", refused("internal_error"), { kind: "unknown" }],
  ["a fatal failure inside Slack", refused("fatal_error"), { kind: "unknown" }],
  ["a server error", { kind: "status", status: 503 }, { kind: "unknown" }],
  ["a connection that breaks", { kind: "drop-before" }, { kind: "unknown" }],
  ["a request that hangs", { kind: "hang" }, { kind: "unknown" }],
])("%s is reported as such, without a second try", { timeout: 30_000 }, async (_, fault, expected) => {
  server.fault("chat.postMessage", fault);
  const before = server.state.requests.length;
  expect(await post()).toMatchObject(expected);
  expect(server.state.requests.length).toBe(before + 1);
  expect(server.state.posts).toEqual([]);
});

test.each<[string, Fault]>([
  ["a page of HTML", { kind: "body", body: "<!doctype html>" }],
  ["null", { kind: "body", body: "null" }],
  ["no message", { kind: "body", body: '{"ok":true}' }],
  ["a body of 300 megabytes", { kind: "flood", bytes: 300 * 1024 * 1024 }],
])("an answer of %s leaves the outcome unknown", { timeout: 30_000 }, async (_, fault) => {
  server.fault("chat.postMessage", fault);
  expect(await post()).toMatchObject({ kind: "unknown", reason: expect.stringMatching(/^.{1,200}$/u) });
});

test("channels that the test server itself refuses are closed", async () => {
  expect(await post("C2")).toEqual({ kind: "closed", scope: "channel", reason: "not_in_channel" });
  expect(await post("C3")).toEqual({ kind: "closed", scope: "channel", reason: "is_archived" });
  expect(await post("C9")).toEqual({ kind: "closed", scope: "channel", reason: "channel_not_found" });
});

test("a post whose confirmation was lost is found by its key", async () => {
  server.state.scopes.add("channels:history");
  server.fault("chat.postMessage", { kind: "drop-after" });
  expect(await post()).toMatchObject({ kind: "unknown" });
  expect(await slack.findPost("C1", KEY, minuteAgo())).toEqual(refOf(server.state.posts[0]));
  expect(await slack.findPost("C1", "another", minuteAgo())).toBe("absent");
});

test("a post is found behind hundreds of later ones, and older ones are ignored", async () => {
  server.state.scopes.add("channels:history");
  await post();
  for (let later = 0; later < 450; later++) await slack.post("C1", message, `later ${later}`);
  expect(await slack.findPost("C1", KEY, minuteAgo())).toMatchObject({ message: server.state.posts[0]?.ts });
  const minuteAhead = new Date(Date.now() + 60_000);
  expect(await slack.findPost("C1", KEY, minuteAhead)).toBe("absent");
});

test("a post is found among the newest even if it is looked for from a time that is still to come", async () => {
  server.state.scopes.add("channels:history");
  await post();
  const inAnHour = new Date(Date.now() + 60 * 60_000);
  expect(await slack.findPost("C1", KEY, inAnHour)).toEqual(refOf(server.state.posts[0]));
  expect(await slack.findPost("C1", "another", inAnHour)).toBe("absent");
});

test("in a channel too busy to be read to its end, the outcome stays unknown", async () => {
  server.state.scopes.add("channels:history");
  const payload = { text: "busy" };
  const ts = String(Date.now() / 1000);
  for (let count = 0; count < 2001; count++)
    server.state.posts.push({ channel: "C1", ts, payload, deleted: false, at: 0 });
  expect(await slack.findPost("C1", KEY, minuteAgo())).toBe("not-permitted");
});

test("without the scope to read the channel a post cannot be looked for", async () => {
  expect(await slack.findPost("C1", KEY, minuteAgo())).toBe("not-permitted");
});

test.each<[string, Fault]>([
  ["under a rate limit", { kind: "ratelimited", retryAfter: 1 }],
  ["through a server error", { kind: "status", status: 500 }],
  ["when the connection breaks", { kind: "drop-before" }],
])("%s the post has to be looked for again later", async (_, fault) => {
  server.state.scopes.add("channels:history");
  server.fault("conversations.history", fault);
  expect(await slack.findPost("C1", KEY, minuteAgo())).toBe("unreachable");
});

test("a message to a person is a direct message, and is remembered under its own channel", async () => {
  const result = await slack.directMessage("U1", message, KEY);
  const [posted] = server.state.posts;
  expect(posted?.channel).toBe("D1");
  const link = `https://t.slack.com/archives/D1/p${posted?.ts.replace(".", "")}`;
  expect(result).toEqual({ kind: "posted", post: { channel: "D1", message: posted?.ts, link } });
});
