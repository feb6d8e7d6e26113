// Learns which words of a question ask rather than name: those that occur in the answering paragraph hardly more often
// than in any other.
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { answerable } from "#test/tools/evaluate/ranking-metrics.ts";
import type { IndexedCollection } from "./examples.ts";

// A word of fewer questions is not judged.
const MIN_QUESTIONS = 12;
// A word with a higher factor is not listed: it names.
const MAX_FACTOR = 0.75;
const MIN_FACTOR = 0.05;

/** In how many questions a stem occurs, in how many of their answering paragraphs, and in how many of any by chance. */
type Counts = { questions: number; inAnswer: number; inAny: number };

/** Per stem the factor of its weight, rounded to two digits. */
export function learnAskingWords(all: readonly IndexedCollection[]): Record<string, number> {
  const counts = new Map<string, Counts>();
  for (const indexed of all) addCounts(indexed, counts);
  const total = { questions: 0, inAnswer: 0, inAny: 0 };
  for (const { questions, inAnswer, inAny } of counts.values()) {
    total.questions += questions;
    total.inAnswer += inAnswer;
    total.inAny += inAny;
  }
  const meanLift = liftOf(total);
  const factors = [...counts]
    .filter(([, { questions }]) => questions >= MIN_QUESTIONS)
    .map(([stem, own]): [string, number] => [stem, Math.max(MIN_FACTOR, liftOf(own) / meanLift)])
    .filter(([, factor]) => factor < MAX_FACTOR)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(factors.map(([stem, factor]) => [stem, Number(factor.toFixed(2))]));
}

/** How much likelier than by chance the word is in the answering paragraph: 0 as by chance, 1 always. */
function liftOf({ questions, inAnswer, inAny }: Counts): number {
  const answer = inAnswer / questions;
  const any = inAny / questions;
  return (answer - any) / (1 - any);
}

function addCounts({ collection, index }: IndexedCollection, counts: Map<string, Counts>): void {
  const paragraphs = collection.passages.length;
  const stemsOf = new Map(
    collection.passages.map(({ id, title, section, text }) => [id, stems(`${title} . ${section} . ${text}`)]),
  );
  for (const query of answerable(collection)) {
    const right = [...(collection.qrels.get(query.id)?.keys() ?? [])];
    for (const stem of stems(query.text)) {
      const own = counts.get(stem) ?? { questions: 0, inAnswer: 0, inAny: 0 };
      own.questions++;
      if (right.some((id) => stemsOf.get(id)?.has(stem))) own.inAnswer++;
      own.inAny += index.documentFrequency(stem) / paragraphs;
      counts.set(stem, own);
    }
  }
}

function stems(text: string): ReadonlySet<string> {
  return new Set(contentTerms(text).map(({ stem }) => stem));
}
