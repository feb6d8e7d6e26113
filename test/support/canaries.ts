// Runs a process with a recognisable value, a canary, in every secret variable, and searches its output for them.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Run, runNode } from "./fakes/process.ts";
import { type SlackServer, startSlack } from "./fakes/slack/server.ts";

/** Each has the form that its variable requires. The Discord one does not look like a token. */
export const canaries: Readonly<Record<string, string>> = {
  IBID_WEB_CLIENT_SECRET: "client-4711-canary",
  SLACK_BOT_TOKEN: "xoxb-4711-canary",
  SLACK_APP_TOKEN: "xapp-4711-canary",
  DISCORD_TOKEN: "canary of Discord 4711",
};

/** `exited` rejects when the process wrote a canary. */
export function runWithCanaries(args: readonly string[], environment: Readonly<Record<string, string>>): Run {
  const run = runNode(args, environment);
  return {
    ...run,
    exited: run.exited.then((code) => {
      for (const canary of Object.values(canaries))
        if (run.output().includes(canary)) throw new Error(`a secret got out: ${run.output()}`);
      return code;
    }),
  };
}

/** A Slack that accepts the canaries as its tokens. */
export async function startCanarySlack(): Promise<SlackServer> {
  const slack = await startSlack();
  return Object.assign(slack, {
    state: Object.assign(slack.state, {
      botToken: canaries.SLACK_BOT_TOKEN,
      appToken: canaries.SLACK_APP_TOKEN,
    }),
  });
}

export function slackEnvironment(slack: SlackServer): Record<string, string> {
  const { SLACK_BOT_TOKEN = "", SLACK_APP_TOKEN = "" } = canaries;
  return {
    SLACK_BOT_TOKEN,
    SLACK_APP_TOKEN,
    SLACK_API_URL: slack.url,
    IBID_DATA: mkdtempSync(join(tmpdir(), "data-")),
  };
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`still not so: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
