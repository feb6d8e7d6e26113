// The whole process whose platforms refuse it, or that is told to stop while it starts.
import { expect, test, vi } from "vitest";
import { runWithCanaries, slackEnvironment, startCanarySlack, until } from "#test/support/canaries.ts";
import { freePort } from "#test/support/fakes/process.ts";

vi.setConfig({ testTimeout: 90_000 });

test("when the only platform refuses, the process says why in one sentence, serves nothing and ends with 1", async () => {
  const slack = await startCanarySlack();
  const started = runWithCanaries(["src/main.ts", "start"], {
    ...slackEnvironment(slack),
    SLACK_APP_TOKEN: "xapp-of-another-app",
    PORT: String(await freePort()),
  });
  expect(await started.exited).toBe(1);
  expect(started.complaints).toEqual([
    expect.stringMatching(/^ibid: slack: Slack refuses SLACK_APP_TOKEN \(invalid_auth\)\./u),
  ]);
  expect(started.log.map(({ event }) => event)).toEqual(["health.listening", "platform.ended"]);
  await slack.stop();
});

test("a stop while a platform is still away ends the process in order, without errors", async () => {
  const slack = await startCanarySlack();
  slack.fault("auth.test", { kind: "hang" });
  const started = runWithCanaries(["src/main.ts", "start"], slackEnvironment(slack));
  await until(() => slack.state.requests.some(({ method }) => method === "auth.test"));
  started.kill("SIGTERM");
  expect(await started.exited).toBe(0);
  expect(started.log.map(({ event }) => event)).toEqual(["process.stopping"]);
  await slack.stop();
});
