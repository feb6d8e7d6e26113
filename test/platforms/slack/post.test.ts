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
  if (made === undefined) throw new Error("Slack is set up");
  slack = made;
});

afterEach(async () => {
  expect(server.state.violations).toEqual([]);
  await server.stop();
});

const post = (channel = "C1") => slack.post(channel, message, KEY);
const posted = () => server.state.posts.length;

const refOf = (post: Post | undefined) => ({
  channel: "C1",
  message: post?.ts,
  link: `https://t.slack.com/archives/C1/p${post?.ts.replace(".", "")}`,
});

test("a post stands in the channel, calls nobody, and tells which message it is and where", async () => {
  const result = await post();
  const [standing] = server.state.posts;
  expect(result).toEqual({ kind: "posted", post: refOf(standing) });
  expect(standing && readPost(standing)).toMatchObject({
    words: "One paragraph a day.",
    pings: 0,
    links: [],
  });
});

test("every try of one message carries the same id and key, another message or channel another id", async () => {
  await post();
  await post();
  await slack.post("C1", message, "another");
  await post("D1");
  const sent = server.state.posts.map(({ payload }) => payload);
  const ids = sent.map(({ client_msg_id }) => String(client_msg_id));
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
  expect(sent[0]?.metadata).toEqual({ event_type: "ibid_post", event_payload: { key: KEY } });
});

test("where Slack knows the id of a message, a second try posts nothing", async () => {
  server.state.dedupesClientMessages = true;
  expect(await post()).toEqual(await post());
  expect(posted()).toBe(1);
});

const refused = (error: string): Fault => ({ kind: "error", error });

test.each<[string, Fault, object]>([
  ["a rate limit", { kind: "ratelimited", retryAfter: 7 }, { kind: "limited", seconds: 7 }],
  ["an unknown channel", refused("channel_not_found"), { kind: "closed", scope: "channel" }],
  ["a channel that it is not in", refused("not_in_channel"), { kind: "closed", scope: "channel" }],
  ["an archived channel", refused("is_archived"), { kind: "closed", scope: "channel" }],
  ["a channel for few", refused("restricted_action"), { kind: "closed", scope: "channel" }],
  ["a token that is not one", refused("invalid_auth"), { kind: "closed", scope: "platform" }],
  ["a token that was taken back", refused("token_revoked"), { kind: "closed", scope: "platform" }],
  ["an account that was closed", refused("account_inactive"), { kind: "closed", scope: "platform" }],
  ["blocks that Slack refuses", refused("invalid_blocks"), { kind: "rejected", reason: "invalid_blocks" }],
  ["a text that is too long", refused("msg_too_long"), { kind: "rejected", reason: "msg_too_long" }],
  ["a failure inside Slack", refused("internal_error"), { kind: "unknown" }],
  ["a worse one", refused("fatal_error"), { kind: "unknown" }],
  ["a server error", { kind: "status", status: 503 }, { kind: "unknown" }],
  ["a connection that breaks", { kind: "drop-before" }, { kind: "unknown" }],
  ["a request that hangs", { kind: "hang" }, { kind: "unknown" }],
])("%s is told as what it is, without a second try", { timeout: 30_000 }, async (_, fault, expected) => {
  server.fault("chat.postMessage", fault);
  const before = server.state.requests.length;
  expect(await post()).toMatchObject(expected);
  expect(server.state.requests.length).toBe(before + 1);
  expect(posted()).toBe(0);
});

test("channels that the test server itself refuses are closed", async () => {
  expect(await post("C2")).toEqual({ kind: "closed", scope: "channel", reason: "not_in_channel" });
  expect(await post("C3")).toEqual({ kind: "closed", scope: "channel", reason: "is_archived" });
  expect(await post("C9")).toEqual({ kind: "closed", scope: "channel", reason: "channel_not_found" });
});

test("a post whose confirmation was lost is found by its key", async () => {
  server.state.scopes.add("channels:history");
  const since = new Date();
  server.fault("chat.postMessage", { kind: "drop-after" });
  expect(await post()).toMatchObject({ kind: "unknown" });
  expect(await slack.findPost("C1", KEY, since)).toEqual(refOf(server.state.posts[0]));
  expect(await slack.findPost("C1", "another", since)).toBe("absent");
});

test("a post is found behind hundreds of later ones, and older ones are not looked at", async () => {
  server.state.scopes.add("channels:history");
  await post();
  for (let later = 0; later < 450; later++) await slack.post("C1", message, `later ${later}`);
  expect(await slack.findPost("C1", KEY, new Date())).toMatchObject({ message: server.state.posts[0]?.ts });
  expect(await slack.findPost("C1", KEY, new Date(Date.now() + 600_000))).toBe("absent");
});

test("a channel too busy to be read to its end cannot be told about", async () => {
  server.state.scopes.add("channels:history");
  const payload = { text: "busy" };
  for (let other = 0; other < 2001; other++)
    server.state.posts.push({ channel: "C1", ts: `${Date.now() / 1000}`, payload, deleted: false, at: 0 });
  expect(await slack.findPost("C1", KEY, new Date())).toBe("not-permitted");
});

test("without the right to read the channel it cannot be told whether a post stands", async () => {
  expect(await slack.findPost("C1", KEY, new Date())).toBe("not-permitted");
});

test.each<[string, Fault]>([
  ["under a rate limit", { kind: "ratelimited", retryAfter: 1 }],
  ["through a server error", { kind: "status", status: 500 }],
  ["when the connection breaks", { kind: "drop-before" }],
])("%s one has to ask again later", async (_, fault) => {
  server.state.scopes.add("channels:history");
  server.fault("conversations.history", fault);
  expect(await slack.findPost("C1", KEY, new Date())).toBe("unreachable");
});

test("a person is told in a direct message", async () => {
  server.state.channels.set("U1", { id: "U1", kind: "direct", member: true });
  expect(await slack.directMessage("U1", message, KEY)).toMatchObject({
    kind: "posted",
    post: { channel: "U1" },
  });
});
