// What hostile requests are made of: the words, paragraphs and names of the loaded reports.
import { type Library, paragraphsOf } from "#domain/report.ts";

export type CorpusWords = Readonly<{
  paragraphs: readonly string[];
  /** The most frequent words, stop words included, the most frequent first. */
  frequent: readonly string[];
  /** Words that occur once. */
  rare: readonly string[];
  headings: readonly string[];
  codes: readonly string[];
  reports: readonly string[];
}>;

const MAX_FREQUENT = 200;

export function wordsOfCorpus({ reports }: Library): CorpusWords {
  const paragraphs = reports.flatMap(paragraphsOf);
  const counts = new Map<string, number>();
  for (const { text } of paragraphs)
    for (const [word] of text.matchAll(/\p{L}+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byCount = [...counts].sort(([, a], [, b]) => b - a);
  return {
    paragraphs: paragraphs.map(({ text }) => text),
    frequent: byCount.slice(0, MAX_FREQUENT).map(([word]) => word),
    rare: byCount.filter(([, count]) => count === 1).map(([word]) => word),
    headings: reports
      .flatMap(({ sections }) => sections.map(({ heading }) => heading))
      .filter((one) => one !== ""),
    codes: paragraphs.map(({ code }) => code),
    reports: reports.map(({ id }) => id),
  };
}
