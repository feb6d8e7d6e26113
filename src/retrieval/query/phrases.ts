// Finds the phrases of a word list in a question.
import type { Term } from "#retrieval/analysis/tokenizer.ts";
import { readLines } from "#retrieval/data/word-lists.ts";

/** An entry of a list of phrases; `name` is what follows " - ", if anything does. */
type Phrase = Readonly<{ words: readonly string[]; name?: string }>;

/** By their first word, which nearly no question has. */
export type Phrases = ReadonlyMap<string, readonly Phrase[]>;

export function readPhrases(list: string): Phrases {
  const phrases = readLines(list).map((line): Phrase => {
    const [phrase = "", name] = line.split(" - ");
    return { words: phrase.split(" "), ...(name === undefined ? {} : { name }) };
  });
  return Map.groupBy(phrases, ({ words }) => words[0] ?? "");
}

type FoundPhrase = Readonly<{ phrase: Phrase; before: readonly Term[]; after: readonly Term[] }>;

/** The longest of the phrases that are in the question, with the words on both sides of it; the first of several. */
export function findPhrase(question: readonly Term[], phrases: Phrases): FoundPhrase | undefined {
  let best: Phrase | undefined;
  let start = 0;
  question.forEach(({ folded }, i) => {
    for (const phrase of phrases.get(folded) ?? []) {
      const { words } = phrase;
      if (words.length <= (best?.words.length ?? 0)) continue;
      if (words.every((word, j) => question[i + j]?.folded === word)) [best, start] = [phrase, i];
    }
  });
  if (best === undefined) return undefined;
  return {
    phrase: best,
    before: question.slice(0, start),
    after: question.slice(start + best.words.length),
  };
}
