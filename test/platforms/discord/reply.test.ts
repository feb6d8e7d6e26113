// Every answer comes to an end: it is delivered once, or its asker is told, whatever Discord's API does.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { plain } from "#domain/message.ts";
import type { Invocation } from "#domain/platform.ts";
import { createDiscord } from "#platforms/discord/connect.ts";
import { mention, press, say, slashCommand } from "#test/support/fakes/discord/payloads.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import { ADA, CHANNEL, DIRECT, type Fault } from "#test/support/fakes/discord/state.ts";
import { silentLog } from "#test/support/log.ts";
import { type Fixture, openFixture } from "./fixture.ts";
import { environmentFor } from "./harness.ts";

const TIMEOUT = 60_000;
const QUESTION = "What would be a red line for Iran's parliament?";
const ANSWER = /para\. 4 of 17/u;
const LIMITED =
  "The platform accepts no more posts there for now. Please ask again in a few minutes. (Log entry: 7f3a)";
const UNCERTAIN =
  "Your answer may not have arrived. If you don't see it, please ask again. (Log entry: 7f3a)";

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(async () => {
  expect(fixture.server.state.violations).toEqual([]);
  await fixture.close();
});

const until = (condition: () => boolean) => fixture.server.until(condition, TIMEOUT);
const requestsOf = (route: string) =>
  fixture.server.state.requests.filter((request) => request.route === route);
const answers = () => fixture.posted().filter((message) => ANSWER.test(readMessage(message).words));
const told = (words: string) =>
  fixture.posted().filter((message) => readMessage(message).words.includes(words));

const WAYS = [
  ["command", "edit", () => slashCommand(fixture.server, "ask", { question: QUESTION })],
  ["mention", "post", () => mention(fixture.server, QUESTION)],
] as const;

async function pressContext(): Promise<void> {
  mention(fixture.server, QUESTION);
  await until(() => answers().length === 1);
  const [answer] = answers();
  if (answer === undefined) throw new Error("nothing was posted");
  press(fixture.server, answer, "context?reference=y5mvy7ff&ordinal=4");
}

describe("however a rate limit is told, there is at least a second between two tries:", () => {
  const headers: readonly (readonly [string, string | null])[] = [
    ["without Retry-After", null],
    ["zero", "0"],
    ["negative", "-5"],
    ["a word", "soon"],
    ["more than any number", "1e999"],
  ];

  test.each(headers)("%s", { timeout: TIMEOUT }, async (_, retryAfter) => {
    const fault: Fault = { kind: "limited", seconds: 0, retryAfter };
    for (const [, route] of WAYS) fixture.server.fault(route, fault);
    fixture.server.fault("callback", fault);
    for (const [, , ask] of WAYS) ask();
    await until(() => answers().length === 2);
    for (const route of ["edit", "post", "callback"]) {
      const [first, second, ...others] = requestsOf(route).map(({ at }) => at);
      expect(Number(second) - Number(first), route).toBeGreaterThanOrEqual(1000);
      expect(others, route).toEqual([]);
    }
  });

  test.each(WAYS)("after four tries at a %s's answer the asker is told directly", async (_, route, ask) => {
    fixture.server.fault(route, { kind: "limited", seconds: 0, retryAfter: null }, 4);
    ask();
    await until(() => told(LIMITED).length === 1);
    expect(told(LIMITED)[0]?.channel).toBe(DIRECT);
    expect(requestsOf(route).filter(({ path }) => !path.includes(DIRECT))).toHaveLength(4);
    expect(answers()).toEqual([]);
  });
});

describe("a rate limit that is longer than people wait", () => {
  test.each(WAYS)("is told at once and directly to the asker of a %s", async (_, route, ask) => {
    fixture.server.fault(route, { kind: "limited", seconds: 36_000 });
    ask();
    await until(() => told(LIMITED).length === 1);
    expect(told(LIMITED)[0]?.channel).toBe(DIRECT);
    expect(fixture.log).toContainEqual(expect.objectContaining({ event: "invocation.failed", id: "7f3a" }));
    // Nothing of it is left behind that a stop would wait for.
    await fixture.discord.stop();
  });

  test("is told to whoever pressed a button", async () => {
    await pressContext();
    fixture.server.fault("follow up", { kind: "limited", seconds: 36_000 });
    await until(() => told(LIMITED).length === 1);
  });
});

test("more mentions in a channel than Discord lets through at once are all answered, in their order", {
  timeout: TIMEOUT,
}, async () => {
  const asked = Array.from({ length: 13 }, () => mention(fixture.server, QUESTION).payload.id);
  await until(() => answers().length === asked.length);
  expect(answers().map(({ replyTo }) => replyTo)).toEqual(asked);
  expect(requestsOf("post"), "no request is spent on finding out").toHaveLength(asked.length);
});

describe("an answer whose confirmation never ends, or is none of Discord's, is delivered once:", () => {
  const faults: readonly (readonly [string, Fault])[] = [
    ["a body without an end", { kind: "drip", accepted: true }],
    ["a page", { kind: "text", status: 200, type: "text/html", text: "<p>Welcome</p>", accepted: true }],
    ["nothing", { kind: "text", status: 200, type: "application/json", text: "null", accepted: true }],
    ["half", { kind: "text", status: 200, type: "application/json", text: "{", accepted: true }],
    ["an error of a proxy", { kind: "status", status: 502, accepted: true }],
  ];

  test.each(faults)("%s", { timeout: TIMEOUT }, async (_, fault) => {
    for (const [, route] of WAYS) fixture.server.fault(route, fault);
    for (const [, , ask] of WAYS) ask();
    await until(() => requestsOf("edit").length === 2 && requestsOf("post").length === 2);
    await until(() => answers().length === 2);
    expect(fixture.posted()).toHaveLength(2);
    expect(told(UNCERTAIN)).toEqual([]);
  });

  test.each(faults)(
    "and after a button, where a repeat would show, its asker is told: %s",
    {
      timeout: TIMEOUT,
    },
    async (_, fault) => {
      fixture.server.fault("follow up", fault);
      await pressContext();
      await until(() => told(UNCERTAIN).length === 1);
      expect(requestsOf("follow up")).toHaveLength(2);
    },
  );
});

test("an acknowledgement that hangs at its body does not keep the answer", { timeout: TIMEOUT }, async () => {
  fixture.server.fault("callback", { kind: "drip", accepted: true });
  slashCommand(fixture.server, "ask", { question: QUESTION });
  await until(() => answers().length === 1);
});

test("answers that are due while Discord is away for some seconds are given once when it is back", {
  timeout: TIMEOUT,
}, async () => {
  for (const [, route] of WAYS) {
    fixture.server.fault(route, { kind: "drop" }, 2);
    fixture.server.fault(route, { kind: "status", status: 503 });
  }
  for (const [, , ask] of WAYS) ask();
  await until(() => answers().length === 2);
  expect(fixture.posted()).toHaveLength(2);
  expect(told(UNCERTAIN)).toEqual([]);
});

const MESSAGE = {
  audience: "asker",
  summary: "It is so.",
  blocks: [{ kind: "text", runs: plain("It is so.") }],
} as const;
const MENTION: Invocation = {
  platform: "discord",
  keys: ["message:710000000000000001"],
  command: "ask",
  args: {},
  asker: { id: ADA, name: "Ada", mayManage: false },
  channel: { id: CHANNEL, kind: "channel" },
  via: "mention",
};

describe("while a reply waits for longer than a stop does, it is said that nothing was sent:", () => {
  const ask = () => String(say(fixture.server, "It is so?").payload.id);
  /** The calls of the hooks while a reply is sent. `takenOver`: another process has the request after the first try. */
  async function send(message = ask(), takenOver = false): Promise<readonly string[]> {
    const calls: string[] = [];
    await fixture.discord.sender(MENTION, { message })(MESSAGE, undefined, {
      async sending() {
        calls.push("sending");
        return !takenOver || calls.length === 1;
      },
      async waiting() {
        calls.push("waiting");
      },
    });
    return calls;
  }

  test("under a long rate limit", async () => {
    fixture.server.fault("post", { kind: "limited", seconds: 4 });
    expect(await send()).toEqual(["sending", "waiting", "sending"]);
    expect(fixture.posted()).toHaveLength(1);
  });

  test("not under a short one, which is waited out", async () => {
    fixture.server.fault("post", { kind: "limited", seconds: 1 });
    expect(await send()).toEqual(["sending", "sending"]);
  });

  test("not when it may have arrived before", { timeout: TIMEOUT }, async () => {
    fixture.server.fault("post", { kind: "drop", accepted: true });
    fixture.server.fault("post", { kind: "limited", seconds: 4 });
    expect(await send()).toEqual(["sending", "sending", "sending"]);
    expect(fixture.posted()).toHaveLength(1);
  });

  test("behind another one to the channel", async () => {
    fixture.server.fault("post", { kind: "limited", seconds: 1 });
    const [, behind] = await Promise.all([send(), send()]);
    expect(behind).toEqual(["waiting", "sending"]);
    expect(fixture.posted()).toHaveLength(2);
  });

  test("and what another process has taken over in the meantime is not sent", async () => {
    fixture.server.fault("post", { kind: "limited", seconds: 4 });
    expect(await send(ask(), true)).toEqual(["sending", "waiting", "sending"]);
    expect(fixture.posted()).toEqual([]);
  });
});

describe("a reply that another process repeats", () => {
  /** What two processes do that both send the reply: the first may have died before it knew that it had. */
  async function sendTwice(of: Invocation, address: Readonly<Record<string, string>>): Promise<void> {
    for (let count = 0; count < 2; count++) {
      const deps = { prefix: "", log: silentLog, ended: () => undefined };
      const send = createDiscord(environmentFor(fixture.server), deps)?.sender(of, address);
      await send?.(MESSAGE);
    }
  }
  const senderOf = (of: Invocation, address: Readonly<Record<string, string>>) =>
    fixture.discord.sender(of, address);

  test("to a mention stands once, within the minutes that Discord remembers the nonce", async () => {
    const question = String(mention(fixture.server, "thanks").payload.id);
    const asked = { ...MENTION, keys: [`message:${question}`] };
    await sendTwice(asked, { message: question, guildId: "600000000000000001" });
    expect(fixture.posted()).toHaveLength(1);
    expect(requestsOf("post")).toHaveLength(2);
    expect(senderOf(asked, { message: question }).repeatableFor).toBe(120_000);
  });

  test("to a command stands once, at any time", async () => {
    const { interaction } = slashCommand(fixture.server, "ask", { question: "thanks" });
    await until(() => fixture.server.state.messages.some(({ deleted }) => deleted));
    for (const stored of fixture.server.state.messages) stored.deleted = false;
    const asked: Invocation = { ...MENTION, keys: [`interaction:${interaction.id}`], via: "command" };
    const address = { applicationId: fixture.server.state.application, token: interaction.token };
    await sendTwice(asked, address);
    expect(fixture.posted().filter(({ deleted }) => !deleted)).toHaveLength(1);
    expect(senderOf(asked, address).repeatableFor).toBe(Number.POSITIVE_INFINITY);
  });

  test("to a button would stand twice, and is said not to be repeatable", () => {
    const address = { applicationId: fixture.server.state.application, token: "a-token" };
    expect(senderOf({ ...MENTION, via: "button" }, address).repeatableFor).toBeUndefined();
  });
});
