// Words that a question joins and the reports part, or the other way round: "cooperate" and "co-operate", "F 35" and "F-35",
// "cyberattack" and "cyber attack".
import { contentTerms, isContentWord, type Term } from "#retrieval/analysis/tokenizer.ts";
import type { LibraryIndex } from "#retrieval/index/library-index.ts";

const NUMBER = /^\p{N}/u;
// No English word is longer, and the work grows with the length.
const MAX_LENGTH = 40;

/** The words of a question, those joined that the reports print as one word and never side by side. */
export function joinCompounds(terms: readonly Term[], index: LibraryIndex): readonly Term[] {
  const joined: Term[] = [];
  for (const term of terms) {
    const compound = joinTo(joined.at(-1), term, index);
    if (compound !== undefined) joined.pop();
    joined.push(compound ?? term);
  }
  return joined;
}

function joinTo(left: Term | undefined, right: Term, index: LibraryIndex): Term | undefined {
  if (left === undefined || right.start - left.end > 1 || !isContentWord(left) || !isContentWord(right))
    return undefined;
  if (NUMBER.test(left.folded) && NUMBER.test(right.folded)) return undefined;
  const stem = left.folded + right.stem;
  if (index.documentFrequency(stem) === 0 || index.printsApart(left.stem, right.stem)) return undefined;
  return { ...left, stem, folded: left.folded + right.folded, end: right.end };
}

/** The two words that the reports print side by side where the question has one, or undefined. */
export function partsOf({ folded, ...place }: Term, index: LibraryIndex): readonly Term[] | undefined {
  if (folded.length > MAX_LENGTH) return undefined;
  for (let i = 1; i < folded.length; i++) {
    const [left, right] = [folded.slice(0, i), folded.slice(i)];
    // "2001" is not "20-01".
    if (!index.dictionary.wordIds.has(left) || (NUMBER.test(right) && NUMBER.test(left))) continue;
    const [first, second, ...more] = contentTerms(`${left} ${right}`);
    if (first === undefined || second === undefined || more.length > 0) continue;
    if (index.printsApart(first.stem, second.stem))
      return [first, second].map(({ stem, folded }) => ({ ...place, stem, folded }));
  }
  return undefined;
}
