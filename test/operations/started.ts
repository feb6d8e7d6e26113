// Ibid as `npm start` starts it, with a canary in every secret variable: all that it writes is kept, and searched for them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SlackServer, startSlack } from "../fakes/slack/server.ts";

/** Shaped as each variable wants it; the Discord one has no shape that gives it away. */
export const canaries: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: "xoxb-4711-canary",
  SLACK_APP_TOKEN: "xapp-4711-canary",
  DISCORD_TOKEN: "canary of Discord 4711",
};

type Line = Readonly<Record<string, unknown>>;

export type Started = Readonly<{
  /** Everything that it wrote, standard output and error. */
  output(): string;
  lines(): readonly Line[];
  kill(signal: NodeJS.Signals): void;
  exited: Promise<number | null>;
}>;

/** Throws for a canary in the output once the process has ended. */
export function startIbid(args: readonly string[], environment: Readonly<Record<string, string>>): Started {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const exited = once(child, "close").then(([code]: (number | null)[]) => {
    for (const canary of Object.values(canaries))
      if (output.includes(canary)) throw new Error(`a secret got out: ${output}`);
    return code ?? null;
  });
  return {
    output: () => output,
    lines: () => output.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : [])),
    kill: (signal) => child.kill(signal),
    exited,
  };
}

/** A Slack that takes the canaries for its tokens. */
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

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`still not so: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
