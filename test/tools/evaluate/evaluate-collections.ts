// The figures of test collections: order, marked sentence, refusals, typos, speed; one line each.
import MiniSearch from "minisearch";
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { createLibraryIndex } from "#retrieval/index/library-index.ts";
import { createSegmentCache } from "#retrieval/index/segment-cache.ts";
import { createRetriever, type Retriever } from "#retrieval/retriever.ts";
import { collectionNames, readCollection } from "./beir.ts";
import { answerable, measureOrder, type Ranker, type Read, readLibrary } from "./order.ts";
import { quantile } from "./quantile.ts";
import { createRandom } from "./random.ts";
import { measureRefusals } from "./refusals.ts";
import { mistype } from "./typos.ts";

type Print = (text: string) => void;
type Printing = Readonly<{ most: number; print: Print }>;

// Enough to tell a hundredth apart.
const SAMPLE = 1500;
const ROUNDS = 3;

/** Collections without answer strings are lists of key words or claims: only their order is measured. */
export async function evaluateCollections(folder: string, most: number, print: Print): Promise<void> {
  for (const name of await collectionNames(folder)) {
    const read = readLibrary(await readCollection(folder, name));
    const retriever = createRetriever(read.library);
    print(`\n${name}: ${read.collection.passages.length} paragraphs`);
    await printOrder(read, retriever, { most, print });
    if (read.collection.queries.every(({ answers }) => answers === undefined)) continue;
    await printTypos(read, retriever, print);
    await printRefusals(read, retriever, print);
    await printSpeed(read, retriever, print);
  }
}

async function printOrder(read: Read, retriever: Retriever, { most, print }: Printing): Promise<void> {
  const { questions, ...order } = await measureOrder(
    read,
    (question) => retriever.rank(question),
    answerable(read.collection, most),
  );
  print(
    `  ${questions} questions: right at rank 1 ${share(order.right)}, answer in the marked sentence ${share(order.marked)}, ` +
      `MRR@10 ${share(order.reciprocalRank)}, nDCG@10 ${share(order.ndcg)}, recall@10 ${share(order.recall)}`,
  );
  const plain = await measureOrder(read, createPlainRanker(read), answerable(read.collection, most));
  print(`  plain BM25: right at rank 1 ${share(plain.right)}, nDCG@10 ${share(plain.ndcg)}`);
}

/** Every content word counts alike, and nothing is re-ranked. */
function createPlainRanker({ library }: Read): Ranker {
  const index = createLibraryIndex(library, createSegmentCache());
  return (question) => index.search(new Map(contentTerms(question).map(({ stem }) => [stem, 1])), 10);
}

async function printTypos(read: Read, retriever: Retriever, print: Print): Promise<void> {
  const random = createRandom(1);
  const pairs = answerable(read.collection, SAMPLE).flatMap((query) => {
    const text = mistype(query.text, random);
    return text === undefined ? [] : [{ query, mistyped: { ...query, text } }];
  });
  const rank = (question: string) => retriever.rank(question);
  const clean = await measureOrder(
    read,
    rank,
    pairs.map(({ query }) => query),
  );
  const typo = await measureOrder(
    read,
    rank,
    pairs.map(({ mistyped }) => mistyped),
  );
  print(
    `  one typo in ${pairs.length} questions: ${share(typo.right)} of ${share(clean.right)} kept, ${share(typo.right / clean.right)}`,
  );
}

async function printRefusals(read: Read, retriever: Retriever, print: Print): Promise<void> {
  const { kept, offReport, trick } = await measureRefusals(read, (question, report) =>
    retriever.ask(question, report),
  );
  print(
    `  one report at a time: answerable answered ${share(kept)}, off-report refused ${share(offReport)}, trick questions refused ${share(trick)}`,
  );
}

/** They take turns, so that a busy machine slows both alike. */
async function printSpeed(read: Read, retriever: Retriever, print: Print): Promise<void> {
  const peer = new MiniSearch({ fields: ["title", "text"] });
  peer.addAll(read.collection.passages);
  const questions = answerable(read.collection, SAMPLE).map(({ text }) => text);
  const own = createTiming(questions, (question) => retriever.ask(question));
  const theirs = createTiming(questions, async (question) => peer.search(question));
  for (let round = 0; round < ROUNDS; round++) {
    await own.round();
    await theirs.round();
  }
  const half = quantile(own.fastest, 0.5);
  print(
    `  whole ask: median ${half.toFixed(2)} ms, p99 ${quantile(own.fastest, 0.99).toFixed(2)} ms; ` +
      `median as a ratio to MiniSearch's default search ${(half / quantile(theirs.fastest, 0.5)).toFixed(3)}`,
  );
}

/** Milliseconds of each question's fastest round: the others tell what else the machine was doing. */
function createTiming(questions: readonly string[], ask: (question: string) => Promise<unknown>) {
  const fastest = questions.map(() => Number.POSITIVE_INFINITY);
  return {
    fastest,
    async round(): Promise<void> {
      for (const [at, question] of questions.entries()) {
        const start = performance.now();
        await ask(question);
        fastest[at] = Math.min(fastest[at] as number, performance.now() - start);
      }
    },
  };
}

function share(value: number): string {
  return value.toFixed(3);
}
