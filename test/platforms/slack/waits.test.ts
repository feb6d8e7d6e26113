// What a caller of `send` can know of a reply that has to wait.
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ClosedError, PostponedError } from "#domain/errors.ts";
import type { Message } from "#domain/message.ts";
import type { Invocation, SendHooks } from "#domain/platform.ts";
import { type OpenSlack, serveSlack } from "./fixture.ts";

const TIMEOUT = 60_000;
const message: Message = {
  audience: "channel",
  summary: "An answer",
  blocks: [{ kind: "text", runs: [{ text: "An answer." }] }],
};
const invocation: Invocation = {
  platform: "slack",
  keys: [],
  command: "ask",
  args: {},
  asker: { id: "U1", name: "ada", mayManage: true },
  channel: { id: "C1", kind: "channel" },
  via: "mention",
};

let one: OpenSlack;
let calls: string[];
let hooks: SendHooks;

beforeEach(async () => {
  one = await serveSlack();
  calls = [];
  hooks = {
    async sending() {
      calls.push(`sending ${one.server.state.posts.length}`);
      return true;
    },
    async waiting() {
      calls.push("waiting");
    },
  };
});

afterEach(async () => {
  expect(one.server.state.violations).toEqual([]);
  await one.close();
});

const send = (more: SendHooks = hooks) =>
  one.slack.sender(invocation, { ts: "1.1" })(message, undefined, more);
const limit = (retryAfter: number) =>
  one.server.fault("chat.postMessage", { kind: "ratelimited", retryAfter });

test("each try of a reply is announced before it leaves, and each long wait for a rate limit when it begins", async () => {
  limit(4);
  limit(4);
  await send();
  expect(calls).toEqual(["sending 0", "waiting", "sending 0", "waiting", "sending 0"]);
  expect(one.words()).toEqual(["An answer."]);
});

test("a reply that another process has taken over while this one waited is not sent", async () => {
  limit(4);
  await send({ ...hooks, sending: async () => calls.push("sending") === 1 });
  expect(calls).toEqual(["sending", "waiting", "sending"]);
  expect(one.words()).toEqual([]);
});

test("a reaction is announced too, and left alone when another process has taken it over", async () => {
  const react = (more: SendHooks) =>
    one.slack.sender(invocation, { ts: "1.1" })("acknowledge", undefined, more);
  await react({ sending: async () => false });
  expect(one.server.state.reactions).toEqual([]);
  await react(hooks);
  expect(calls).toEqual(["sending 0"]);
  expect(one.server.state.reactions).toHaveLength(1);
});

test("what is no rate limit is not waited for", async () => {
  one.server.fault("chat.postMessage", { kind: "error", error: "not_in_channel" });
  await expect(send()).rejects.toThrow(ClosedError);
  expect(calls).toEqual(["sending 0"]);
});

test(
  "a stop ends a long wait at once and sends nothing, if the caller can store that; a short wait is finished",
  async () => {
    limit(20);
    const long = send();
    await one.server.until(() => calls.includes("waiting"));
    limit(1);
    const short = send();
    const stopped = one.slack.stop();
    await expect(long).rejects.toThrow(PostponedError);
    await Promise.all([short, stopped]);
    expect(one.words()).toEqual(["An answer."]);
  },
  TIMEOUT,
);

test(
  "without hooks a reply waits on while the platform stops",
  async () => {
    limit(4);
    const sent = one.slack.sender(invocation, { ts: "1.1" })(message);
    await one.server.until(() => one.log.some(({ event }) => event === "slack.rate-limit"));
    await one.slack.stop();
    await sleep(100);
    expect(one.words()).toEqual([]);
    await sent;
    expect(one.words()).toEqual(["An answer."]);
  },
  TIMEOUT,
);
