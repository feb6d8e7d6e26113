// Where the passages come from: a collection as it is, or paragraphs composed of sentences of collections.
import { splitSentences } from "../../../src/reports/parse/sentences.ts";
import { type Passage, readCollection } from "../evaluate/beir.ts";
import { createRandom } from "../evaluate/random.ts";
import { SEED } from "./sample.ts";

export type Source = Readonly<{
  folder: string;
  collections: readonly string[];
  /** Composes so many paragraphs. */
  size?: number;
}>;

const SENTENCES = 4;

export async function readSource({ folder, collections, size }: Source): Promise<readonly Passage[]> {
  const read = await Promise.all(collections.map((name) => readCollection(folder, name)));
  const passages = read.flatMap((collection) => collection.passages);
  return size === undefined ? passages : compose(passages, size);
}

function compose(passages: readonly Passage[], size: number): readonly Passage[] {
  const sentences = passages.flatMap(({ text }) =>
    splitSentences(text).map(({ start, end }) => text.slice(start, end)),
  );
  const random = createRandom(SEED);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  return Array.from({ length: size }, (_, i) => ({
    id: String(i),
    title: pick(passages)?.title ?? "",
    section: "",
    text: Array.from({ length: SENTENCES }, () => pick(sentences)).join(" "),
  }));
}
