// `npm run tool:soak -- hidden [--cases 5000 --seed 1]`: whether anything that leaves the bot, or any work that it does, tells
// that there are reports which may not be seen. Prints the first differences, the cases by what they led to, and the times.
import { parseArgs } from "node:util";
import { compare } from "./compare.ts";

const { values } = parseArgs({
  options: { cases: { type: "string", default: "5000" }, seed: { type: "string", default: "1" } },
});
const MAX_SHOWN = 5;

const { differences, outcomes, posts, milliseconds, errors } = await compare({
  cases: Number(values.cases),
  seed: Number(values.seed),
});
for (const { view, what, hidden, absent } of differences.slice(0, MAX_SHOWN))
  print(`view ${view}: ${JSON.stringify(what)}\n  hidden: ${hidden}\n  absent: ${absent}`);
for (const error of errors.slice(0, MAX_SHOWN)) print(`error: ${JSON.stringify(error)}`);
const counts = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
print(`${values.cases} cases (${counts.join(", ")}) and ${posts} posts of digests`);
print(`${differences.length} differences, ${errors.length} errors`);
print(
  `${Math.round(milliseconds.hidden)} ms with hidden reports, ${Math.round(milliseconds.absent)} ms without`,
);
process.exitCode = differences.length + errors.length === 0 ? 0 : 1;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
