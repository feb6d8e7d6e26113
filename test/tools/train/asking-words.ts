// Learns which words of a question ask rather than name: those that stand in the answering paragraph hardly more often
// than in any other.
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { answerable } from "#test/tools/evaluate/order.ts";
import type { Indexed } from "./examples.ts";

const MIN_QUESTIONS = 12;
const MAX_FACTOR = 0.75;
const MIN_FACTOR = 0.05;

type Seen = { questions: number; inGold: number; inAny: number };

/** Per stem what its weight is multiplied by. */
export function learnAskingWords(all: readonly Indexed[]): Record<string, number> {
  const seen = new Map<string, Seen>();
  for (const indexed of all) count(indexed, seen);
  const lift = ({ questions, inGold, inAny }: Seen) => {
    const gold = inGold / questions;
    const any = inAny / questions;
    return (gold - any) / (1 - any);
  };
  const total = { questions: 0, inGold: 0, inAny: 0 };
  for (const { questions, inGold, inAny } of seen.values()) {
    total.questions += questions;
    total.inGold += inGold;
    total.inAny += inAny;
  }
  const mean = lift(total);
  const factors = [...seen]
    .filter(([, { questions }]) => questions >= MIN_QUESTIONS)
    .map(([stem, own]): [string, number] => [stem, Math.max(MIN_FACTOR, lift(own) / mean)])
    .filter(([, factor]) => factor < MAX_FACTOR)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(factors.map(([stem, factor]) => [stem, Number(factor.toFixed(2))]));
}

function count(indexed: Indexed, seen: Map<string, Seen>): void {
  const { collection, index } = indexed;
  const paragraphs = collection.passages.length;
  const stemsOf = new Map(
    collection.passages.map(({ id, title, section, text }) => [id, stems(`${title} . ${section} . ${text}`)]),
  );
  for (const query of answerable(collection)) {
    const gold = [...(collection.qrels.get(query.id)?.keys() ?? [])];
    for (const stem of stems(query.text)) {
      const own = seen.get(stem) ?? { questions: 0, inGold: 0, inAny: 0 };
      own.questions++;
      if (gold.some((id) => stemsOf.get(id)?.has(stem))) own.inGold++;
      own.inAny += index.documentFrequency(stem) / paragraphs;
      seen.set(stem, own);
    }
  }
}

function stems(text: string): ReadonlySet<string> {
  return new Set(contentTerms(text).map(({ stem }) => stem));
}
