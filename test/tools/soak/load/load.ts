// `npm run tool:soak -- load`: drives the process that `npm start` starts, over both loopback platforms, and prints how it
// copes: with a steady load, with a rising one until answers are late, with several times that, and how it is afterwards.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startDiscord } from "#test/support/fakes/discord/server.ts";
import { startProcess } from "#test/support/fakes/process.ts";
import { renderOrigin } from "#test/tools/bench/origin.ts";
import { writeSection } from "#test/tools/bench/readme.ts";
import { quantile } from "#test/tools/evaluate/quantile.ts";
import { readQuestions } from "#test/tools/evaluate/questions.ts";
import { composeKnowledge } from "./corpus.ts";
import { startDiscordClients } from "./discord-clients.ts";
import { type Arrivals, drive, type Figures, measure, pause } from "./load-clients.ts";
import { startSlackClients } from "./slack-clients.ts";

const PLATFORMS = { slack: startSlackClients, discord: () => startDiscord().then(startDiscordClients) };
type Name = keyof typeof PLATFORMS;

const { values } = parseArgs({
  options: {
    slack: { type: "boolean" },
    discord: { type: "boolean" },
    rate: { type: "string", default: "100" },
    seconds: { type: "string", default: "120" },
    paragraphs: { type: "string", default: "10000" },
    write: { type: "boolean", default: false },
  },
});
const [rate, seconds, paragraphs] = [Number(values.rate), Number(values.seconds), Number(values.paragraphs)];
if (!(rate > 0 && seconds > 0 && paragraphs >= 0)) {
  print(
    "Usage: npm run tool:soak -- load [--slack | --discord] [--rate 100] [--seconds 120] [--paragraphs 10000] [--write]",
  );
  process.exit(1);
}
const chosen = (Object.keys(PLATFORMS) as Name[]).filter((name) => values[name] === true);
const names = chosen.length === 0 ? (Object.keys(PLATFORMS) as Name[]) : chosen;

const MAX_ANSWER_MILLISECONDS = 500;
const STEP_SECONDS = 10;
const GROWTH = 1.25;
const OVERLOAD = { factor: 5, seconds: 60 };
const REST_SECONDS = 10;

const allClients = await Promise.all(names.map((name) => PLATFORMS[name]()));
const running = await startProcess({
  ...Object.assign({}, ...allClients.map(({ environment }) => environment)),
  IBID_DATA: mkdtempSync(join(tmpdir(), "ibid-")),
  IBID_KNOWLEDGE: await composeKnowledge(paragraphs),
});
const questions = (await readQuestions("test/tools/evaluate/seed-dev.jsonl")).flatMap(
  ({ question, answerable }) => (answerable ? [question] : []),
);
const lines: string[] = [];
say(
  "| load | asked a second | seconds | ack p50 | p99 | p99.9 | answer p50 | p99 | max | told busy | wrong |",
);
say("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
let asked = 0;
let wrong = 0;

await run("warming up", { perSecond: rate, seconds: 20 });
const before = await memory();
await run("steady", { perSecond: rate, seconds });
const after = await memory();

let knee = 0;
for (let perSecond = rate; ; perSecond *= GROWTH) {
  const figures = await run("rising", { perSecond: Math.round(perSecond), seconds: STEP_SECONDS });
  if (figures.busy > 0 || quantile(figures.answer, 0.99) > MAX_ANSWER_MILLISECONDS) break;
  knee = Math.round(perSecond);
}
const overload = { perSecond: Math.max(knee, rate) * OVERLOAD.factor, seconds: OVERLOAD.seconds };
await run("overload", overload, 0);
await pause(REST_SECONDS * 1000);
await run(`${REST_SECONDS} s after`, { perSecond: rate, seconds: STEP_SECONDS });
const growth = `${((after / before - 1) * 100).toFixed(1)} %`;
const resident = `${Math.round(before / 1024)} MB after warming up, ${Math.round(after / 1024)} MB after the steady load (${growth})`;
say("");
say(`The knee: ${knee} questions a second. Memory: ${resident}.`);
for (const complaint of complaints().slice(0, 10)) print(complaint);
await running.stop();
await Promise.all(allClients.map((clients) => clients.stop()));
if (values.write) {
  const origin = renderOrigin(`npm run tool:soak -- load ${process.argv.slice(2).join(" ")}`);
  await writeSection("test/tools/bench/README.md", "load", [origin, "", ...lines].join("\n"));
}
if (wrong + complaints().length > 0) process.exitCode = 1;

/** Adds a row to the table, times in milliseconds. `rest`: seconds to wait until everything is done. */
async function run(name: string, arrivals: Arrivals, rest = 2): Promise<Figures> {
  const figures = measure(
    await drive(arrivals, (index) => {
      const clients = allClients[index % allClients.length];
      if (clients === undefined) throw new Error("no platform");
      asked += 1;
      return clients.ask(Math.floor(asked / allClients.length), questions[asked % questions.length] ?? "");
    }),
  );
  const { ack, answer, busy, unacknowledged, unanswered, twice } = figures;
  wrong += unacknowledged + unanswered + twice;
  const [acks, answers] = [
    [0.5, 0.99, 0.999].map((share) => quantile(ack, share)),
    [0.5, 0.99, 1].map((share) => quantile(answer, share)),
  ];
  const cells = [...acks, ...answers].map((one) => one.toFixed(1));
  const bad = unacknowledged + unanswered + twice;
  say(`| ${[name, arrivals.perSecond, arrivals.seconds, ...cells, busy, bad].join(" | ")} |`);
  await pause(rest * 1000);
  return figures;
}

/** Resident memory in kilobytes: the median over two seconds, because garbage collection makes it go up and down. */
async function memory(): Promise<number> {
  const samples: number[] = [];
  for (let i = 0; i < 11; i++) {
    samples.push(Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${running.pid}/status`, "utf8"))?.[1]));
    await pause(200);
  }
  return quantile(samples, 0.5);
}

function complaints(): readonly string[] {
  const failed = ["invocation.failed", "answer.lost", "slack.failed", "discord.client"];
  return [
    ...allClients.flatMap((clients) => clients.violations()),
    ...running.complaints,
    ...running.log.filter(({ event }) => failed.includes(event)).map((line) => JSON.stringify(line)),
  ];
}

function say(line: string): void {
  lines.push(line);
  print(line);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
