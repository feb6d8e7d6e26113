// What a question costs in ever larger libraries. One engine at a time, for each has the memory to itself; the rivals at
// their best, which is their fastest too, and the yardstick.
import { readCollection } from "../evaluate/beir.ts";
import { type Cost, costOf, takeTurns } from "./compare.ts";
import { startContender } from "./contender.ts";
import { type Engine, nameOf } from "./engine.ts";
import { YARDSTICK } from "./engines/index.ts";
import { sample } from "./sample.ts";
import type { Source } from "./source.ts";

export type ScaleResult = Readonly<{
  name: string;
  size: number;
  /** How many were to be asked, and how many there was time for. */
  asked: number;
  questions: number;
  /** Absent where the engine's process ended, as a rule for want of memory. */
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
  for (const engine of chosen.filter(({ most = size }) => size <= most))
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
    const contender = await startContender(engine, source);
    const times = (await takeTurns([contender], questions, ROUND_SECONDS)).get(contender) ?? [];
    contender.stop();
    const cost = costOf(contender, times);
    return { name, size, asked: questions.length, questions: times.length, cost };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return { name, size, asked: questions.length, questions: 0 };
  }
}
