// Slack is away, at the start and later. Only a refusal of a token ends the platform.
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigError } from "#domain/errors.ts";
import { freePort } from "#test/support/fakes/process.ts";
import { mention } from "#test/support/fakes/slack/payloads.ts";
import type { Fault } from "#test/support/fakes/slack/state.ts";
import { ANSWER, type OpenSlack, openSlack, QUESTION } from "./fixture.ts";

const TIMEOUT = 90_000;

let one: OpenSlack;
let rejections: unknown[];
const onRejection = (reason: unknown) => rejections.push(reason);

beforeEach(async () => {
  one = await openSlack();
  rejections = [];
  process.on("unhandledRejection", onRejection);
  return () => process.off("unhandledRejection", onRejection);
});

afterEach(async () => {
  await one.close();
  expect(rejections).toEqual([]);
}, TIMEOUT);

const connectionLines = () =>
  one.log.filter(({ event }) => event === "platform.disconnected" || event === "platform.connected");
const requests = () => one.server.state.requests.length;

async function expectAnswered(): Promise<void> {
  const before = one.words().length;
  mention(one.server, QUESTION);
  await one.server.until(() => one.words().length > before);
  expect(one.words().at(-1)).toContain(ANSWER);
}

test(
  "while nobody answers at Slack's address the start waits and says why once; when Slack is there it serves by itself",
  async () => {
    one.server.outage(true);
    const started = one.start();
    await one.server.until(() => connectionLines().length > 0);
    // Several more tries.
    await sleep(2_000);
    expect(one.slack.status()).toBe("starting");
    expect(connectionLines()).toEqual([
      expect.objectContaining({ event: "platform.disconnected", level: "warn", reason: expect.any(String) }),
    ]);
    one.server.outage(false);
    await started;
    expect(one.slack.status()).toBe("serving");
    expect(connectionLines().slice(1)).toEqual([
      { event: "platform.connected", level: "info", platform: "slack" },
    ]);
    await expectAnswered();
    expect(one.log.filter(({ event }) => event === "slack.client")).toEqual([]);
  },
  TIMEOUT,
);

const away: readonly (readonly [string, string, Fault])[] = [
  ["a server error", "auth.test", { kind: "status", status: 503 }],
  ["a page of HTML", "auth.test", { kind: "body", body: "<html>Maintenance</html>" }],
  ["a network that Slack does not allow", "auth.test", { kind: "error", error: "accesslimited" }],
  ["a rate limit", "auth.test", { kind: "ratelimited", retryAfter: 1 }],
  ["a rate limit that names no time", "apps.connections.open", { kind: "ratelimited" }],
  ["a negative rate limit", "apps.connections.open", { kind: "ratelimited", retryAfter: -5 }],
  ["a failure inside Slack", "apps.connections.open", { kind: "error", error: "internal_error" }],
  ["a connection that breaks", "apps.connections.open", { kind: "drop-before" }],
  ["a request that hangs", "apps.connections.open", { kind: "hang" }],
  ["a body that never ends", "apps.connections.open", { kind: "drip" }],
];

test.each(away)(
  "%s at the start is waited out",
  async (_, method, fault) => {
    one.server.fault(method, fault, fault.kind === "hang" || fault.kind === "drip" ? 1 : 2);
    await one.start();
    expect(one.slack.status()).toBe("serving");
    expect(connectionLines().map(({ event }) => event)).toEqual([
      "platform.disconnected",
      "platform.connected",
    ]);
  },
  TIMEOUT,
);

test(
  "one kind of failure after the other is waited out, at the start and later",
  async () => {
    const fail = () => {
      for (const [, method, fault] of away.slice(4, 8)) one.server.fault(method, fault);
    };
    fail();
    await one.start();
    const before = one.server.connected();
    fail();
    one.server.drop();
    await one.server.until(() => one.server.connected() > before, TIMEOUT);
    await expectAnswered();
  },
  TIMEOUT,
);

test(
  "a connection without a greeting is given up, and the next one serves",
  async () => {
    one.server.state.socket = "silent";
    const started = one.start();
    await one.server.until(() => one.server.connected() === 1);
    one.server.state.socket = "greets";
    await started;
    expect(one.slack.status()).toBe("serving");
  },
  TIMEOUT,
);

test(
  "a connection that is always closed at once is opened less and less often, and that is in the log",
  async () => {
    one.server.state.socket = "closes";
    await one.start();
    await sleep(4_000);
    // The pauses are at least 0.25, 0.5, 1, 2 and 4 seconds.
    expect(one.server.connected()).toBeLessThanOrEqual(5);
    expect(connectionLines()[0]).toMatchObject({ reason: expect.stringContaining("closed as soon as") });
    one.server.state.socket = "greets";
    const before = one.server.connected();
    await one.server.until(() => one.server.connected() > before && one.slack.status() === "serving");
    await expectAnswered();
  },
  TIMEOUT,
);

test.each([
  ["auth.test", "invalid_auth", "SLACK_BOT_TOKEN"],
  ["auth.test", "account_inactive", "SLACK_BOT_TOKEN"],
  ["auth.test", "token_revoked", "SLACK_BOT_TOKEN"],
  ["auth.test", "not_authed", "SLACK_BOT_TOKEN"],
  ["apps.connections.open", "invalid_auth", "SLACK_APP_TOKEN"],
  ["apps.connections.open", "not_allowed_token_type", "SLACK_APP_TOKEN"],
])("%s refused with %s ends the start, with the variable and the code", async (method, error, variable) => {
  one.server.fault(method, { kind: "error", error });
  const started = one.start();
  await expect(started).rejects.toThrow(ConfigError);
  await expect(started).rejects.toThrow(`Slack refuses ${variable} (${error})`);
  expect(one.slack.status()).toBe("stopped");
  const before = requests();
  await sleep(1_000);
  expect(requests()).toBe(before);
  expect(one.ended).toEqual([]);
});

test(
  "a token that is refused later ends the platform, after it has served through an outage",
  async () => {
    await one.start();
    one.server.outage(true);
    await one.server.until(() => one.slack.status() === "disconnected" && connectionLines().length > 0);
    await sleep(1_500);
    expect(connectionLines()).toHaveLength(1);
    expect(one.ended).toEqual([]);
    one.server.fault("apps.connections.open", { kind: "error", error: "invalid_auth" });
    one.server.outage(false);
    await one.server.until(() => one.ended.length > 0);
    expect(one.ended).toEqual([expect.stringContaining("Slack refuses SLACK_APP_TOKEN (invalid_auth)")]);
    expect(one.slack.status()).toBe("stopped");
  },
  TIMEOUT,
);

test(
  "a stop while Slack is away ends the tries, and the start is never over",
  async () => {
    one.server.outage(true);
    let isStarted = false;
    void one.start().then(() => {
      isStarted = true;
    });
    await one.server.until(() => connectionLines().length > 0);
    await one.slack.stop();
    expect(one.slack.status()).toBe("stopped");
    one.server.outage(false);
    await sleep(2_000);
    expect(requests()).toBe(0);
    expect(isStarted).toBe(false);
  },
  TIMEOUT,
);

test(
  "a stop while a request to Slack hangs does not wait for it",
  async () => {
    one.server.fault("apps.connections.open", { kind: "hang" });
    void one.start();
    await one.server.until(() => requests() === 2);
    await one.slack.stop();
    await sleep(1_000);
    expect(one.server.connected()).toBe(0);
  },
  TIMEOUT,
);

test("a network failure is named by its code, in the log and by the doctor", async () => {
  const addresses: readonly (readonly [string, RegExp])[] = [
    [`http://127.0.0.1:${await freePort()}/api/`, /: ECONNREFUSED$/u],
    ["http://slack.invalid/api/", /: (?:ENOTFOUND|EAI_AGAIN)$/u],
  ];
  for (const [SLACK_API_URL, code] of addresses) {
    const other = await openSlack({ SLACK_API_URL });
    void other.start();
    await other.server.until(() => other.log.some(({ event }) => event === "platform.disconnected"));
    expect(other.log.find(({ event }) => event === "platform.disconnected")?.reason).toMatch(code);
    const diagnosis = await other.slack.diagnose?.();
    expect(diagnosis?.results[0]?.message.replace(/\)$/u, "")).toMatch(code);
    await other.close();
  }
});
