// Answers of Slack, or of something in between, that are slow, endless, huge or nonsense.
import { afterEach, beforeEach, expect, test } from "vitest";
import { mention, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import type { Fault, Post } from "#test/support/fakes/slack/state.ts";
import { type OpenSlack, QUESTION, serveSlack } from "./fixture.ts";

const TIMEOUT = 60_000;
const UNSURE = /^Your answer may not have arrived\. .*Log entry: [0-9a-f]{4}/u;
const MEGABYTE = 1024 * 1024;

let one: OpenSlack;

beforeEach(async () => {
  one = await serveSlack();
});

afterEach(() => one.close());

async function nextPost(): Promise<Post> {
  const before = one.server.state.posts.length;
  await one.server.until(() => one.server.state.posts.length > before);
  return one.server.state.posts[before] as Post;
}

const ways: readonly (readonly [string, string, () => unknown])[] = [
  ["a mention", "chat.postMessage", () => mention(one.server, QUESTION)],
  ["a command", "response_url", () => slashCommand(one.server, "/ask", QUESTION)],
];
const endless: readonly (readonly [string, Fault])[] = [
  ["never ends", { kind: "drip" }],
  ["has 300 megabytes", { kind: "flood", bytes: 300 * MEGABYTE }],
];
const cases = ways.flatMap(([way, method, act]) =>
  endless.map(([name, fault]) => ({ way, name, method, act, fault })),
);

test.each(cases)(
  "when the confirmation of the answer to $way $name, it is given up and the asker is told to look",
  async ({ method, act, fault }) => {
    one.server.fault(method, fault);
    act();
    const post = await nextPost();
    expect(readPost(post).words).toMatch(UNSURE);
    expect(post.onlyFor).toBe("U1");
    // Some more than the bound, for what is on its way.
    expect(one.server.state.flooded).toBeLessThan(32 * MEGABYTE);
  },
  TIMEOUT,
);

test.each<readonly [string, string]>([
  ["that names no message", '{"ok":true}'],
  ["of HTML", "<!doctype html><title>Sign in</title>"],
  ["of null", "null"],
  ["of ok: false and no code", '{"ok":false}'],
])("an answer %s to a mention is no confirmation: the asker is told to look", async (_, body) => {
  one.server.fault("chat.postMessage", { kind: "body", body });
  mention(one.server, QUESTION);
  expect(readPost(await nextPost()).words).toMatch(UNSURE);
});

test("a private answer to a mention that Slack confirms without a message is no confirmation either", async () => {
  one.server.fault("chat.postEphemeral", { kind: "body", body: '{"ok":true}' });
  mention(one.server, `${QUESTION} in:otters`);
  expect(readPost(await nextPost()).words).toMatch(UNSURE);
});

test("no page of HTML gets into the log", async () => {
  one.server.fault("chat.postMessage", { kind: "body", body: `<html>${"x".repeat(3 * MEGABYTE)}</html>` });
  mention(one.server, QUESTION);
  await nextPost();
  expect(JSON.stringify(one.log).length).toBeLessThan(20_000);
});

test.each<readonly [string, Fault]>([
  ["without a time", { kind: "ratelimited" }],
  ["of 0 seconds", { kind: "ratelimited", retryAfter: 0 }],
  ["of -5 seconds", { kind: "ratelimited", retryAfter: -5 }],
  ["that ends at a date", { kind: "ratelimited", retryAfter: "Wed, 25 Nov 2026 07:28:00 GMT" }],
])("a rate limit %s is waited out for at least a second, and the answer arrives once", async (_, fault) => {
  for (const [, method, act] of ways) {
    one.server.fault(method, fault);
    const startedAt = performance.now();
    act();
    expect(readPost(await nextPost()).quotes).toHaveLength(1);
    expect(performance.now() - startedAt).toBeGreaterThan(990);
  }
  expect(one.server.state.posts).toHaveLength(2);
});
