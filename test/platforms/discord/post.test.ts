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
  if (platform === undefined) throw new Error("Discord is not configured");
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
// A minute before the tests: from when on `findPost` looks.
const since = new Date(Date.now() - 60_000);
const find = (key = KEY, channel = CHANNEL) => discord.findPost(channel, key, since);

test("a post appears in the channel, and the result has its link", async () => {
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

const codes: readonly (readonly [number, number, object])[] = [
  [20_028, 400, { kind: "limited" }],
  [20_029, 400, { kind: "limited" }],
  [40_003, 400, { kind: "limited" }],
  [40_004, 403, { kind: "limited" }],
  [40_062, 400, { kind: "limited" }],
  [130_000, 400, { kind: "limited" }],
  [40_058, 400, { kind: "closed", scope: "channel" }],
  [50_024, 400, { kind: "closed", scope: "channel" }],
  [50_278, 400, { kind: "closed", scope: "channel" }],
];

test.each(codes)(
  "refused with the code %i (status %i) a post is tried later, or not before somebody acts",
  async (code, status, expected) => {
    server.fault("post", { kind: "status", status, body: { code, message: "No" } });
    expect(await post()).toMatchObject(expected);
  },
);

const nonsense: readonly (readonly [string, Fault])[] = [
  ["a page", { kind: "text", status: 200, type: "text/html", text: "<p>Welcome</p>", accepted: true }],
  ["nothing", { kind: "text", status: 200, type: "application/json", text: "null", accepted: true }],
];

test.each(nonsense)("a post that is confirmed with %s is of unknown outcome", async (_, fault) => {
  server.fault("post", fault);
  expect(await post()).toMatchObject({ kind: "unknown" });
});

test("a post whose confirmation has no end is of unknown outcome", async () => {
  server.fault("post", { kind: "drip", accepted: true });
  expect(await post()).toMatchObject({ kind: "unknown" });
});

test.each([null, "0", "-5", "soon"])(
  "a rate limit with Retry-After %j is one of a second at least",
  async (retryAfter) => {
    server.fault("post", { kind: "limited", seconds: 0, retryAfter });
    const result = await post();
    expect(result).toMatchObject({ kind: "limited" });
    expect(result.kind === "limited" && result.seconds).toBeGreaterThanOrEqual(1);
  },
);

test("before the gateway is connected a post can be made, and is looked for later", async () => {
  await discord.stop();
  const deps = { prefix: "", log: silentLog, ended: () => undefined };
  const unconnected = createDiscord(environmentFor(server), deps);
  expect(await unconnected?.post(CHANNEL, MESSAGE, KEY)).toMatchObject({ kind: "posted" });
  expect(await unconnected?.findPost(CHANNEL, KEY, since)).toBe("unreachable");
});

test.each(results)("%s is reported as such, and nothing is tried twice", async (_, fault, expected) => {
  server.fault("post", fault);
  expect(await post()).toMatchObject(expected as object);
  expect(server.state.requests.filter(({ route }) => route === "post")).toHaveLength(1);
});

test("after a refused token the next post is tried with the token again", async () => {
  server.fault("post", { kind: "status", status: 401, body: { code: 0, message: "401: Unauthorized" } });
  await post();
  expect(await post()).toMatchObject({ kind: "posted" });
});

test("a request that hangs is abandoned, its outcome unknown", { timeout: 30_000 }, async () => {
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
  // The first request may still use a connection that is being closed.
  await post();
  expect(await post()).toMatchObject({ kind: "limited" });
});

test("of six posts in a row the sixth is reported as rate limited, not delayed", async () => {
  for (let count = 0; count < 5; count++)
    expect(await discord.post(CHANNEL, MESSAGE, `key-${count}`)).toMatchObject({ kind: "posted" });
  expect(await discord.post(CHANNEL, MESSAGE, "key-5")).toMatchObject({ kind: "limited" });
});

test.each([true, false])(
  "a post whose answer was lost is found again; nonce in history: %s",
  async (hasNonce) => {
    server.state.nonceInHistory = hasNonce;
    server.fault("post", { kind: "drop", accepted: true });
    await post();
    expect(await find()).toMatchObject({ channel: CHANNEL, message: posted()[0]?.id });
    expect(await find("another-key")).toBe("absent");
  },
);

test("a post is found behind more than a page of other messages", async () => {
  for (let count = 0; count < 120; count++) say(server, `message ${count}`);
  await post();
  for (let count = 0; count < 120; count++) say(server, `message ${count}`);
  expect(await find()).toMatchObject({ message: posted()[0]?.id });
  expect(await find("another-key")).toBe("absent");
});

test("a post is found among the newest even if it is looked for from a time that is still to come; older pages are left alone", async () => {
  const inAnHour = new Date(Date.now() + 60 * 60_000);
  await post();
  expect(await discord.findPost(CHANNEL, KEY, inAnHour)).toMatchObject({ message: posted()[0]?.id });
  expect(await discord.findPost(CHANNEL, "another-key", inAnHour)).toBe("absent");
  for (let count = 0; count < 120; count++) say(server, `message ${count}`);
  expect(await discord.findPost(CHANNEL, KEY, inAnHour)).toBe("absent");
});

test("in a direct conversation a post is found as well", async () => {
  await discord.post(DIRECT, MESSAGE, KEY);
  await discord.stop();
  discord = await connect();
  expect(await find(KEY, DIRECT)).toMatchObject({ channel: DIRECT, message: posted()[0]?.id });
});

test("without permission to read history a post cannot be looked for; after an outage it has to be looked for again", async () => {
  expect(await find(KEY, CLOSED)).toBe("not-permitted");
  expect(await find(KEY, "799999999999999999")).toBe("not-permitted");
  server.fault("history", { kind: "status", status: 500 });
  expect(await find()).toBe("unreachable");
  server.fault("history", { kind: "drop" });
  expect(await find()).toBe("unreachable");
});

test("a message to a person is a direct message", async () => {
  const result = await discord.directMessage(ADA, MESSAGE, KEY);
  expect(result).toMatchObject({ kind: "posted", post: { channel: posted()[0]?.channel } });
  expect(server.state.channels.get(posted()[0]?.channel ?? "")?.kind).toBe("direct");
});
