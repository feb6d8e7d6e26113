import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { createDiscord } from "#platforms/discord/connect.ts";
import { directMessage, mention, slashCommand } from "#test/support/fakes/discord/payloads.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import { silentLog } from "#test/support/log.ts";
import { botOn, type Fixture, openFixture } from "./fixture.ts";
import { environmentFor } from "./harness.ts";

const TIMEOUT = 60_000;
// In milliseconds: several attempts to reconnect, and longer than a reconnect takes when nothing prevents it.
const OUTAGE = 3_000;
const RECONNECT_TIME = 1_500;
const QUESTION = "What would be a red line for Iran's parliament?";
const ANSWER = /para\. 4 of 17/u;

let fixture: Fixture | undefined;
afterEach(async () => {
  await fixture?.close();
  expect(fixture?.server.state.violations ?? []).toEqual([]);
  fixture = undefined;
});

async function open(...args: Parameters<typeof openFixture>): Promise<Fixture> {
  fixture = await openFixture(...args);
  return fixture;
}

/** A question that is asked now gets its answer. */
async function expectServed({ server, discord, posted, words }: Fixture): Promise<void> {
  await server.until(() => discord.status() === "serving", TIMEOUT);
  const before = posted().length;
  mention(server, QUESTION);
  await server.until(() => posted().length > before && ANSWER.test(words()), TIMEOUT);
}

describe("a connection that Discord ends is reconnected:", () => {
  test("dropped without a close frame, it is resumed, and what was missed is answered once", async () => {
    const one = await open();
    one.server.gateway.drop();
    await one.server.until(() => one.discord.status() === "disconnected");
    mention(one.server, QUESTION);
    await one.server.until(() => one.posted().length === 1, TIMEOUT);
    expect(one.server.gateway.count).toMatchObject({ identifies: 1, resumes: 1 });
    await expectServed(one);
    expect(one.posted()).toHaveLength(2);
  });

  test("asked to reconnect (op 7), it is resumed", { timeout: TIMEOUT }, async () => {
    const one = await open();
    one.server.gateway.reconnect();
    await one.server.until(() => one.server.gateway.count.resumes === 1, TIMEOUT);
    await expectServed(one);
  });

  test("invalidated (op 9), a new session is started", { timeout: TIMEOUT }, async () => {
    const one = await open();
    one.server.gateway.invalidate(false);
    await one.server.until(() => one.server.gateway.count.identifies === 2, TIMEOUT);
    await expectServed(one);
  });

  test("invalidated but resumable (op 9), it is resumed", { timeout: TIMEOUT }, async () => {
    const one = await open();
    one.server.gateway.invalidate(true);
    await one.server.until(() => one.server.gateway.count.resumes === 1, TIMEOUT);
    await expectServed(one);
  });

  test("a connection without acknowledged heartbeats is given up, and what it missed is answered", async () => {
    const one = await open({}, { heartbeat: 300 });
    one.server.gateway.freeze();
    mention(one.server, QUESTION);
    await one.server.until(() => one.posted().length === 1, TIMEOUT);
    expect(one.server.gateway.count.resumes).toBe(1);
  });

  test.each([4000, 4001, 4002, 4008, 4009])(
    "closed with %i, it is reconnected",
    { timeout: TIMEOUT },
    async (code) => {
      const one = await open();
      one.server.gateway.close(code);
      await one.server.until(() => one.discord.status() === "disconnected");
      await expectServed(one);
      expect(one.ends).toEqual([]);
    },
  );

  test("after an outage of some seconds it is reconnected", { timeout: TIMEOUT }, async () => {
    const one = await open();
    one.server.outage(true);
    await one.server.until(() => one.discord.status() === "disconnected");
    await sleep(OUTAGE);
    expect(one.discord.status()).toBe("disconnected");
    one.server.outage(false);
    await expectServed(one);
  });
});

describe("a connection that Discord closes for good ends the platform with the remedy:", () => {
  const remedies = [
    [4004, /refuses DISCORD_TOKEN/u],
    [4010, /too many servers/u],
    [4011, /too many servers/u],
    [4012, /Update Ibid/u],
    [4013, /no privileged intent/u],
    [4014, /no privileged intent/u],
  ] as const;

  test.each(remedies)("%i", async (code, remedy) => {
    const one = await open();
    one.server.gateway.close(code);
    await one.server.until(() => one.ends.length > 0);
    expect(one.ends).toEqual([expect.stringMatching(remedy)]);
    expect(one.discord.status()).toBe("stopped");
  });
});

describe("a start that cannot work is refused with the remedy:", () => {
  test("a wrong token", async () => {
    await expect(openFixture({ DISCORD_TOKEN: "wrong" })).rejects.toThrow(/refuses DISCORD_TOKEN/u);
  });

  test("a token that only the gateway refuses", async () => {
    const lateRefusal = openFixture({}, {}, ({ state }) => {
      state.isTokenReset = true;
    });
    await expect(lateRefusal).rejects.toThrow(/refuses DISCORD_TOKEN/u);
  });
});

test("without a token there is no platform", () => {
  expect(createDiscord({}, { prefix: "", log: silentLog, ended: () => undefined })).toBeUndefined();
});

test("stopped while the connection is lost, it does not reconnect", async () => {
  const one = await open();
  one.server.gateway.drop();
  await one.server.until(() => one.discord.status() === "disconnected");
  await one.discord.stop();
  await sleep(RECONNECT_TIME);
  expect(one.server.gateway.count).toMatchObject({ identifies: 1, resumes: 0 });
  expect(one.discord.status()).toBe("stopped");
});

test("stopped in mid-answer, it finishes the answer and accepts nothing new", async () => {
  const one = await open();
  one.server.fault("post", { kind: "limited", seconds: 1 });
  mention(one.server, QUESTION);
  await one.server.until(() => one.handled.length === 1);
  const stopping = one.discord.stop();
  mention(one.server, QUESTION);
  await stopping;
  expect(one.posted()).toHaveLength(1);
  expect(one.handled).toHaveLength(1);
});

test(
  "two processes side by side, as during a deploy, answer each question once",
  async () => {
    const one = await open();
    const second = createDiscord(environmentFor(one.server), {
      prefix: "",
      log: silentLog,
      ended: () => undefined,
    });
    if (second === undefined) throw new Error("Discord is not configured");
    await second.start(botOn(one.store, []));
    try {
      for (let round = 0; round < 5; round++) {
        slashCommand(one.server, "ask", { question: QUESTION });
        mention(one.server, QUESTION);
        directMessage(one.server, QUESTION);
      }
      await one.server.until(() => one.posted().length === 15, TIMEOUT);
      await second.stop();
      await one.discord.stop();
      expect(one.posted()).toHaveLength(15);
      expect(one.posted().every((message) => ANSWER.test(readMessage(message).words))).toBe(true);
      const commands = [...one.server.state.interactions.values()];
      expect(commands.every(({ answered }) => answered === 5)).toBe(true);
    } finally {
      await second.stop();
    }
  },
  TIMEOUT,
);

test("the log holds neither token nor question, whatever fails", async () => {
  const one = await open();
  one.server.fault("answer", { kind: "status", status: 400, body: { code: 50_035, message: "Invalid" } }, 6);
  slashCommand(one.server, "ask", { question: QUESTION });
  mention(one.server, QUESTION);
  await one.server.until(() => one.log.filter(({ event }) => event === "answer.lost").length === 2);
  const log = JSON.stringify(one.log);
  expect(log).not.toContain(one.server.state.token);
  for (const { token } of one.server.state.interactions.values()) expect(log).not.toContain(token);
  expect(log).not.toContain("red line");
});

// A reconnect takes half a second at least, so ten bots run at the same time.
const BOTS = 10;
const CUTS_EACH = 20;

test(`${BOTS * CUTS_EACH} lost connections lose no question`, { timeout: 240_000 }, async () => {
  const ask = async () => {
    const one = await openFixture();
    one.server.state.channelLimit = 1000;
    for (let cut = 1; cut <= CUTS_EACH; cut++) {
      mention(one.server, QUESTION);
      one.server.gateway.drop();
      await one.server.until(() => one.server.gateway.count.resumes >= cut, TIMEOUT);
    }
    await one.server.until(() => one.posted().length >= CUTS_EACH, TIMEOUT);
    const answered = one.posted().map(({ replyTo }) => replyTo);
    await one.close();
    return { answers: answered.length, questions: new Set(answered).size, bad: one.server.state.violations };
  };
  const results = await Promise.all(Array.from({ length: BOTS }, ask));
  for (const result of results) expect(result).toEqual({ answers: CUTS_EACH, questions: CUTS_EACH, bad: [] });
});
