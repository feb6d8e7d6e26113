// What a question costs in ever larger libraries. One engine runs at a time, so that it has the memory to itself: the
// others at their best, which is also their fastest, and the yardstick.
import { readCollection } from "../evaluate/beir.ts";
import { type Cost, costOf, timeInTurns } from "./compare.ts";
import { type Engine, nameOf } from "./engine.ts";
import { startEngine } from "./engine-process.ts";
import { YARDSTICK } from "./engines/index.ts";
import { sample } from "./sample.ts";
import type { Source } from "./source.ts";

export type ScaleResult = Readonly<{
  name: string;
  size: number;
  /** How many questions were to be asked, and how many there was time for. */
  wanted: number;
  asked: number;
  /** Absent where the engine's process ended, usually because memory ran out. */
  cost?: Cost;
}>;

const QUESTIONS = 200;
const ROUND_SECONDS = 10;

export async function measureScale(
  engines: readonly Engine[],
  source: Source,
  size: number,
): Promise<readonly ScaleResult[]> {
  const questions = await sampleQuestions(source);
  const results: ScaleResult[] = [];
  const chosen = engines.filter((engine) => engine.setting !== "default" || nameOf(engine) === YARDSTICK);
  for (const engine of chosen.filter(({ maxPassages = size }) => size <= maxPassages))
    results.push(await measure(engine, { ...source, size }, questions));
  return results;
}

async function sampleQuestions({ folder, collections }: Source): Promise<readonly string[]> {
  const read = await Promise.all(collections.map((name) => readCollection(folder, name)));
  const queries = read.flatMap((collection) => collection.queries.filter(({ answerable }) => answerable));
  return sample(queries, QUESTIONS).map(({ text }) => text);
}

async function measure(
  engine: Engine,
  source: Source & Readonly<{ size: number }>,
  questions: readonly string[],
): Promise<ScaleResult> {
  const { size } = source;
  const name = nameOf(engine);
  process.stderr.write(`${size} passages: ${name}\n`);
  try {
    const started = await startEngine(engine, source);
    const times = (await timeInTurns([started], questions, ROUND_SECONDS)).get(started) ?? [];
    started.stop();
    const cost = costOf(started, times);
    return { name, size, wanted: questions.length, asked: times.length, cost };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return { name, size, wanted: questions.length, asked: 0 };
  }
}
