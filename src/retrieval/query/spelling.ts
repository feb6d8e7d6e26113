// Reads a misspelt word as a word of the reports. The word is corrected and then searched for as it is: a fuzzy search
// instead would weigh the mistake like a rare word and hurt questions without one.
import { type KnownWord, skeletonOf, type Vocabulary } from "#retrieval/index/vocabulary.ts";

const MIN_LENGTH = 4;
// Two edits only in longer words: in shorter ones they easily make another word.
const MIN_LENGTH_FOR_TWO_EDITS = 8;
// A skeleton of fewer consonants fits too many names.
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
    const edits = editDistance(word, known.folded, maxEdits);
    if (edits <= maxEdits) consider(known, edits);
  }
  if (skeletonOf(word).length >= MIN_SKELETON_LENGTH)
    for (const known of vocabulary.soundingLike(word))
      if (Math.abs(known.folded.length - word.length) <= MAX_SOUNDALIKE_LENGTH_DIFFERENCE)
        consider(known, SOUNDALIKE_EDITS);
  return best;
}

// A name that merely sounds alike counts as so many edits, so that it comes after every near spelling.
const SOUNDALIKE_EDITS = 3;

/** One edit first, then the same first letter, which typists rarely miss, then the more frequent word; 0 for never. */
function scoreOf(known: KnownWord, word: string, edits: number): number {
  const sameLetter = known.folded[0] === word[0];
  if (edits === 2 && !sameLetter) return 0;
  return (edits === 1 ? 100 : 1) * (sameLetter ? 4 : 1) * Math.log2(1 + known.count);
}

/**
 * The number of edits (insert, delete, replace, swap neighbours) between two words, or `max + 1` when it is larger than
 * `max`: Damerau's distance as optimal string alignment. It is apart from `text/edit-distance.ts` because it counts a swap, the
 * commonest slip of typists, as one edit, and because it is bounded: it gives up early, and a correction compares
 * thousands of words.
 */
export function editDistance(a: string, b: string, max: number): number {
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
