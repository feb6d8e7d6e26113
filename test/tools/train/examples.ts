// What the models learn from: the questions of a collection with what ranking finds for them.
import type { Paragraph } from "#domain/report.ts";
import { createLibraryIndex, type LibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { PARAGRAPH_FEATURES } from "#retrieval/ranking/features.ts";
import type { Model } from "#retrieval/ranking/learned-weights.ts";
import type { Weights } from "#retrieval/ranking/linear-model.ts";
import { score } from "#retrieval/ranking/linear-model.ts";
import { createRank, type Hit } from "#retrieval/ranking/rank.ts";
import { holdsAnswer } from "#test/tools/evaluate/answers.ts";
import type { Collection, CollectionQuery } from "#test/tools/evaluate/beir.ts";
import { answerable, isRight, type Read, readLibrary } from "#test/tools/evaluate/order.ts";
import type { Contest } from "./linear.ts";

const RANK = PARAGRAPH_FEATURES.indexOf("rank");
// Rests on the sentence model.
const SENTENCE = PARAGRAPH_FEATURES.indexOf("sentence");

export type Indexed = Read & Readonly<{ index: LibraryIndex }>;

export function indexCollection(collection: Collection): Indexed {
  const read = readLibrary(collection);
  return { ...read, index: createLibraryIndex(read.library, new Map()) };
}

type ExampleSentence = Readonly<{ features: readonly number[]; right: boolean }>;
type ExampleParagraph = Readonly<{
  features: readonly number[];
  right: boolean;
  sentences: readonly ExampleSentence[];
}>;

/** What ranking finds for one question. */
export type Example = readonly ExampleParagraph[];

/** Examples of at most `most` questions, spread over the collection. */
export async function examplesOf(indexed: Indexed, model: Model, most: number): Promise<Example[]> {
  const rank = createRank(indexed.index, model);
  const examples: Example[] = [];
  for (const asked of answerable(indexed.collection, most)) {
    const query = await analyseQuestion(asked.text, indexed.index, model.askingFactor);
    const hits = await rank(query);
    examples.push([...hits].sort(byBm25).map((hit) => exampleOf(hit, asked, indexed)));
  }
  return examples;
}

/** The same examples, whatever the model before has made of their order. */
function byBm25(a: Hit, b: Hit): number {
  return (b.features[RANK] ?? 0) - (a.features[RANK] ?? 0);
}

function exampleOf(hit: Hit, asked: CollectionQuery, indexed: Indexed): ExampleParagraph {
  const right = isRight(hit.paragraph, asked, indexed);
  return {
    features: hit.features,
    right,
    sentences: right
      ? hit.sentences.map((features, at) => ({ features, right: holds(hit.paragraph, at, asked) }))
      : hit.sentences.map((features) => ({ features, right: false })),
  };
}

function holds({ text, sentences }: Paragraph, at: number, { answers = [] }: CollectionQuery): boolean {
  return holdsAnswer(text.slice(sentences[at]?.start, sentences[at]?.end), answers);
}

// A collection counts by the square root of its size: the large ones must not drown the others.
function weightIn(examples: readonly Example[]): number {
  return 1 / Math.sqrt(examples.length);
}

/** Sentences that hold the answer against the others of the right paragraph. */
export function sentenceContests(examples: readonly Example[]): Contest[] {
  const weight = weightIn(examples);
  return examples.flatMap((paragraphs) =>
    paragraphs.filter(({ right }) => right).map(({ sentences }) => contestOf(sentences, weight)),
  );
}

/** Right paragraphs against the others, the score of the best sentence as a given sentence model has it. */
export function paragraphContests(examples: readonly Example[], sentence: Weights): Contest[] {
  const weight = weightIn(examples);
  return examples.map((paragraphs) =>
    contestOf(
      paragraphs.map(({ features, right, sentences }) => {
        const best = Math.max(...sentences.map((one) => score(one.features, sentence)));
        return { right, features: features.with(SENTENCE, best / 5) };
      }),
      weight,
    ),
  );
}

function contestOf(rows: readonly ExampleSentence[], weight: number): Contest {
  return {
    winners: rows.filter(({ right }) => right).map(({ features }) => features),
    losers: rows.filter(({ right }) => !right).map(({ features }) => features),
    weight,
  };
}
