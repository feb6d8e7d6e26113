// Reads a misspelt word as a word of the reports. The word is corrected first and then searched for like any other. A
// fuzzy search instead would treat the misspelling as a rare word, of high weight, and hurt questions without one.
import { type KnownWord, skeletonOf, type Vocabulary } from "#retrieval/index/vocabulary.ts";

const MIN_LENGTH = 4;
// Shorter words get one edit: with two they easily become another word.
const MIN_LENGTH_FOR_TWO_EDITS = 8;
// A skeleton (see vocabulary.ts) of fewer consonants fits too many names.
const MIN_SKELETON_LENGTH = 4;
const MAX_SOUNDALIKE_LENGTH_DIFFERENCE = 2;

/** The known word that was most likely meant by an unknown one (folded), or undefined. */
export function correctSpelling(word: string, vocabulary: Vocabulary): KnownWord | undefined {
  if (word.length < MIN_LENGTH || /\p{N}/u.test(word)) return undefined;
  const maxEdits = word.length < MIN_LENGTH_FOR_TWO_EDITS ? 1 : 2;
  let best: KnownWord | undefined;
  let maxScore = 0;
  const consider = (known: KnownWord, edits: number) => {
    const score = scoreOf(known, word, edits);
    if (score > maxScore) [best, maxScore] = [known, score];
  };
  for (const known of vocabulary.near(word, maxEdits)) {
    if (known.folded.length < MIN_LENGTH) continue;
    const edits = boundedEditDistance(word, known.folded, maxEdits);
    if (edits <= maxEdits) consider(known, edits);
  }
  if (skeletonOf(word).length >= MIN_SKELETON_LENGTH)
    for (const known of vocabulary.soundingLike(word))
      if (Math.abs(known.folded.length - word.length) <= MAX_SOUNDALIKE_LENGTH_DIFFERENCE)
        consider(known, SOUNDALIKE_EDITS);
  return best;
}

// What a name that only sounds alike counts as, so that it comes after every near spelling.
const SOUNDALIKE_EDITS = 3;

/**
 * Prefers one edit over two, then the same first letter (rarely mistyped), then the more frequent word. A score of 0
 * rejects the word.
 */
function scoreOf(known: KnownWord, word: string, edits: number): number {
  const sameLetter = known.folded[0] === word[0];
  if (edits === 2 && !sameLetter) return 0;
  return (edits === 1 ? 100 : 1) * (sameLetter ? 4 : 1) * Math.log2(1 + known.count);
}

/**
 * The number of edits (insert, delete, replace, swap neighbours) between two words, or `max + 1` when it is larger than
 * `max`: the optimal string alignment distance. Unlike the distance of `text/edit-distance.ts` it counts a swap, the
 * commonest typing error, as one edit, and it stops early, because a correction compares thousands of words.
 */
export function boundedEditDistance(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let beforeLast: number[] = [];
  let last: number[] = [];
  for (let column = 0; column <= b.length; column++) last.push(column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let min = row;
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let edits = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        edits = Math.min(edits, (beforeLast[column - 2] as number) + 1);
      current.push(edits);
      min = Math.min(min, edits);
    }
    if (min > max) return max + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(last[b.length] as number, max + 1);
}
