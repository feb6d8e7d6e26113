// Reads a mistyped word as a word of the reports. It mends the word and searches for that, rather than searching
// fuzzily: a fuzzy search weights the mistake like a rare word and hurts well-typed questions.
import { type KnownWord, skeletonOf, type Vocabulary } from "#retrieval/index/vocabulary.ts";

const SHORTEST = 4;
// Two edits only in words so long that two edits hardly make another word of them.
const MIN_FOR_TWO_EDITS = 8;
// A skeleton of fewer consonants fits too many names.
const MIN_SKELETON_LENGTH = 4;

/** The known word that an unknown one (folded) most likely stands for, or undefined. */
export function correctSpelling(word: string, vocabulary: Vocabulary): KnownWord | undefined {
  if (word.length < SHORTEST || /\p{N}/u.test(word)) return undefined;
  const most = word.length < MIN_FOR_TWO_EDITS ? 1 : 2;
  let best: KnownWord | undefined;
  let score = 0;
  const consider = (known: KnownWord, edits: number) => {
    const sameLetter = known.folded[0] === word[0];
    if (edits === 2 && !sameLetter) return;
    // Fewer edits first, then the same first letter (typists rarely miss it), then the more frequent word.
    const own = (edits === 1 ? 100 : 1) * (sameLetter ? 4 : 1) * Math.log2(1 + known.count);
    if (own > score) [best, score] = [known, own];
  };
  for (const known of vocabulary.near(word, most)) {
    if (known.folded.length < SHORTEST) continue;
    const edits = editDistance(word, known.folded, most);
    if (edits <= most) consider(known, edits);
  }
  if (skeletonOf(word).length >= MIN_SKELETON_LENGTH)
    for (const known of vocabulary.soundingLike(word))
      if (Math.abs(known.folded.length - word.length) <= 2) consider(known, 3);
  return best;
}

/** Damerau's distance (insert, delete, replace, swap neighbours), or `most + 1` when it is larger than `most`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last: number[] = [];
  for (let column = 0; column <= b.length; column++) last.push(column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        edits = Math.min(edits, (beforeLast[column - 2] as number) + 1);
      current.push(edits);
      least = Math.min(least, edits);
    }
    if (least > most) return most + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(last[b.length] as number, most + 1);
}
