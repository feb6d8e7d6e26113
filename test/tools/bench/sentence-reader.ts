// Chooses the sentence for all engines that show none: the one that holds most of the question, each word weighed by how
// rare it is in the collection.
import type { Paragraph, Span } from "../../../src/domain/report.ts";
import type { Passage } from "../evaluate/beir.ts";
import { joined } from "./engine.ts";
import { stems } from "./words.ts";

export type SentenceReader = (question: string, paragraph: Paragraph) => Span | undefined;

export function createSentenceReader(passages: readonly Passage[]): SentenceReader {
  const frequencies = new Map<string, number>();
  for (const passage of passages)
    for (const stem of new Set(stems(joined(passage))))
      frequencies.set(stem, (frequencies.get(stem) ?? 0) + 1);
  const idf = (stem: string) => {
    const frequency = frequencies.get(stem) ?? 0;
    return Math.log(1 + (passages.length - frequency + 0.5) / (frequency + 0.5));
  };
  return (question, { text, sentences }) => {
    const asked = new Set(stems(question));
    let best: Span | undefined;
    let maxWeight = -1;
    for (const span of sentences) {
      const held = new Set(stems(text.slice(span.start, span.end)));
      const weight = [...held].reduce((sum, stem) => sum + (asked.has(stem) ? idf(stem) : 0), 0);
      if (weight > maxWeight) [best, maxWeight] = [span, weight];
    }
    return best;
  };
}
