// SLACK_API_URL as people paste it.
import { expect, test } from "vitest";
import { runNode, startProcess } from "#test/support/fakes/process.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { environmentFor } from "./harness.ts";

test("without a final slash in SLACK_API_URL the bot serves, and the doctor agrees", {
  timeout: 60_000,
}, async () => {
  const server = await startSlack();
  const environment = { ...environmentFor(server), SLACK_API_URL: server.url.replace(/\/$/u, "") };
  const bot = await startProcess(environment);
  expect(await bot.stop()).toBe(0);
  const doctor = runNode(["src/main.ts", "doctor"], environment);
  await doctor.exited;
  expect(doctor.output()).toContain("slack: SLACK_BOT_TOKEN is accepted for T");
  expect(doctor.output()).toContain("slack: SLACK_APP_TOKEN is accepted");
  await server.stop();
});
