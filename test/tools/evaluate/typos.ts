// Puts a typo into a question: one random edit in one of its content words.
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const MIN_LENGTH = 4;

/** Undefined where no word is long enough. `random` gives numbers from 0 up to 1. */
export function mistype(question: string, random: () => number): string | undefined {
  const words = contentTerms(question).filter(
    ({ folded, start, end }) => /^\p{L}+$/u.test(folded) && end - start >= MIN_LENGTH,
  );
  const word = words[Math.floor(random() * words.length)];
  if (word === undefined) return undefined;
  const index = word.start + Math.floor(random() * (word.end - word.start - 1));
  const letter = LETTERS[Math.floor(random() * LETTERS.length)] ?? "e";
  const [before, own, next, after] = [
    question.slice(0, index),
    question[index] ?? "",
    question[index + 1] ?? "",
    question.slice(index + 2),
  ];
  const edits = [
    before + next + after,
    before + letter + next + after,
    before + own + letter + next + after,
    before + next + own + after,
  ];
  return edits[Math.floor(random() * edits.length)];
}
