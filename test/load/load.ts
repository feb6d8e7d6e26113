// `npm run load -- --slack`: drives the process that `npm start` starts over loopback and prints what it measured.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { drive, report } from "./drive.ts";
import { openSlackTarget, type Target } from "./slack.ts";

const TARGETS: Readonly<Record<string, () => Promise<Target>>> = { slack: openSlackTarget };

const { values } = parseArgs({
  options: {
    ...Object.fromEntries(Object.keys(TARGETS).map((name) => [name, { type: "boolean" as const }])),
    rate: { type: "string", default: "100" },
    seconds: { type: "string", default: "30" },
  },
});
const names = Object.keys(TARGETS).filter((name) => name in values);
const [perSecond, seconds] = [Number(values.rate), Number(values.seconds)];
if (names.length === 0 || !(perSecond > 0 && seconds > 0)) {
  print(
    `Usage: npm run load -- ${Object.keys(TARGETS)
      .map((name) => `--${name}`)
      .join(" | ")} [--rate 100] [--seconds 30]`,
  );
  process.exit(1);
}

type Line = Readonly<{ question: string; answerable: boolean }>;

const questions: readonly string[] = readFileSync("test/evaluation/seed-dev.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line): Line => JSON.parse(line))
  .flatMap(({ question, answerable }) => (answerable ? [question] : []));

for (const open of names.flatMap((name) => TARGETS[name] ?? [])) {
  const target = await open();
  print(`${perSecond} questions a second for ${seconds} s, ${names.join(" ")}`);
  const asked = await drive({ perSecond, seconds }, (index) =>
    target.ask(index, questions[index % questions.length] ?? ""),
  );
  const wrong = report(asked, print);
  const complaints = target.complaints();
  for (const complaint of complaints.slice(0, 10)) print(complaint);
  print(`${wrong + complaints.length} errors`);
  await target.close();
  if (wrong + complaints.length > 0) process.exitCode = 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
