// All engines on one collection, side by side: each builds in turn, then each answers every question, then they take
// turns at being timed, so that a busy minute of the machine falls on all of them alike.
import { availableParallelism } from "node:os";
import type { Collection, CollectionQuery } from "../evaluation/beir.ts";
import { type Measures, mean, measureRanking, percentile } from "../evaluation/measures.ts";
import { type Contender, startContender } from "./contender.ts";
import { type Engine, nameOf, type Reply, type Verdict } from "./engine.ts";
import { sample } from "./random.ts";
import { createSentenceReader, holdsAnswer, type SentenceReader } from "./sentence-reader.ts";
import type { Source } from "./source.ts";
import type { Timed } from "./worker.ts";

export type Cost = Readonly<{ buildMs: number; megabytes: number; medianMs: number; p99Ms: number }>;

type Quality = Measures & Readonly<{ sentence?: number }>;

/** Replies by how they were worded, for the questions of one kind. */
type Wordings = Readonly<{ kind: string; asked: number; counts: Readonly<Record<Verdict, number>> }>;

export type Result = Readonly<{ name: string; quality: Quality; cost: Cost; wordings: readonly Wordings[] }>;

export type Comparison = Readonly<{
  collection: string;
  passages: number;
  questions: number;
  results: readonly Result[];
}>;

export type Contest = Readonly<{
  collection: Collection;
  source: Source;
  engines: readonly Engine[];
  /** Questions of a kind at most. */
  most: number;
}>;

// Enough for a 99th percentile.
const TIMED = 500;
// Every engine is timed in three rounds at least, and at this many questions.
const ROUNDS = 3;
const TIMES = 400;
// A slow engine's round ends here, with fewer questions timed.
const ROUND_SECONDS = 3;

export async function compare({ collection, source, engines, most }: Contest): Promise<Comparison> {
  const { name, passages, queries, qrels } = collection;
  const questions = sample(
    queries.filter(({ id, answerable }) => answerable && qrels.has(id)),
    most,
  );
  const fit = engines.filter((engine) => passages.length <= (engine.most ?? passages.length));
  const contenders: Contender[] = [];
  try {
    for (const engine of fit) contenders.push(await startContender(engine, source));
    const answered = new Map<Contender, readonly Timed[]>();
    await eachOf(contenders, async (contender) => {
      answered.set(contender, await contender.ask(questions.map(textOf)));
    });
    const times = await takeTurns(contenders, questions.slice(0, TIMED).map(textOf));
    const reader = createSentenceReader(passages);
    const results: Result[] = [];
    for (const contender of contenders) {
      const own = answered.get(contender) ?? [];
      const replies = contender.built.ranksApart
        ? await contender.rank(questions.map(textOf))
        : own.map(({ reply }) => reply);
      results.push({
        name: nameOf(contender.engine),
        quality: judge(replies, { collection, questions, reader }),
        cost: costOf(contender, times.get(contender) ?? []),
        wordings: await wordingsOf(contender, { own, collection, most }),
      });
    }
    return { collection: name, passages: passages.length, questions: questions.length, results };
  } finally {
    for (const contender of contenders) contender.stop();
  }
}

/** As many at a time as the machine has cores: what is not timed may run beside other things. */
async function eachOf(
  contenders: readonly Contender[],
  job: (one: Contender) => Promise<void>,
): Promise<void> {
  const waiting = contenders.values();
  const worker = async () => {
    for (const contender of waiting) await job(contender);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** Milliseconds of each question that was timed: its fastest round, for the others tell what else the machine was doing. */
async function takeTurns(
  contenders: readonly Contender[],
  questions: readonly string[],
): Promise<ReadonlyMap<Contender, readonly number[]>> {
  const fastest = new Map(
    contenders.map((contender) => [contender, questions.map(() => Number.POSITIVE_INFINITY)]),
  );
  const rounds = Math.max(ROUNDS, Math.ceil(TIMES / questions.length));
  for (let round = 0; round < rounds; round++)
    for (const [contender, times] of fastest) {
      const timed = await contender.ask(questions, ROUND_SECONDS);
      timed.forEach(({ ms }, at) => {
        times[at] = Math.min(ms, times[at] ?? ms);
      });
    }
  return new Map([...fastest].map(([contender, times]) => [contender, times.filter(Number.isFinite)]));
}

export function costOf({ built }: Contender, times: readonly number[]): Cost {
  return {
    buildMs: built.buildMs,
    megabytes: built.bytes / 2 ** 20,
    medianMs: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  };
}

type Exam = Readonly<{
  collection: Collection;
  questions: readonly CollectionQuery[];
  reader: SentenceReader;
}>;

function judge(replies: readonly Reply[], { collection, questions, reader }: Exam): Quality {
  const { passages, qrels } = collection;
  const measured: Measures[] = [];
  const shown: number[] = [];
  questions.forEach(({ id, text, answers }, at) => {
    const { top = [], sentence } = replies[at] ?? {};
    const ranked = top.flatMap((position) => passages[position] ?? []);
    measured.push(
      measureRanking(
        ranked.map((passage) => passage.id),
        qrels.get(id) ?? new Map(),
      ),
    );
    const [first] = ranked;
    if (answers === undefined || answers.length === 0) return;
    const read = first && (sentence ?? reader(text, first));
    shown.push(read !== undefined && holdsAnswer(read, answers) ? 1 : 0);
  });
  const meanOf = (measure: keyof Measures) => mean(measured.map((one) => one[measure]));
  return {
    rightFirst: meanOf("rightFirst"),
    mrr: meanOf("mrr"),
    ndcg: meanOf("ndcg"),
    recall: meanOf("recall"),
    ...(shown.length === 0 ? {} : { sentence: mean(shown) }),
  };
}

type Asked = Readonly<{
  own: readonly Timed[];
  collection: Collection;
  most: number;
}>;

/** Only of an engine that may refuse. */
async function wordingsOf(
  contender: Contender,
  { own, collection, most }: Asked,
): Promise<readonly Wordings[]> {
  if (own.every(({ reply }) => reply.verdict === undefined)) return [];
  const wordings = [countVerdicts("answerable", own)];
  const unanswerable = collection.queries.filter(({ answerable }) => !answerable);
  for (const kind of new Set(unanswerable.map((query) => query.kind ?? "unanswerable"))) {
    const chosen = sample(
      unanswerable.filter((query) => (query.kind ?? "unanswerable") === kind),
      most,
    );
    wordings.push(countVerdicts(kind, await contender.ask(chosen.map(({ text }) => text))));
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
