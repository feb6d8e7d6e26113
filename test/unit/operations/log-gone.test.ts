import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { environmentFor } from "#test/platforms/slack/harness.ts";
import { childEnvironment } from "#test/support/fakes/process.ts";
import { mention } from "#test/support/fakes/slack/payloads.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";

test("when nobody reads the log any more, questions are answered all the same and a stop is in order", async () => {
  const slack = await startSlack();
  const child = spawn(process.execPath, ["src/main.ts", "start"], {
    env: childEnvironment(environmentFor(slack)),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  await expect.poll(() => log, { timeout: 60_000 }).toContain('"event":"process.serving"');
  child.stderr.destroy();
  for (const count of [1, 2]) {
    mention(slack, "What would be a red line for Iran's parliament?");
    await slack.until(() => slack.state.posts.length === count);
  }
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
  await slack.stop();
}, 120_000);
