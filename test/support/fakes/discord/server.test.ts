// The fake Discord refuses what the real one refuses: against a server that accepts everything, the other tests would
// prove nothing.
import { PermissionFlagsBits as Can } from "discord.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LIMITS } from "#platforms/discord/limits.ts";
import { describedProblems, isDescribed } from "./openapi.ts";
import { slashCommand } from "./payloads.ts";
import { type DiscordServer, startDiscord } from "./server.ts";
import { CHANNEL, CLOSED, type Interaction, type Json } from "./state.ts";

let server: DiscordServer;
beforeEach(async () => {
  server = await startDiscord();
});
afterEach(() => server.stop());

async function call(method: string, path: string, body?: unknown, token = server.state.token) {
  const response = await fetch(`${server.url}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: Json = text === "" ? {} : JSON.parse(text);
  return { status: response.status, code: answer.code, answer, headers: response.headers };
}

const post = (body: Json, channel = CHANNEL) => call("POST", `/channels/${channel}/messages`, body);
const V2 = 32_768;
const text = (content: string): Json => ({ type: 10, content });
const button = (id: string, label = "x"): Json => ({ type: 2, style: 2, custom_id: id, label });
const row = (...components: readonly Json[]): Json => ({ type: 1, components });
const buttons = (count: number) => Array.from({ length: count }, (_, index) => button(`id${index}`));

const malformed: readonly (readonly [string, Json])[] = [
  ["content of 2,001 characters", { content: "x".repeat(2001) }],
  [
    "embeds of 6,001 characters",
    { embeds: [{ description: "x".repeat(4000) }, { description: "x".repeat(2001) }] },
  ],
  ["a field that does not exist", { content: "x", contnet: "y" }],
  [
    "41 components, nested ones counted",
    {
      flags: V2,
      components: Array(7)
        .fill(0)
        .map((_, index) =>
          row(...buttons(5).map((one) => ({ ...one, custom_id: `${index}${String(one.custom_id)}` }))),
        ),
    },
  ],
  ["components with content", { flags: V2, content: "x", components: [text("y")] }],
  ["text without the flag of components", { components: [text("x")] }],
  [
    "4,001 characters over all texts",
    { flags: V2, components: [text("x".repeat(2001)), text("y".repeat(2000))] },
  ],
  ["text of spaces", { flags: V2, components: [text("  \n ")] }],
  ["a custom id of 101 characters", { content: "x", components: [row(button("x".repeat(101)))] }],
  ["a custom id twice", { content: "x", components: [row(button("a"), button("a"))] }],
  ["a label of 81 characters", { content: "x", components: [row(button("a", "x".repeat(81)))] }],
  ["six buttons in a row", { content: "x", components: [row(...buttons(6))] }],
  ["six rows", { content: "x", components: buttons(6).map((one) => row(one)) }],
  ["a nonce of 26 characters", { content: "x", nonce: "x".repeat(26) }],
  ["an enforced nonce that is missing", { content: "x", enforce_nonce: true }],
  ["a private message in a channel", { content: "x", flags: 64 }],
  ["nothing at all", {}],
];

test.each(malformed)("%s is refused as malformed", async (_, body) => {
  expect(await post(body)).toMatchObject({ status: 400, code: 50_035 });
  expect(server.state.violations).not.toEqual([]);
  expect(server.state.messages).toEqual([]);
});

test("a missing token, channel or permission has its own error", async () => {
  expect(await call("POST", `/channels/${CHANNEL}/messages`, { content: "x" }, "wrong")).toMatchObject({
    status: 401,
  });
  expect(await post({ content: "x" }, "799999999999999999")).toMatchObject({ status: 404, code: 10_003 });
  expect(await post({ content: "x" }, CLOSED)).toMatchObject({ status: 403, code: 50_001 });
  const channel = server.state.channels.get(CHANNEL);
  if (channel !== undefined) channel.denied = Can.SendMessages;
  expect(await post({ content: "x" })).toMatchObject({ status: 403, code: 50_013 });
  if (channel !== undefined) channel.denied = Can.ReadMessageHistory;
  const reply = { content: "x", message_reference: { message_id: "1" } };
  expect(await post(reply)).toMatchObject({ status: 400, code: 160_002 });
});

test("a request without a route is a violation", async () => {
  expect(await call("GET", "/users/@me/connections")).toMatchObject({ status: 404 });
  expect(server.state.violations).toEqual(["no route GET /users/@me/connections"]);
});

test("the same enforced nonce returns the first message; without enforcement it posts again", async () => {
  const first = await post({ content: "x", nonce: "n", enforce_nonce: true });
  expect((await post({ content: "y", nonce: "n", enforce_nonce: true })).answer.id).toBe(first.answer.id);
  await post({ content: "x", nonce: "n" });
  expect(server.state.messages).toHaveLength(2);
  const now = server.state.now();
  server.state.now = () => now + 10 * 60_000;
  await post({ content: "x", nonce: "n", enforce_nonce: true });
  expect(server.state.messages).toHaveLength(3);
});

test("the sixth post in five seconds has to wait, and the headers have the time", async () => {
  for (let count = 0; count < 5; count++) expect((await post({ content: "x" })).status).toBe(200);
  const { status, headers, answer } = await post({ content: "x" });
  expect(status).toBe(429);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(headers.get("x-ratelimit-remaining")).toBe("0");
  expect(answer).toMatchObject({ global: false, retry_after: expect.any(Number) });
});

describe("an interaction", () => {
  let interaction: Interaction;
  beforeEach(() => {
    interaction = slashCommand(server, "ask", {}).interaction;
  });
  const callback = (body: Json) =>
    call("POST", `/interactions/${interaction.id}/${interaction.token}/callback`, body);
  const later = (milliseconds: number) => {
    const now = server.state.now();
    server.state.now = () => now + milliseconds;
  };
  const webhook = () => `/webhooks/${server.state.application}/${interaction.token}`;

  test("is answered once, within three seconds", async () => {
    expect(await callback({ type: 5, data: { flags: 64 } })).toMatchObject({ status: 204 });
    expect(await callback({ type: 5 })).toMatchObject({ status: 400, code: 40_060 });
    interaction = slashCommand(server, "ask", {}).interaction;
    later(3001);
    expect(await callback({ type: 5 })).toMatchObject({ status: 404, code: 10_062 });
  });

  test("accepts no further message before it is acknowledged, nor after fifteen minutes", async () => {
    expect(await call("POST", webhook(), { content: "x" })).toMatchObject({ status: 404 });
    await callback({ type: 5 });
    expect(await call("PATCH", `${webhook()}/messages/@original`, { content: "x" })).toMatchObject({
      status: 200,
    });
    later(15 * 60_000 + 1);
    expect(await call("PATCH", `${webhook()}/messages/@original`, { content: "y" })).toMatchObject({
      status: 401,
      code: 50_027,
    });
  });

  test("that was deferred in private stays private: the next message replaces the deferral", async () => {
    await callback({ type: 5, data: { flags: 64 } });
    await call("POST", webhook(), { content: "x" });
    expect(server.state.messages).toHaveLength(1);
    expect(server.state.messages[0]).toMatchObject({ content: "x", onlyFor: interaction.user });
  });

  test("that does not exist is unknown", async () => {
    interaction = { ...interaction, token: "x" };
    expect(await callback({ type: 5 })).toMatchObject({ status: 404, code: 10_062 });
  });
});

const boundaries: readonly (readonly [string, number, (length: number) => Json])[] = [
  ["text", LIMITS.messageCharacters, (length) => ({ flags: V2, components: [text("x".repeat(length))] })],
  [
    "button id",
    LIMITS.buttonId,
    (length) => ({ content: "x", components: [row(button("x".repeat(length)))] }),
  ],
  [
    "label",
    LIMITS.buttonLabel,
    (length) => ({ content: "x", components: [row(button("a", "x".repeat(length)))] }),
  ],
  ["nonce", LIMITS.nonce, (length) => ({ content: "x", nonce: "x".repeat(length) })],
  ["row", LIMITS.rowButtons, (length) => ({ content: "x", components: [row(...buttons(length))] })],
];

test.skipIf(!isDescribed).each(boundaries)(
  "Discord's own description sets the same limit on a %s (IBID_SPECS)",
  (_, limit, make) => {
    const problems = (length: number) =>
      describedProblems("POST", `/channels/${CHANNEL}/messages`, make(length));
    expect(problems(limit)).toEqual([]);
    expect(problems(limit + 1)).not.toEqual([]);
  },
);
