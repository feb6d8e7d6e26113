// `npm run tool:soak -- reloads [--knowledge DIR] [--reloads N] [--rate N] [--kills N]`: reloads while questions are asked,
// and kills during reloads. Prints how many questions were answered and how much memory the process holds.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { environmentFor } from "#test/platforms/slack/harness.ts";
import { type LogLine, startProcess } from "#test/support/fakes/process.ts";
import type { Delivery } from "#test/support/fakes/slack/gateway.ts";
import { slashCommand } from "#test/support/fakes/slack/payloads.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";
import { discordAskers, slackAskers } from "./askers.ts";
import { copyForEdits, surviveKills } from "./kills.ts";

const { values } = parseArgs({
  options: {
    knowledge: { type: "string", default: "knowledge" },
    reloads: { type: "string", default: "100" },
    rate: { type: "string", default: "20" },
    kills: { type: "string", default: "20" },
  },
});

const knowledge = copyForEdits(values.knowledge);
const server = await startSlack();
const environment = { ...environmentFor(server), IBID_KNOWLEDGE: knowledge.folder };
const log: LogLine[] = [];
const running = await startProcess(environment, log);

const asked: Delivery[] = [];
const ask = () =>
  asked.push(
    slashCommand(server, "/ask", `what is paragraph ${asked.length} about?`, { channel: "C1", user: "U1" }),
  );
const asking = setInterval(ask, 1000 / Number(values.rate));
const answered = () => server.state.posts.length;
const reloads = () => log.filter(({ event }) => event === "knowledge.reloaded").length;

/** Resident memory in kilobytes. */
function memory(): number {
  return Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${running.pid}/status`, "utf8"))?.[1]);
}

async function until(holds: () => boolean, seconds = 120): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  while (!holds() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  return holds();
}

let edits = 0;

async function reloadOnce(): Promise<void> {
  const before = reloads();
  edits += 1;
  knowledge.edit(`Added paragraph number ${edits}.`);
  if (!(await until(() => reloads() > before))) throw new Error("a change was not noticed");
}

const megabytes = (kilobytes: number) => `${Math.round(kilobytes / 1024)} MB`;
const say = (line: string) => process.stdout.write(`${line}\n`);

// Memory that Node takes for the first thousand questions and the first reloads is no leak.
await until(() => answered() >= 1000);
for (let warmed = 0; warmed < 20; warmed++) await reloadOnce();
const before = memory();
for (let done = 0; done < Number(values.reloads); done++) await reloadOnce();
clearInterval(asking);
await until(() => answered() >= asked.length);
const after = memory();
say(
  `${values.reloads} reloads at ${values.rate} questions a second: ${asked.length} asked, ${answered()} answered`,
);
say(
  `memory ${megabytes(before)} before, ${megabytes(after)} after (${((after / before - 1) * 100).toFixed(1)} %)`,
);

await running.stop();
await server.stop();

for (const [platform, startAskers] of [
  ["Slack", slackAskers],
  ["Discord", discordAskers],
] as const) {
  const plan = { kills: Number(values.kills), rate: Number(values.rate) };
  const survival = await surviveKills(await startAskers(), knowledge, plan);
  say(`${platform}, ${values.kills} kills -9 during reloads: ${JSON.stringify(survival)}`);
  if (survival.lost + survival.doubled > 0) process.exitCode = 1;
}
