// The figures of test collections: order, marked sentence, refusals, typos, speed; a few lines each.

import MiniSearch from "minisearch";
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { createLibraryIndex } from "#retrieval/index/library-index.ts";
import { createRetriever, type Retriever } from "#retrieval/retriever.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { collectionNames, readCollection } from "./beir.ts";
import { quantile } from "./quantile.ts";
import { createRandom } from "./random.ts";
import { createRanker, type Ranker } from "./ranker.ts";
import { answerable, type LoadedCollection, loadCollection, measureRanking } from "./ranking-metrics.ts";
import { measureRefusals } from "./refusals.ts";
import { mistype } from "./typos.ts";

type Print = (text: string) => void;

// Enough to tell a hundredth apart.
const SAMPLE = 1500;
const ROUNDS = 3;

/**
 * At most `max` questions of a collection are ranked. Collections without answer strings are lists of key words or
 * claims: only their order is measured.
 */
export async function evaluateCollections(folder: string, max: number, print: Print): Promise<void> {
  for (const name of await collectionNames(folder)) {
    const loaded = loadCollection(await readCollection(folder, name));
    const rank = await createRanker(loaded.library);
    print(`\n${name}: ${loaded.collection.passages.length} paragraphs`);
    await printOrder(loaded, rank, { max, print });
    if (loaded.collection.queries.every(({ answers }) => answers === undefined)) continue;
    await printTypos(loaded, rank, print);
    const retriever = await createRetriever(loaded.library);
    await printRefusals(loaded, retriever, print);
    await printSpeed(loaded, retriever, print);
  }
}

type Printing = Readonly<{ max: number; print: Print }>;

async function printOrder(loaded: LoadedCollection, rank: Ranker, { max, print }: Printing): Promise<void> {
  const queries = answerable(loaded.collection, max);
  const order = await measureRanking(loaded, rank, queries);
  print(
    `  ${order.questions} questions: right at rank 1 ${share(order.rightFirst)}, answer in the marked sentence ${share(order.marked)}, ` +
      `MRR@10 ${share(order.reciprocalRank)}, nDCG@10 ${share(order.ndcg)}, recall@10 ${share(order.recall)}`,
  );
  const plain = await measureRanking(loaded, await createPlainRanker(loaded), queries);
  print(`  plain BM25: right at rank 1 ${share(plain.rightFirst)}, nDCG@10 ${share(plain.ndcg)}`);
}

/** Every content word counts alike, and nothing is re-ranked. */
async function createPlainRanker({ library }: LoadedCollection): Promise<Ranker> {
  const index = await createLibraryIndex(library, indexDeps());
  return (question) => index.search(new Map(contentTerms(question).map(({ stem }) => [stem, 1])), 10);
}

async function printTypos(loaded: LoadedCollection, rank: Ranker, print: Print): Promise<void> {
  const random = createRandom(1);
  const pairs = answerable(loaded.collection, SAMPLE).flatMap((query) => {
    const text = mistype(query.text, random);
    return text === undefined ? [] : [{ query, mistyped: { ...query, text } }];
  });
  const clean = await measureRanking(
    loaded,
    rank,
    pairs.map(({ query }) => query),
  );
  const typo = await measureRanking(
    loaded,
    rank,
    pairs.map(({ mistyped }) => mistyped),
  );
  print(
    `  one typo in ${pairs.length} questions: ${share(typo.rightFirst)} of ${share(clean.rightFirst)} kept, ${share(typo.rightFirst / clean.rightFirst)}`,
  );
}

async function printRefusals(loaded: LoadedCollection, retriever: Retriever, print: Print): Promise<void> {
  const { kept, offReport, trick } = await measureRefusals(loaded, (question, report) =>
    retriever.ask(question, report),
  );
  print(
    `  one report at a time: answerable answered ${share(kept)}, off-report refused ${share(offReport)}, trick questions refused ${share(trick)}`,
  );
}

/** Ibid and MiniSearch take turns, so that a busy machine slows both alike. */
async function printSpeed({ collection }: LoadedCollection, retriever: Retriever, print: Print) {
  const peer = new MiniSearch({ fields: ["title", "text"] });
  peer.addAll(collection.passages);
  const questions = answerable(collection, SAMPLE).map(({ text }) => text);
  const own = createTiming(questions, (question) => retriever.ask(question));
  const theirs = createTiming(questions, async (question) => peer.search(question));
  for (let round = 0; round < ROUNDS; round++) {
    await own.round();
    await theirs.round();
  }
  const median = quantile(own.fastest, 0.5);
  print(
    `  whole ask: median ${median.toFixed(2)} ms, p99 ${quantile(own.fastest, 0.99).toFixed(2)} ms; ` +
      `median as a ratio to MiniSearch's default search ${(median / quantile(theirs.fastest, 0.5)).toFixed(3)}`,
  );
}

/** Milliseconds of each question's fastest round: the slower ones show what else the machine was doing. */
function createTiming(questions: readonly string[], ask: (question: string) => Promise<unknown>) {
  const fastest = questions.map(() => Number.POSITIVE_INFINITY);
  return {
    fastest,
    async round(): Promise<void> {
      for (const [i, question] of questions.entries()) {
        const start = performance.now();
        await ask(question);
        fastest[i] = Math.min(fastest[i] as number, performance.now() - start);
      }
    },
  };
}

function share(value: number): string {
  return value.toFixed(3);
}
