// `npm run tool:soak -- stalls [--requests 1000] [--paragraphs 10000] [--seed 1] [--minutes 10]`: searches for the requests that
// hold the event loop longest, replays the worst of them in the started process, and prints how long it was held by what.
import { parseArgs } from "node:util";
import { composeKnowledge } from "#test/tools/soak/load/corpus.ts";
import { openBot } from "./bot.ts";
import { wordsOfCorpus } from "./corpus-words.ts";
import { heldFor, replay } from "./replay.ts";
import { type Measured, searchWorst } from "./search.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "1000" },
    paragraphs: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "10" },
  },
});
const [requests = 0, paragraphs = 0, seed = 0, minutes = 0] = [
  values.requests,
  values.paragraphs,
  values.seed,
  values.minutes,
].map(Number);
const DIGESTS = { channels: 1000, missedDays: 60 } as const;
// A person notices a delay from about a quarter of a second on. Counted beyond the longest stall of the idle process, and without
// the time in which the process waited for a processor: other programs had it.
const MAX_MILLISECONDS = 250;
const MAX_LISTED = 3;
const MAX_LISTED_LENGTH = 100;

if (!(requests > 0 && paragraphs > 0 && minutes > 0)) {
  print(
    "Usage: npm run tool:soak -- stalls [--requests 1000] [--paragraphs 10000] [--seed 1] [--minutes 10]",
  );
  process.exit(1);
}
const knowledge = await composeKnowledge(paragraphs);
const worst = await search();
for (const [name, found] of Map.groupBy(worst, ({ request }) => request.name))
  for (const { request, cpu } of found.slice(0, MAX_LISTED))
    print(`${cpu.toFixed(1)} ms: /${name} ${JSON.stringify(request.text.slice(0, MAX_LISTED_LENGTH))}`);
print(
  "| during | count | unanswered | longest stall | waiting for a processor | held itself | beyond idle | most CPU |",
);
print("| --- | --: | --: | --: | --: | --: | --: | --: |");
let idle = 0;
await replay(
  worst.map(({ request }) => request),
  { knowledge, report: "composed-1.md", ...DIGESTS },
  ({ name, count, unanswered, longest, heaviest, maxCpu }) => {
    const held = heldFor(heaviest);
    if (name === "idle") idle = held;
    const times = [longest.wall, longest.waited, held, held - idle, maxCpu];
    print(`| ${[name, count, unanswered, ...times.map((one) => `${one.toFixed(0)} ms`)].join(" | ")} |`);
    if (unanswered > 0 || held - idle > MAX_MILLISECONDS) process.exitCode = 1;
  },
);

async function search(): Promise<readonly Measured[]> {
  const bot = await openBot(knowledge);
  const deadline = performance.now() + minutes * 60_000;
  let tried = 0;
  const found = await searchWorst(
    wordsOfCorpus(bot.library),
    async (request) => (await bot.measure(request)).cpu,
    {
      requests,
      seed,
      isOver(measured) {
        tried = measured;
        return performance.now() > deadline;
      },
    },
  );
  await bot.close();
  print(`${tried} requests tried in ${minutes} minutes; the worst ${found.length} are replayed`);
  return found;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
