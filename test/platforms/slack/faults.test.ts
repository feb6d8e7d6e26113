// Failures of Slack and of its network, against the process that `npm start` starts.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startProcess } from "#test/support/fakes/process.ts";
import { click, directMessage, mention, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import type { Fault, Post } from "#test/support/fakes/slack/state.ts";
import { environmentFor, openSlackHarness, type SlackHarness } from "./harness.ts";

// In milliseconds: longer than several attempts to reconnect.
const OUTAGE = 4_000;
const QUESTION = "What would be a red line for Iran's parliament?";
const TIMEOUT = 120_000;

let harness: SlackHarness;
let server: SlackServer;

beforeAll(async () => {
  harness = await openSlackHarness();
  server = harness.server;
}, TIMEOUT);

afterAll(async () => {
  expect(server.state.violations).toEqual([]);
  await harness.close();
}, TIMEOUT);

/**
 * Everything that was posted after `act`: waits for at least `count` posts, then for the answer to one more question, by
 * when any surplus post would have arrived too.
 */
async function postsAfter(act: () => void, count = 1): Promise<readonly Post[]> {
  const before = server.state.posts.length;
  act();
  await server.until(() => server.state.posts.length >= before + count);
  directMessage(server, "hello");
  const isAnswered = ({ payload }: Post) => /^Ibid answers/u.test(String(payload.text));
  await server.until(() => server.state.posts.slice(before).some(isAnswered));
  return server.state.posts.slice(before).filter((post) => !isAnswered(post));
}

const wordsOf = (posts: readonly Post[]) => posts.map((post) => readPost(post).words);

const UNSURE =
  /^Your answer may not have arrived\. If you don't see it, please ask again\. \(Log entry: [0-9a-f]{4}\)$/u;

test(
  "a message that arrives both as a mention and as a message of its channel is answered once",
  async () => {
    const ts = "1764000000.000100";
    const posts = await postsAfter(() => {
      mention(server, QUESTION, { ts });
      directMessage(server, `<@UBOT> ${QUESTION}`, { ts, channel: "C1", more: { channel_type: "channel" } });
      mention(server, QUESTION, { ts });
    });
    expect(posts).toHaveLength(1);
  },
  TIMEOUT,
);

const unsure: readonly Fault[] = [
  { kind: "status", status: 500 },
  { kind: "status", status: 503 },
  { kind: "drop-before" },
  { kind: "error", error: "internal_error" },
];

test.each(unsure)(
  "after %j the outcome of an answer is unknown: the asker is told to look, in private",
  async (fault) => {
    server.fault("chat.postMessage", fault);
    const posts = await postsAfter(() => mention(server, QUESTION));
    expect(wordsOf(posts)).toEqual([expect.stringMatching(UNSURE)]);
    expect(posts[0]?.onlyFor).toBe("U1");
  },
  TIMEOUT,
);

test(
  "an answer whose confirmation was lost is posted once, and the asker is told to look",
  async () => {
    for (const act of [() => mention(server, QUESTION), () => slashCommand(server, "/ask", QUESTION)]) {
      server.fault("answer", { kind: "drop-after" });
      const posts = await postsAfter(act, 2);
      expect(wordsOf(posts)).toEqual([
        expect.stringContaining("Iran and Azerbaijan share a 700km border"),
        expect.stringMatching(UNSURE),
      ]);
      expect(posts[1]?.onlyFor).toBe("U1");
    }
  },
  TIMEOUT,
);

test(
  "a share whose confirmation was lost is not shared again",
  async () => {
    slashCommand(server, "/ask", QUESTION);
    await server.until(() =>
      readPost(server.state.posts.at(-1) as Post).buttons.includes("Share to channel"),
    );
    const answer = server.state.posts.at(-1) as Post;
    server.fault("response_url", { kind: "drop-after" });
    const posts = await postsAfter(() => click(server, answer, "Share to channel"), 2);
    expect(posts.filter(({ onlyFor }) => onlyFor === undefined)).toHaveLength(1);
  },
  TIMEOUT,
);

test(
  "a mention where the bot cannot post is told about in the asker's direct messages",
  async () => {
    const posts = await postsAfter(() => mention(server, QUESTION, { channel: "C2" }));
    expect(wordsOf(posts)).toEqual([
      expect.stringMatching(/^Ibid cannot post in that channel\. Invite it, .*Log entry:/u),
    ]);
    expect(posts[0]?.channel).toBe("D1");
    expect(harness.log()).toContainEqual(
      expect.objectContaining({
        event: "invocation.failed",
        channel: "C2",
        error: expect.stringContaining("not_in_channel"),
      }),
    );
  },
  TIMEOUT,
);

test(
  "an answer that neither its response_url nor a post delivers is in the log",
  async () => {
    const before = server.state.posts.length;
    server.fault("response_url", { kind: "error", error: "used_url" }, 2);
    server.fault("chat.postEphemeral", { kind: "error", error: "user_not_in_channel" });
    server.fault("chat.postMessage", { kind: "error", error: "messages_tab_disabled" });
    slashCommand(server, "/ask", QUESTION);
    await server.until(() => harness.log().some(({ event }) => event === "answer.lost"));
    expect(server.state.posts).toHaveLength(before);
    expect(harness.log()).toContainEqual(expect.objectContaining({ event: "answer.lost", channel: "C1" }));
  },
  TIMEOUT,
);

test(
  "a message with a file, an also-to-channel reply and /me are answered as questions",
  async () => {
    const posts = await postsAfter(() => {
      for (const subtype of ["file_share", "thread_broadcast", "me_message"])
        directMessage(server, QUESTION, { more: { subtype } });
    }, 3);
    expect(posts).toHaveLength(3);
  },
  TIMEOUT,
);

test(
  "people, channels and addresses in a question are read as they were typed",
  async () => {
    directMessage(server, "Who is <@U2|ben> of <#C1|flurbs> &amp; <https://wibble.test|wibble.test>?");
    const before = server.state.posts.length;
    await server.until(() => server.state.posts.length > before);
    expect(readPost(server.state.posts.at(-1) as Post)).toMatchObject({ links: [], pings: 0 });
  },
  TIMEOUT,
);

test(
  "it reconnects after a refresh, after a lost connection and after an outage of several seconds",
  async () => {
    const losses = [
      { lose: () => server.refresh(), duration: 0 },
      { lose: () => server.drop(), duration: 0 },
      { lose: () => server.outage(true), duration: OUTAGE },
    ];
    for (const { lose, duration } of losses) {
      const before = server.connected();
      lose();
      await sleep(duration);
      server.outage(false);
      await server.until(() => server.connected() > before);
      const posts = server.state.posts.length;
      slashCommand(server, "/ask", QUESTION);
      await server.until(() => server.state.posts.length > posts);
    }
  },
  TIMEOUT,
);

test(
  "it stops in order while there is no connection, and in the middle of a reconnect",
  async () => {
    for (const wait of [0, 100, 500, 2_000]) {
      server.outage(true);
      await sleep(wait);
      expect(await harness.stop()).toBe(0);
      server.outage(false);
      await harness.start();
    }
  },
  TIMEOUT,
);

test(
  "an app token that is revoked while it serves ends the process with a sentence",
  async () => {
    const own = await startSlack();
    const process = await startProcess(environmentFor(own));
    own.fault("apps.connections.open", { kind: "error", error: "invalid_auth" });
    own.drop();
    expect(await process.exited).toBe(1);
    expect(process.complaints.join("\n")).toContain("Slack refuses SLACK_APP_TOKEN (invalid_auth)");
    expect(process.complaints.join("\n")).not.toContain("    at ");
    await own.stop();
  },
  TIMEOUT,
);

test.each([
  ["a wrong bot token", { SLACK_BOT_TOKEN: "xoxb-wrong" }, "Slack refuses SLACK_BOT_TOKEN (invalid_auth)"],
  ["a wrong app token", { SLACK_APP_TOKEN: "xapp-wrong" }, "Slack refuses SLACK_APP_TOKEN (invalid_auth)"],
  ["no app token", { SLACK_APP_TOKEN: "" }, "Slack is only half configured: SLACK_APP_TOKEN is missing."],
  ["no bot token", { SLACK_BOT_TOKEN: "" }, "Slack is only half configured: SLACK_BOT_TOKEN is missing."],
  ["tokens in the wrong places", { SLACK_BOT_TOKEN: "xapp-test-app" }, "SLACK_BOT_TOKEN"],
])(
  "%s stops the start with a sentence and no stack",
  async (_, wrong, sentence) => {
    const log: { event: string }[] = [];
    const start = startProcess({ ...environmentFor(server), ...wrong }, log);
    await expect(start).rejects.toThrow(sentence);
    await expect(start).rejects.not.toThrow(/ {4}at |xoxb-wrong|xapp-wrong/u);
  },
  TIMEOUT,
);
