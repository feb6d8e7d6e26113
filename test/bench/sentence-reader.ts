// Chooses the sentence for the engines that show none, the same for all: the one that holds most of the question, each
// word weighed by how rare it is in the collection. And tells whether a sentence holds the answer.
import { splitSentences } from "../../src/reports/sentences.ts";
import type { Passage } from "../evaluation/beir.ts";
import { joined } from "./engine.ts";
import { stems } from "./words.ts";

export type SentenceReader = (question: string, passage: Passage) => string;

export function createSentenceReader(passages: readonly Passage[]): SentenceReader {
  const frequencies = new Map<string, number>();
  for (const passage of passages)
    for (const stem of new Set(stems(joined(passage))))
      frequencies.set(stem, (frequencies.get(stem) ?? 0) + 1);
  const idf = (stem: string) => {
    const frequency = frequencies.get(stem) ?? 0;
    return Math.log(1 + (passages.length - frequency + 0.5) / (frequency + 0.5));
  };
  return (question, { text }) => {
    const asked = new Set(stems(question));
    let best = "";
    let most = -1;
    for (const { start, end } of splitSentences(text)) {
      const sentence = text.slice(start, end);
      const shared = [...new Set(stems(sentence))].filter((stem) => asked.has(stem));
      const weight = shared.reduce((sum, stem) => sum + idf(stem), 0);
      if (weight > most) [best, most] = [sentence, weight];
    }
    return best;
  };
}

/** Letters and digits only: quotation marks and spaces are no part of an answer. */
export function holdsAnswer(sentence: string, answers: readonly string[]): boolean {
  const shown = folded(sentence);
  return shown !== " " && answers.some((answer) => shown.includes(folded(answer)));
}

function folded(text: string): string {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return ` ${words.join(" ")} `;
}
