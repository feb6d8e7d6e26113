// Answers to commands, buttons and shortcuts where the response_url does not do what it should.
import { afterEach, beforeEach, expect, test } from "vitest";
import { click, shortcut, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import type { Fault, Post } from "#test/support/fakes/slack/state.ts";
import { ANSWER, type OpenSlack, QUESTION, serveSlack } from "./fixture.ts";

const UNSURE = /^Your answer may not have arrived\. .*Log entry: [0-9a-f]{4}/u;

let one: OpenSlack;

beforeEach(async () => {
  one = await serveSlack();
});

afterEach(async () => {
  expect(one.server.state.violations).toEqual([]);
  await one.close();
});

/** The posts that `act` leads to, once there are so many. */
async function postsAfter(act: () => unknown, count = 1): Promise<readonly Post[]> {
  const before = one.server.state.posts.length;
  act();
  await one.server.until(() => one.server.state.posts.length >= before + count);
  return one.server.state.posts.slice(before);
}

const ask = (more: Readonly<Record<string, unknown>> = {}) =>
  slashCommand(one.server, "/ask", QUESTION, { more });
const words = (posts: readonly Post[]) => posts.map((post) => readPost(post).words);

const dead: readonly (readonly [string, () => unknown])[] = [
  ["missing", () => ask({ response_url: "" })],
  ["absent", () => ask({ response_url: undefined })],
  ["no address", () => ask({ response_url: "hooks" })],
  ["at a host that does not exist", () => ask({ response_url: "http://hooks.invalid/x" })],
  ["refused with 401", () => failing({ kind: "status", status: 401 })],
  ["blocked with 403", () => failing({ kind: "status", status: 403 })],
  ["used up", () => failing({ kind: "error", error: "used_url" })],
  ["expired", () => failing({ kind: "error", error: "expired_url" })],
];

function failing(fault: Fault): void {
  one.server.fault("response_url", fault, 5);
  ask();
}

test.each(dead)(
  "where the response_url is %s, the bot posts the answer for the asker alone",
  async (_, act) => {
    const posts = await postsAfter(act);
    expect(words(posts)).toEqual([expect.stringContaining(ANSWER)]);
    expect(posts[0]).toMatchObject({ channel: "C1", onlyFor: "U1" });
    expect(one.log).toContainEqual(
      expect.objectContaining({ event: "slack.response-url-failed", channel: "C1" }),
    );
  },
);

test("an answer that is shared is posted for everyone where the response_url is dead", async () => {
  const [answer] = await postsAfter(ask);
  one.server.fault("response_url", { kind: "error", error: "used_url" });
  const [shared] = await postsAfter(() => click(one.server, answer as Post, "Share to channel"));
  expect(shared).toMatchObject({ channel: "C1" });
  expect(shared?.onlyFor).toBeUndefined();
});

test.each<readonly [string, (one: OpenSlack) => void]>([
  [
    "31 minutes later",
    ({ server }) => {
      server.state.now = () => Date.now() + 31 * 60_000;
    },
  ],
  [
    "as the sixth of one response_url",
    ({ server }) => {
      for (const url of server.state.responseUrls.values()) url.uses = 5;
    },
  ],
])("an answer that is sent %s still arrives", async (_, wait) => {
  const posts = await postsAfter(() => {
    ask();
    wait(one);
  });
  expect(words(posts)).toEqual([expect.stringContaining(ANSWER)]);
  expect(posts[0]).toMatchObject({ onlyFor: "U1" });
});

test("a shortcut in a channel that the bot is not in is told in the asker's direct messages why", async () => {
  one.server.fault("response_url", { kind: "error", error: "used_url" }, 5);
  const posts = await postsAfter(() => shortcut(one.server, "ask", QUESTION, { channel: "C2" }));
  expect(posts[0]?.channel).toBe("D1");
  expect(words(posts)[0]).toMatch(/^Ibid cannot post in that channel/u);
});

test("a message that Slack refuses is not sent another way: the asker gets the error id", async () => {
  one.server.fault("response_url", { kind: "error", error: "invalid_blocks" });
  expect(words(await postsAfter(ask))).toEqual([
    expect.stringMatching(/^Something went wrong\. .*Log entry:/u),
  ]);
});

const nonsense: readonly (readonly [string, Fault])[] = [
  ["ok: false", { kind: "body", body: '{"ok":false,"error":"fatal_error"}' }],
  ["a page of HTML", { kind: "body", body: "<!doctype html><title>Sign in</title>" }],
  ["null", { kind: "body", body: "null" }],
];

test.each(nonsense)(
  "%s from a response_url is no confirmation: the asker is told to look",
  async (_, fault) => {
    one.server.fault("response_url", fault);
    const posts = await postsAfter(ask);
    expect(words(posts)).toEqual([expect.stringMatching(UNSURE)]);
    expect(posts[0]?.onlyFor).toBe("U1");
  },
);

test("where a response_url answers nonsense to the apology too, the bot posts it", async () => {
  one.server.fault("response_url", { kind: "body", body: "null" }, 2);
  const posts = await postsAfter(ask);
  expect(words(posts)).toEqual([expect.stringMatching(UNSURE)]);
  expect(posts[0]).toMatchObject({ onlyFor: "U1" });
  expect(posts[0]?.by).toBeUndefined();
});

test("both confirmations that Slack gives are taken as such", async () => {
  for (const body of ["ok", '{"ok":true}', '{"response_type":"ephemeral","ok":true}']) {
    const before = one.log.length;
    one.server.fault("response_url", { kind: "body", body });
    ask();
    await one.server.until(() => one.server.state.requests.at(-1)?.method === "response_url");
    const posts = await postsAfter(ask);
    expect(words(posts)).toEqual([expect.stringContaining(ANSWER)]);
    expect(one.log.slice(before).filter(({ level }) => level === "error")).toEqual([]);
  }
});
