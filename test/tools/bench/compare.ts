// All engines on one collection, side by side: each builds its index in turn, then each answers every question, then they
// are timed in turns, so that a busy minute of the machine slows all of them alike.
import { availableParallelism } from "node:os";
import type { Paragraph } from "../../../src/domain/report.ts";
import type { Collection, CollectionQuery } from "../evaluate/beir.ts";
import {
  type LoadedCollection,
  loadCollection,
  measureRanking,
  type RankingMetrics,
} from "../evaluate/ranking-metrics.ts";
import { type Engine, nameOf, type Reply, type Verdict } from "./engine.ts";
import { type EngineProcess, startEngine } from "./engine-process.ts";
import { sample } from "./sample.ts";
import { createSentenceReader, type SentenceReader } from "./sentence-reader.ts";
import type { Source } from "./source.ts";
import type { Timed } from "./worker.ts";

export type Cost = Readonly<{ buildMs: number; megabytes: number; medianMs: number; p99Ms: number }>;

/** Replies by how they were worded, for the questions of one kind. */
type Wordings = Readonly<{ kind: string; asked: number; counts: Readonly<Record<Verdict, number>> }>;

export type Result = Readonly<{
  name: string;
  metrics: RankingMetrics;
  cost: Cost;
  wordings: readonly Wordings[];
}>;

export type Comparison = Readonly<{
  collection: string;
  passages: number;
  questions: number;
  /** Its questions come with answers. */
  hasAnswers: boolean;
  results: readonly Result[];
}>;

export type ComparisonInput = Readonly<{
  collection: Collection;
  source: Source;
  engines: readonly Engine[];
  /** At most so many questions of a kind. */
  max: number;
}>;

// Enough for a 99th percentile.
const TIMED_QUESTIONS = 500;
// Every engine is timed in at least three rounds and at least so many times in all.
const MIN_ROUNDS = 3;
const MIN_TIMES = 400;
// A slow engine's round ends here, with fewer questions timed.
const ROUND_SECONDS = 3;

export async function compare({ collection, source, engines, max }: ComparisonInput): Promise<Comparison> {
  const { name, passages, queries, qrels } = collection;
  const questions = sample(
    queries.filter(({ id, answerable }) => answerable && qrels.has(id)),
    max,
  );
  const usable = engines.filter(({ maxPassages = passages.length }) => passages.length <= maxPassages);
  const started: EngineProcess[] = [];
  try {
    for (const engine of usable) started.push(await startEngine(engine, source));
    const answered = new Map<EngineProcess, readonly Timed[]>();
    await runOnAllCores(started, async (worker) => {
      answered.set(worker, await worker.ask(questions.map(textOf)));
    });
    const timed = questions.slice(0, TIMED_QUESTIONS).map(textOf);
    const times = await timeInTurns(started, timed, ROUND_SECONDS);
    const grading = createGrading(collection, questions);
    const results: Result[] = [];
    for (const worker of started) {
      const own = answered.get(worker) ?? [];
      const replies = worker.built.ranksApart
        ? await worker.rank(questions.map(textOf))
        : own.map(({ reply }) => reply);
      results.push({
        name: nameOf(worker.engine),
        metrics: await grade(replies, grading),
        cost: costOf(worker, times.get(worker) ?? []),
        wordings: await wordingsOf(worker, { own, collection, max }),
      });
    }
    const hasAnswers = questions.some(({ answers }) => answers !== undefined);
    return { collection: name, passages: passages.length, questions: questions.length, hasAnswers, results };
  } finally {
    for (const worker of started) worker.stop();
  }
}

/** As many engines at a time as the machine has cores: for work that is not timed. */
async function runOnAllCores(
  workers: readonly EngineProcess[],
  work: (worker: EngineProcess) => Promise<void>,
): Promise<void> {
  const waiting = workers.values();
  const runNext = async () => {
    for (const worker of waiting) await work(worker);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runNext));
}

/**
 * Per engine the milliseconds of each question that `seconds` a round were enough for. A question's fastest round counts:
 * the slower ones show what else the machine was doing.
 */
export async function timeInTurns(
  workers: readonly EngineProcess[],
  questions: readonly string[],
  seconds: number,
): Promise<ReadonlyMap<EngineProcess, readonly number[]>> {
  const fastest = new Map(workers.map((worker) => [worker, questions.map(() => Number.POSITIVE_INFINITY)]));
  const rounds = Math.max(MIN_ROUNDS, Math.ceil(MIN_TIMES / questions.length));
  for (let round = 0; round < rounds; round++)
    for (const [worker, times] of fastest) {
      const timed = await worker.ask(questions, seconds);
      timed.forEach(({ ms }, i) => {
        times[i] = Math.min(ms, times[i] ?? ms);
      });
    }
  return new Map([...fastest].map(([worker, times]) => [worker, times.filter(Number.isFinite)]));
}

export function costOf({ built }: EngineProcess, times: readonly number[]): Cost {
  return {
    buildMs: built.buildMs,
    megabytes: built.bytes / 2 ** 20,
    medianMs: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  };
}

/** What replies are graded with. */
type Grading = Readonly<{
  loaded: LoadedCollection;
  /** In the order of the passages. */
  paragraphs: readonly Paragraph[];
  questions: readonly CollectionQuery[];
  reader: SentenceReader;
}>;

function createGrading(collection: Collection, questions: readonly CollectionQuery[]): Grading {
  const loaded = loadCollection(collection);
  const byId = new Map([...loaded.passageOf].map(([paragraph, id]) => [id, paragraph]));
  const paragraphs = collection.passages.flatMap(({ id }) => byId.get(id) ?? []);
  return { loaded, paragraphs, questions, reader: createSentenceReader(collection.passages) };
}

/** `replies` are in the order of the questions. */
async function grade(replies: readonly Reply[], grading: Grading): Promise<RankingMetrics> {
  const { loaded, paragraphs, questions, reader } = grading;
  const next = replies.values();
  const rank = async (question: string) => {
    const { top, sentence } = next.next().value ?? { top: [] };
    const ranked = top.flatMap((position) => paragraphs[position] ?? []);
    return ranked.map((paragraph, i) => {
      const shown = i === 0 ? (sentence ?? reader(question, paragraph)) : undefined;
      return { paragraph, ...(shown === undefined ? {} : { sentence: shown }) };
    });
  };
  return measureRanking(loaded, rank, questions);
}

type Asked = Readonly<{
  own: readonly Timed[];
  collection: Collection;
  max: number;
}>;

/** Empty for an engine that never refuses. */
async function wordingsOf(
  worker: EngineProcess,
  { own, collection, max }: Asked,
): Promise<readonly Wordings[]> {
  if (own.every(({ reply }) => reply.verdict === undefined)) return [];
  const wordings = [countVerdicts("answerable", own)];
  const unanswerable = collection.queries.filter(({ answerable }) => !answerable);
  for (const kind of new Set(unanswerable.map((query) => query.kind ?? "unanswerable"))) {
    const chosen = sample(
      unanswerable.filter((query) => (query.kind ?? "unanswerable") === kind),
      max,
    );
    wordings.push(countVerdicts(kind, await worker.ask(chosen.map(textOf))));
  }
  return wordings;
}

function countVerdicts(kind: string, timed: readonly Timed[]): Wordings {
  const count = (verdict: Verdict) => timed.filter(({ reply }) => reply.verdict === verdict).length;
  const counts = { answer: count("answer"), closest: count("closest"), refused: count("refused") };
  return { kind, asked: timed.length, counts };
}

function textOf({ text }: CollectionQuery): string {
  return text;
}

/** The value that `share` of the values do not exceed (nearest rank). */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
