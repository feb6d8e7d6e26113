// `npm run tool:soak -- container`: what the image and compose.yaml do, without a container engine. It runs the Dockerfile's
// steps in a folder, then Ibid there as an ordinary user, read-only and without capabilities. Needs Linux, root, unshare
// and setpriv.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { mention } from "#test/support/fakes/discord/payloads.ts";
import { startDiscord } from "#test/support/fakes/discord/server.ts";
import { freePort } from "#test/support/fakes/process.ts";
import { slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);
const USER = 1000;

/** Why this cannot run here; undefined when it can. */
function missing(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "it needs Linux and root";
  for (const tool of ["unshare", "setpriv", "mount"])
    if (spawnSync("which", [tool]).status !== 0) return `it needs ${tool}`;
  return spawnSync("unshare", ["--mount", "--pid", "--fork", "true"]).status === 0
    ? undefined
    : "namespaces are not allowed";
}

/** Runs COPY and RUN of the Dockerfile below `root`, which stands for the root of the image. */
function build(root: string): void {
  const app = join(root, "app");
  mkdirSync(app, { recursive: true });
  const steps = readFileSync("Dockerfile", "utf8")
    .replace(/\\\n\s*/gu, "")
    .matchAll(/^(COPY|RUN) (.*)$/gmu);
  for (const [, name, rest = ""] of steps) {
    say(`${name} ${rest}`);
    const words = rest.split(" ");
    if (name === "COPY")
      for (const file of words.slice(0, -1)) cpSync(file, join(app, file), { recursive: true });
    else if (rest.includes("npm"))
      execFileSync("sh", ["-c", rest.replace(/ && npm cache.*/u, "")], {
        cwd: app,
        env: { ...process.env, NODE_ENV: "production" },
      });
    else {
      mkdirSync(join(root, "data"));
      chownSync(join(root, "data"), USER, USER);
    }
  }
  // The image has its own Node; here it is the one that runs this file.
  cpSync(process.execPath, join(root, "node"));
  chmodSync(root, 0o755);
}

/** `root` is mounted read-only except for `data`; Node is process 1 of its own process namespace. */
const SANDBOX = `
mount --bind "$ROOT" "$ROOT" && mount --bind "$ROOT/data" "$ROOT/data" &&
mount -o remount,bind,ro "$ROOT" && cd "$ROOT/app" &&
exec setpriv --reuid ${USER} --regid ${USER} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all "$ROOT/node" "$@"`;

function runInSandbox(root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawn(
    "unshare",
    ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", SANDBOX, "sh", ...args],
    {
      env: {
        PATH: process.env.PATH,
        ROOT: root,
        NODE_ENV: "production",
        IBID_DATA: join(root, "data"),
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
}

async function outputOf(
  child: ReturnType<typeof runInSandbox>,
): Promise<{ code: number | null; output: string }> {
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const [code] = await once(child, "close");
  return { code, output };
}

function expectThat(holds: boolean, claim: string): void {
  say(`${holds ? "ok  " : "FAIL"} ${claim}`);
  if (!holds) process.exitCode = 1;
}

async function checkSandbox(root: string): Promise<void> {
  const attempt = `
    const fs = require("node:fs");
    const tries = ["app/src/new.ts", "app/knowledge/new.md", "new"].map((file) => {
      try { fs.writeFileSync(${JSON.stringify(root)} + "/" + file, "x"); return file; } catch { return null; }
    });
    console.log(JSON.stringify({ pid: process.pid, uid: process.getuid(), wrote: tries.filter(Boolean), caps: /CapEff:\\s*(\\S+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1] }));`;
  const { output } = await outputOf(runInSandbox(root, ["-e", attempt]));
  say(output.trim());
  const seen = JSON.parse(output);
  expectThat(seen.pid === 1, "node is process 1");
  expectThat(seen.uid === USER && /^0+$/u.test(seen.caps), "an ordinary user without capabilities");
  expectThat(seen.wrote.length === 0, "nothing but data can be written");
}

async function serve(root: string): Promise<void> {
  const [slack, discord, port] = [await startSlack(), await startDiscord(), await freePort()];
  const began = performance.now();
  const [, ...start] = JSON.parse(/^CMD (.*)$/mu.exec(readFileSync("Dockerfile", "utf8"))?.[1] ?? "[]");
  const child = runInSandbox(root, start, {
    PORT: String(port),
    SLACK_BOT_TOKEN: slack.state.botToken,
    SLACK_APP_TOKEN: slack.state.appToken,
    SLACK_API_URL: slack.url,
    DISCORD_TOKEN: discord.state.token,
    DISCORD_API_URL: discord.url,
  });
  const ended = outputOf(child);
  const ready = async () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ready()) && performance.now() - began < 60_000 && child.exitCode === null)
    await new Promise((done) => setTimeout(done, 100));
  expectThat(await ready(), `ready after ${Math.round(performance.now() - began)} ms`);
  slashCommand(slack, "/ask", "What would be a red line for Iran's parliament?");
  mention(discord, "When was the Huseyniyyun created?");
  const answered = () => slack.state.posts.length > 0 && discord.state.messages.length > 1;
  await slack.until(answered).catch(() => undefined);
  expectThat(answered(), "a question is answered on Slack and on Discord");
  const stopping = performance.now();
  // The child is unshare, which waits for process 1 and takes no signal itself.
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
  process.kill(Number.parseInt(children, 10), "SIGTERM");
  const { code, output } = await ended;
  expectThat(
    performance.now() - stopping < 10_000,
    `SIGTERM ends it, after ${Math.round(performance.now() - stopping)} ms`,
  );
  expectThat(output.includes('"process.stopping"'), "in order");
  if (process.exitCode === 1) say(`exit ${code}\n${output}`);
  await Promise.all([slack.stop(), discord.stop()]);
}

const why = missing();
if (why !== undefined) say(`skipped: ${why}`);
else {
  const root = resolve(mkdtempSync(join(tmpdir(), "ibid-image-")));
  build(root);
  writeFileSync(join(root, "data", ".keep"), "");
  await checkSandbox(root);
  await serve(root);
}
