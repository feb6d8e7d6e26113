// Finds the phrases of a word list in a question.
import type { Term } from "#retrieval/analysis/tokenizer.ts";
import { readLines } from "#retrieval/data/word-lists.ts";

/** An entry of a list of phrases; `name` is what stands after " - ", if anything does. */
export type Phrase = Readonly<{ words: readonly string[]; name?: string }>;

/** The longest first, so that "executive summary" is found before "summary". */
export function readPhrases(list: string): readonly Phrase[] {
  return readLines(list)
    .map((line): Phrase => {
      const [phrase = "", name] = line.split(" - ");
      return { words: phrase.split(" "), ...(name === undefined ? {} : { name }) };
    })
    .toSorted((a, b) => b.words.length - a.words.length);
}

export type FoundPhrase = Readonly<{ phrase: Phrase; before: readonly Term[]; after: readonly Term[] }>;

/** The first of the phrases that stands in the question, with the words on both sides of it. */
export function findPhrase(question: readonly Term[], phrases: readonly Phrase[]): FoundPhrase | undefined {
  for (const phrase of phrases) {
    const { words } = phrase;
    const start = question.findIndex((_, i) => words.every((word, j) => question[i + j]?.folded === word));
    if (start !== -1)
      return { phrase, before: question.slice(0, start), after: question.slice(start + words.length) };
  }
  return undefined;
}
