// npm run reloads -- [--knowledge DIR] [--reloads N] [--rate N]: reloads under questions, and a kill -9 in the
// middle of one, against the loopback Slack. Prints how many questions were answered and what memory the process holds.
import { cpSync, globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type LogLine, startProcess } from "../fakes/process.ts";
import type { Delivery } from "../fakes/slack/gateway.ts";
import { slashCommand } from "../fakes/slack/payloads.ts";
import { startSlack } from "../fakes/slack/server.ts";
import { environmentFor } from "../platforms/slack/stage.ts";

const { values } = parseArgs({
  options: {
    knowledge: { type: "string", default: "knowledge" },
    reloads: { type: "string", default: "100" },
    rate: { type: "string", default: "20" },
  },
});

const knowledge = mkdtempSync(join(tmpdir(), "knowledge-"));
cpSync(values.knowledge, knowledge, { recursive: true });
const [report] = globSync(`${knowledge}/**/*.{md,txt}`).filter((file) => !/README\.md$/u.test(file));
if (report === undefined) throw new Error(`no report in ${values.knowledge}`);
const original = readFileSync(report, "utf8");

const server = await startSlack();
const environment = { ...environmentFor(server), IBID_KNOWLEDGE: knowledge };
const log: LogLine[] = [];
let running = await startProcess(environment, log);

const asked: Delivery[] = [];
const ask = () =>
  asked.push(
    slashCommand(server, "/ask", `what is paragraph ${asked.length} about?`, { channel: "C1", user: "U1" }),
  );
let asking = setInterval(ask, 1000 / Number(values.rate));
const answered = () => server.state.posts.length;
const reloads = () => log.filter(({ event }) => event === "reloaded").length;

/** Kilobytes of the process in memory. */
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
  writeFileSync(report ?? "", `${original}\n\nAdded paragraph number ${edits}.\n`);
  if (!(await until(() => reloads() > before))) throw new Error("a change was not noticed");
}

const megabytes = (kilobytes: number) => `${Math.round(kilobytes / 1024)} MB`;
const say = (line: string) => process.stdout.write(`${line}\n`);

// What the engine keeps of a first few reloads is no leak.
for (let warmed = 0; warmed < 10; warmed++) await reloadOnce();
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

asking = setInterval(ask, 1000 / Number(values.rate));
writeFileSync(report, `${original}\n\nA last paragraph.\n`);
await new Promise((resolve) => setTimeout(resolve, 320));
await running.stop("SIGKILL");
clearInterval(asking);
running = await startProcess(environment, log);
// Slack delivers again what was not acknowledged.
const open = asked.filter(({ ackedAfter }) => ackedAfter === undefined);
for (const delivery of open) server.redeliver(delivery);
await until(() => answered() >= asked.length, 30);
say(`kill -9 during a reload: ${asked.length} asked, ${open.length} delivered again, ${answered()} answered`);
await running.stop();
await server.stop();
