import { afterEach, beforeEach, expect, test } from "vitest";
import { plain } from "#domain/message.ts";
import type { Platform } from "#domain/platform.ts";
import { createDiscord } from "#platforms/discord/connect.ts";
import { say } from "#test/support/fakes/discord/payloads.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import { ADA, CHANNEL, CLOSED, DIRECT, type Fault, GUILD } from "#test/support/fakes/discord/state.ts";
import { silentLog } from "#test/support/log.ts";
import { silentBot } from "#test/support/silent-bot.ts";
import { environmentFor } from "./harness.ts";

let server: DiscordServer;
let discord: Platform;

async function connect(): Promise<Platform> {
  const deps = { prefix: "", log: silentLog, ended: () => undefined };
  const platform = createDiscord(environmentFor(server), deps);
  if (platform === undefined) throw new Error("Discord is set up");
  await platform.start(silentBot);
  return platform;
}

beforeEach(async () => {
  server = await startDiscord();
  discord = await connect();
});
afterEach(async () => {
  await discord.stop();
  await server.stop();
  expect(server.state.violations).toEqual([]);
});

const KEY = "digest-2026-11-25-k3v9qab";
const MESSAGE = {
  audience: "channel",
  summary: "1 report is new.",
  blocks: [{ kind: "text", runs: plain("1 report is new.") }],
} as const;
const post = () => discord.post(CHANNEL, MESSAGE, KEY);
const posted = () => server.state.messages.filter(({ author }) => author === server.state.bot.id);
const since = new Date(Date.now() - 60_000);
const find = (key = KEY, channel = CHANNEL) => discord.findPost(channel, key, since);

test("a post stands in the channel and tells its link", async () => {
  const result = await post();
  const [message] = posted();
  if (message === undefined) throw new Error("nothing was posted");
  const link = `https://discord.com/channels/${GUILD}/${CHANNEL}/${message.id}`;
  expect(result).toEqual({ kind: "posted", post: { channel: CHANNEL, message: message.id, link } });
  expect(readMessage(message)).toMatchObject({ words: "1 report is new.", pings: 0 });
});

test("the same key posts once within the minutes that Discord remembers, even after a restart", async () => {
  const first = await post();
  await discord.stop();
  discord = await connect();
  expect(await post()).toEqual(first);
  expect(posted()).toHaveLength(1);
});

const results: readonly (readonly [string, Fault, unknown])[] = [
  ["a rate limit", { kind: "limited", seconds: 7 }, { kind: "limited", seconds: 8 }],
  ["a server error", { kind: "status", status: 502 }, { kind: "unknown" }],
  ["a broken connection", { kind: "drop", accepted: true }, { kind: "unknown" }],
  [
    "a refused body",
    { kind: "status", status: 400, body: { code: 50_035, message: "Invalid Form Body" } },
    { kind: "rejected" },
  ],
  [
    "a locked thread",
    { kind: "status", status: 400, body: { code: 160_005, message: "Thread is locked" } },
    { kind: "closed", scope: "channel" },
  ],
  [
    "a refused token",
    { kind: "status", status: 401, body: { code: 0, message: "401: Unauthorized" } },
    { kind: "closed", scope: "platform" },
  ],
];

test.each(results)("%s is told apart, and nothing is tried twice", async (_, fault, expected) => {
  server.fault("post", fault);
  expect(await post()).toMatchObject(expected as object);
  expect(server.state.requests.filter(({ route }) => route === "post")).toHaveLength(1);
});

test("after a refused token the next post tries anew", async () => {
  server.fault("post", { kind: "status", status: 401, body: { code: 0, message: "401: Unauthorized" } });
  await post();
  expect(await post()).toMatchObject({ kind: "posted" });
});

test("a request that hangs is given up, its fate unknown", { timeout: 30_000 }, async () => {
  server.fault("post", { kind: "hang", accepted: true });
  expect(await post()).toMatchObject({ kind: "unknown" });
  expect(posted()).toHaveLength(1);
});

test("a channel that is gone, cannot be seen or written to is closed", async () => {
  expect(await discord.post("799999999999999999", MESSAGE, KEY)).toMatchObject({
    kind: "closed",
    scope: "channel",
    reason: expect.stringContaining("Unknown Channel"),
  });
  expect(await discord.post(CLOSED, MESSAGE, KEY)).toMatchObject({ kind: "closed", scope: "channel" });
});

test("without a network nothing was posted, and it is tried later", async () => {
  await server.stop();
  // The first one still goes into a connection that is just being closed.
  await post();
  expect(await post()).toMatchObject({ kind: "limited" });
});

test("six posts in a row: the sixth is told to wait, not held back", async () => {
  for (let at = 0; at < 5; at++)
    expect(await discord.post(CHANNEL, MESSAGE, `key-${at}`)).toMatchObject({ kind: "posted" });
  expect(await discord.post(CHANNEL, MESSAGE, "key-5")).toMatchObject({ kind: "limited" });
});

test.each([true, false])(
  "a post whose answer was lost is found again; nonce in history: %s",
  async (told) => {
    server.state.nonceInHistory = told;
    server.fault("post", { kind: "drop", accepted: true });
    await post();
    expect(await find()).toMatchObject({ channel: CHANNEL, message: posted()[0]?.id });
    expect(await find("another-key")).toBe("absent");
  },
);

test("a post is found behind more than a page of other messages", async () => {
  for (let at = 0; at < 120; at++) say(server, `message ${at}`);
  await post();
  for (let at = 0; at < 120; at++) say(server, `message ${at}`);
  expect(await find()).toMatchObject({ message: posted()[0]?.id });
  expect(await find("another-key")).toBe("absent");
});

test("in a direct conversation a post is found as well", async () => {
  await discord.post(DIRECT, MESSAGE, KEY);
  await discord.stop();
  discord = await connect();
  expect(await find(KEY, DIRECT)).toMatchObject({ channel: DIRECT, message: posted()[0]?.id });
});

test("without the right to read history it cannot be told whether a post stands; after an outage one asks again", async () => {
  expect(await find(KEY, CLOSED)).toBe("not-permitted");
  expect(await find(KEY, "799999999999999999")).toBe("not-permitted");
  server.fault("history", { kind: "status", status: 500 });
  expect(await find()).toBe("unreachable");
  server.fault("history", { kind: "drop" });
  expect(await find()).toBe("unreachable");
});

test("a person is told in a direct conversation", async () => {
  const result = await discord.directMessage(ADA, MESSAGE, KEY);
  expect(result).toMatchObject({ kind: "posted", post: { channel: posted()[0]?.channel } });
  expect(server.state.channels.get(posted()[0]?.channel ?? "")?.kind).toBe("direct");
});
