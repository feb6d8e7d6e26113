// `npm run tool:soak -- soak [--minutes 30 --seed 1 --rate 2 --longest 20]`: everything at once. Prints one table; what happened when goes to
// standard error, and the log of the processes to a file when something was lost or doubled.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runSoak, type SoakResult } from "./soak.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    // Questions a second on each platform.
    rate: { type: "string", default: "2" },
    // Seconds that a fault lasts at most.
    longest: { type: "string", default: "20" },
  },
});
const [minutes = 0, seed = 0, rate = 0, longest = 0] = [
  values.minutes,
  values.seed,
  values.rate,
  values.longest,
].map(Number);
const say = (line: string) => void process.stderr.write(`${line}\n`);
const result = await runSoak(
  { milliseconds: minutes * 60_000, seed, rate, longest: longest * 1000, channels: 200 },
  say,
);
say(`faults: ${JSON.stringify(result.faults)}`);
for (const line of [...result.failures, ...result.violations].slice(0, 20)) say(line);
process.stdout.write(`${renderTable(result)}\n`);
const { slack, discord } = result;
const wrong = [slack.questions, slack.digests, discord.questions, discord.digests].reduce(
  (sum, { lost, doubled }) => sum + lost + doubled,
  0,
);
if (wrong > 0) {
  process.exitCode = 1;
  const file = join(mkdtempSync(join(tmpdir(), "soak-")), "log.jsonl");
  writeFileSync(file, result.log.map((line) => JSON.stringify(line)).join("\n"));
  say(`the log: ${file}`);
}

function renderTable({ slack, discord, longestStall, memory }: SoakResult): string {
  const row = (name: string, read: (platform: typeof slack) => number) =>
    `| ${name} | ${read(slack)} | ${read(discord)} |`;
  return [
    "| | Slack | Discord |",
    "| --- | --: | --: |",
    row("questions asked", ({ asked }) => asked),
    row("acknowledged", ({ questions }) => questions.asked),
    row("answered once", ({ questions }) => questions.answered),
    row("told to look, or to ask again", ({ questions }) => questions.told),
    row("lost", ({ questions }) => questions.lost),
    row("doubled", ({ questions }) => questions.doubled),
    row("digests due", ({ digests }) => digests.due),
    row("posted once", ({ digests }) => digests.posted),
    row("lost", ({ digests }) => digests.lost),
    row("doubled", ({ digests }) => digests.doubled),
    `| longest stall, both | ${Math.round(longestStall)} ms | |`,
    `| most memory, both | ${Math.round(memory)} MB | |`,
  ].join("\n");
}
