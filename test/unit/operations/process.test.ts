// The whole process against a loopback Slack: its log, its health and metrics, and how it ends.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runWithCanaries, slackEnvironment, startCanarySlack, until } from "#test/support/canaries.ts";
import { freePort, type Run } from "#test/support/fakes/process.ts";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import { mention, slashCommand } from "#test/support/fakes/slack/payloads.ts";
import type { SlackServer } from "#test/support/fakes/slack/server.ts";
import { knowledgeWithRedReport } from "#test/support/red-report.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let slack: SlackServer;
let started: Run;
let address: string;

beforeEach(async () => {
  slack = await startCanarySlack();
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  started = runWithCanaries(["--import", "./test/support/crash.ts", "src/main.ts", "start"], {
    ...slackEnvironment(slack),
    IBID_KNOWLEDGE: knowledgeWithRedReport(),
    PORT: String(port),
  });
  await until(() => started.log.some(({ event }) => event === "process.serving"));
});

afterEach(async () => {
  started.kill("SIGKILL");
  await started.exited;
  await slack.stop();
});

const get = async (path: string) => {
  const response = await fetch(address + path);
  return { status: response.status, body: await response.text() };
};
const answered = () => slack.state.posts.length;
const acknowledged = (delivery: Delivery) => slack.until(() => delivery.ackedAfter !== undefined);
const question = "What would be a red line for Iran's parliament?";

test("one line an invocation: id, command, outcome, milliseconds, and not a word of the question", async () => {
  slashCommand(slack, "/ask", question);
  mention(slack, "who won the football world cup?");
  const repeat = slashCommand(slack, "/cite", "12");
  slack.redeliver(repeat);
  await until(() => started.log.filter(({ event }) => event === "invocation.handled").length === 4);
  started.kill("SIGTERM");
  expect(await started.exited).toBe(0);
  const handled = started.log.filter(({ event }) => event === "invocation.handled");
  expect(handled.map(({ command, outcome }) => `${command} ${outcome}`).toSorted()).toEqual([
    "ask answer",
    "ask not-found",
    "cite done",
    "cite repeat",
  ]);
  expect(handled[0]).toMatchObject({
    level: "info",
    time: expect.any(String),
    id: expect.stringMatching(/^[0-9a-f]{4}$/u),
    platform: "slack",
    via: expect.any(String),
    milliseconds: expect.any(Number),
  });
  expect(started.output()).not.toMatch(/parliament|football|red line/iu);
});

test("health and metrics answer; a platform that is disconnected is not ready", async () => {
  slashCommand(slack, "/ask", question);
  await until(() => answered() === 1);
  expect(await get("/healthz")).toEqual({ status: 200, body: "alive\n" });
  const ready = await get("/readyz");
  expect({ status: ready.status, ...JSON.parse(ready.body) }).toEqual({
    status: 200,
    ready: true,
    checks: [
      { name: "process", ready: true, state: "running" },
      // One of them is hidden: readiness is for whoever runs Ibid.
      { name: "reports", ready: true, state: "2 loaded" },
      { name: "store", ready: true, state: "writable" },
      { name: "slack", ready: true, state: "serving" },
    ],
  });
  expect(started.log).toContainEqual(
    expect.objectContaining({ event: "health.listening", host: "127.0.0.1" }),
  );
  const { body } = await get("/metrics");
  expect(body).toContain('ibid_invocations_total{platform="slack",command="ask",outcome="answer"} 1');
  expect(body).toMatch(/ibid_invocation_seconds_count\{platform="slack",command="ask"\} 1/u);
  expect(body).toContain('ibid_platform_serving{platform="slack"} 1');
  expect((await get("/secrets")).status).toBe(404);
  expect((await fetch(`${address}/healthz`, { method: "POST" })).status).toBe(405);
  slack.outage(true);
  await until(async () => (await get("/readyz")).status === 503);
  expect((await get("/readyz")).body).toContain(
    '{"name":"slack","ready":false,"state":"disconnected","reason":"the log says why"}',
  );
  expect((await get("/healthz")).status).toBe(200);
  slack.outage(false);
  await until(async () => (await get("/readyz")).status === 200);
});

test("an unhandled rejection is logged and counted, and the next question is answered", async () => {
  started.kill("SIGUSR2");
  await until(() => started.log.some(({ event }) => event === "process.unhandled-rejection"));
  slashCommand(slack, "/ask", question);
  await until(() => answered() === 1);
  expect((await get("/metrics")).body).toContain('ibid_unhandled_total{kind="rejection"} 1');
  started.kill("SIGTERM");
  expect(await started.exited).toBe(0);
  expect(started.output()).toContain("rejected (secret) (secret)");
});

test("an uncaught exception ends the process with 1, after it has finished what it had begun", async () => {
  await acknowledged(slashCommand(slack, "/ask", question));
  started.kill("SIGHUP");
  expect(await started.exited).toBe(1);
  expect(answered()).toBe(1);
  expect(started.log).toContainEqual(
    expect.objectContaining({ event: "process.uncaught-exception", level: "error" }),
  );
  expect(started.output()).toContain("thrown (secret) (secret)");
});

test("a stop loses nothing: what was acknowledged is answered first", async () => {
  const asked = Array.from({ length: 9 }, (_, i) =>
    slashCommand(slack, "/ask", question, { user: `U${i + 10}` }),
  );
  await Promise.all(asked.map(acknowledged));
  started.kill("SIGTERM");
  expect(await started.exited).toBe(0);
  expect(answered()).toBe(9);
});

test("a stopping process is not ready, and a second signal ends it at once", async () => {
  slack.fault("response_url", { kind: "hang" }, 1);
  await acknowledged(slashCommand(slack, "/ask", question));
  started.kill("SIGTERM");
  await until(() => started.log.some(({ event }) => event === "process.stopping"));
  expect((await get("/readyz")).body).toContain('{"name":"process","ready":false,"state":"stopping"}');
  started.kill("SIGTERM");
  expect(await started.exited).toBe(1);
});

test("an answer that never ends is abandoned within ten seconds", async () => {
  slack.fault("response_url", { kind: "hang" }, 2);
  await acknowledged(slashCommand(slack, "/ask", question));
  started.kill("SIGTERM");
  expect(await started.exited).toBe(1);
  expect(started.log).toContainEqual(expect.objectContaining({ event: "process.stop-timeout" }));
}, 30_000);
