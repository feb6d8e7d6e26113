// All engines on one collection, side by side: each builds in turn, then each answers every question, then they take
// turns at being timed, so that a busy minute of the machine falls on all of them alike.
import { availableParallelism } from "node:os";
import type { Paragraph } from "../../../src/domain/report.ts";
import type { Collection, CollectionQuery } from "../evaluate/beir.ts";
import { measureOrder, type OrderFigures, type Read, readLibrary } from "../evaluate/order.ts";
import { type Contender, startContender } from "./contender.ts";
import { type Engine, nameOf, type Reply, type Verdict } from "./engine.ts";
import { sample } from "./sample.ts";
import { createSentenceReader, type SentenceReader } from "./sentence-reader.ts";
import type { Source } from "./source.ts";
import type { Timed } from "./worker.ts";

export type Cost = Readonly<{ buildMs: number; megabytes: number; medianMs: number; p99Ms: number }>;

/** Replies by how they were worded, for the questions of one kind. */
type Wordings = Readonly<{ kind: string; asked: number; counts: Readonly<Record<Verdict, number>> }>;

export type Result = Readonly<{
  name: string;
  quality: OrderFigures;
  cost: Cost;
  wordings: readonly Wordings[];
}>;

export type Comparison = Readonly<{
  collection: string;
  passages: number;
  questions: number;
  /** Whether its questions come with answers. */
  answers: boolean;
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
    const times = await takeTurns(contenders, questions.slice(0, TIMED).map(textOf), ROUND_SECONDS);
    const exam = createExam(collection, questions);
    const results: Result[] = [];
    for (const contender of contenders) {
      const own = answered.get(contender) ?? [];
      const replies = contender.built.ranksApart
        ? await contender.rank(questions.map(textOf))
        : own.map(({ reply }) => reply);
      results.push({
        name: nameOf(contender.engine),
        quality: await judge(replies, exam),
        cost: costOf(contender, times.get(contender) ?? []),
        wordings: await wordingsOf(contender, { own, collection, most }),
      });
    }
    const answers = questions.some((question) => question.answers !== undefined);
    return { collection: name, passages: passages.length, questions: questions.length, answers, results };
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

/** Milliseconds of each question that `seconds` a round sufficed for: its fastest round, for the others tell what else the machine was doing. */
export async function takeTurns(
  contenders: readonly Contender[],
  questions: readonly string[],
  seconds: number,
): Promise<ReadonlyMap<Contender, readonly number[]>> {
  const fastest = new Map(
    contenders.map((contender) => [contender, questions.map(() => Number.POSITIVE_INFINITY)]),
  );
  const rounds = Math.max(ROUNDS, Math.ceil(TIMES / questions.length));
  for (let round = 0; round < rounds; round++)
    for (const [contender, times] of fastest) {
      const timed = await contender.ask(questions, seconds);
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
  read: Read;
  /** In the order of the passages. */
  paragraphs: readonly Paragraph[];
  questions: readonly CollectionQuery[];
  reader: SentenceReader;
}>;

function createExam(collection: Collection, questions: readonly CollectionQuery[]): Exam {
  const read = readLibrary(collection);
  const byId = new Map([...read.passageOf].map(([paragraph, id]) => [id, paragraph]));
  const paragraphs = collection.passages.flatMap(({ id }) => byId.get(id) ?? []);
  return { read, paragraphs, questions, reader: createSentenceReader(collection.passages) };
}

async function judge(replies: readonly Reply[], exam: Exam): Promise<OrderFigures> {
  const { read, paragraphs, questions, reader } = exam;
  const given = replies.values();
  const rank = async (question: string) => {
    const { top, sentence } = given.next().value ?? { top: [] };
    const ranked = top.flatMap((position) => paragraphs[position] ?? []);
    return ranked.map((paragraph, at) => {
      const shown = at === 0 ? (sentence ?? reader(question, paragraph)) : undefined;
      return { paragraph, ...(shown === undefined ? {} : { sentence: shown }) };
    });
  };
  return measureOrder(read, rank, questions);
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

/** The value that `share` of the values do not exceed (nearest rank). */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
