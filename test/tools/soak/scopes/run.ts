// `npm run tool:soak -- scopes [--paragraphs 10000 --scopes 50]`: how much time and memory the scopes of a library take, and how
// long a question takes in a scope compared with one to the whole library. Each scope sees all reports but one of a hundred,
// which is the most that different scopes can hold.

import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createKnowledge, createKnowledgeScopes } from "#app/knowledge.ts";
import { type Library, paragraphsOf, type Report } from "#domain/report.ts";
import type { Scope } from "#domain/scope.ts";
import { loadFolder } from "#reports/folder.ts";
import { createSegmentCache } from "#retrieval/index/segment-cache.ts";
import { composeKnowledge } from "#test/tools/soak/load/corpus.ts";
import { createQuotationIndexCache } from "#verification/quotation-index.ts";

const { values } = parseArgs({
  options: { paragraphs: { type: "string", default: "10000" }, scopes: { type: "string", default: "50" } },
});
const REPORTS = 100;
const SETS = Array.from({ length: REPORTS }, (_, i) => `without-${i}`);
const ROUNDS = 200;
const QUESTIONS = [
  "What would be a red line for Iran's parliament?",
  "Will tensions between Iran and Azerbaijan escalate?",
  "Who supports the Huseyniyyun?",
  "How long is the border?",
  "Why did Turkey send troops?",
];

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** What is still in use: objects and strings, and typed arrays such as the postings. */
function memory(): NodeJS.MemoryUsage {
  collectGarbage();
  return process.memoryUsage();
}

/** The paragraphs as a hundred reports. Each is in the set of every scope but the one that it is hidden in. */
function divide({ reports }: Library): Library {
  const paragraphs = reports.flatMap(paragraphsOf);
  const size = Math.ceil(paragraphs.length / REPORTS);
  const divided = Array.from({ length: REPORTS }, (_, i): Report => {
    const id = `report-${i}`;
    const own = paragraphs.slice(i * size, (i + 1) * size);
    const section = {
      heading: "",
      paragraphs: own.map((paragraph, n) => ({ ...paragraph, report: id, ordinal: n + 1 })),
    };
    return {
      id,
      title: `Report ${i}`,
      authors: [],
      file: `${id}.md`,
      sets: SETS.filter((_, n) => n !== i),
      sections: [section],
    };
  });
  return { reports: divided, aliases: [] };
}

function scopeWithout(i: number): Scope {
  return { sets: [`without-${i}`], ceiling: "TLP:RED" };
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const library = divide((await loadFolder(await composeKnowledge(Number(values.paragraphs)))).library);
const cache = createSegmentCache();
const quotations = createQuotationIndexCache();
const make = (part: Library) => createKnowledge(part, { cache }, quotations);
const text = "Any change in the borders would be a red line, the parliament of Iran has declared many times.";

const whole = await make(library);
await whole.ask(QUESTIONS[0] ?? "");
await whole.verifyText(text, 1);
const before = memory();
const scopes = createKnowledgeScopes(library, make);
const count = Number(values.scopes);
const began = performance.now();
for (let i = 0; i < count; i++) await scopes.within(scopeWithout(i));
const made = performance.now() - began;
const asked = memory();
for (let i = 0; i < count; i++) await (await scopes.within(scopeWithout(i))).verifyText(text, 1);
const verified = memory();

/** The median times of a question in the scope of each round and in the whole library, in turns. */
async function compareTimes(scopeOf: (round: number) => Scope) {
  const [inScope, without]: [number[], number[]] = [[], []];
  const timed = async (times: number[], ask: () => Promise<unknown>) => {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  };
  for (let round = 0; round < ROUNDS; round++)
    for (const question of QUESTIONS) {
      const turns = [
        () => timed(inScope, async () => (await scopes.within(scopeOf(round))).ask(question)),
        () => timed(without, () => whole.ask(question)),
      ];
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
    }
  const [scoped, unscoped] = [median(inScope), median(without)];
  return `${scoped.toFixed(2)} ms in a scope, ${unscoped.toFixed(2)} ms without (${(scoped / unscoped).toFixed(2)})`;
}

await compareTimes(() => scopeWithout(0));
const same = await compareTimes(() => scopeWithout(0));
const changing = await compareTimes((round) => scopeWithout(round % count));
const each = (one: NodeJS.MemoryUsage, other: NodeJS.MemoryUsage) => {
  const megabytes = (bytes: number) => (bytes / 2 ** 20 / count).toFixed(1);
  const [objects, arrays] = [other.heapUsed - one.heapUsed, other.arrayBuffers - one.arrayBuffers];
  return `${megabytes(objects + arrays)} MB each (objects ${megabytes(objects)}, arrays ${megabytes(arrays)})`;
};
print(`${values.paragraphs} paragraphs in ${REPORTS} reports, ${count} scopes`);
print(`made in ${Math.round(made / count)} ms each; they take ${each(before, asked)}`);
print(`once a quotation was checked, in addition ${each(asked, verified)}`);
print(`a question, always in the same scope: ${same}`);
print(`a question, each time in another scope: ${changing}`);
