// The words of a library, in which the speller looks for what a mistyped word was meant to be. Words that occur in addresses
// and file names only are left out.
import { inSlices, type TimeSlices } from "#domain/time-slices.ts";
import type { ForwardIndex } from "./forward-index.ts";

/** A word of the reports. */
export type KnownWord = Readonly<{
  folded: string;
  /** How often it occurs. */
  count: number;
  /** As first printed. */
  printed: string;
  /** Always begins with a capital letter. */
  isName: boolean;
}>;

export type Vocabulary = Readonly<{
  /**
   * Every word within `edits` edits of `word`, among others: a cheap test of lengths and letters rules out most of the
   * vocabulary, and the caller measures the distance to what is left.
   */
  near(word: string, edits: number): Iterable<KnownWord>;
  /** Names with the same consonants in the same order. */
  soundingLike(word: string): readonly KnownWord[];
}>;

export async function createVocabulary(
  indexes: readonly ForwardIndex[],
  slices: TimeSlices,
): Promise<Vocabulary> {
  const words = await mergeWords(indexes, slices);
  const letterSets = new Uint32Array(words.length);
  const lengths = new Uint8Array(words.length);
  const bySkeleton = new Map<string, KnownWord[]>();
  await inSlices(
    words.length,
    (i) => {
      const word = words[i] as KnownWord;
      letterSets[i] = letterSetOf(word.folded);
      lengths[i] = Math.min(255, word.folded.length);
      if (!word.isName) return;
      const skeleton = skeletonOf(word.folded);
      const alike = bySkeleton.get(skeleton);
      if (alike === undefined) bySkeleton.set(skeleton, [word]);
      else alike.push(word);
    },
    slices,
  );
  return {
    *near(word, edits) {
      const letters = letterSetOf(word);
      for (let i = 0; i < words.length; i++) {
        if (Math.abs((lengths[i] as number) - word.length) > edits) continue;
        // A replaced letter changes the set by two letters, every other edit by at most one.
        if (countBits((letterSets[i] as number) ^ letters) > 2 * edits) continue;
        yield words[i] as KnownWord;
      }
    },
    soundingLike: (word) => bySkeleton.get(skeletonOf(word)) ?? [],
  };
}

/** Each word once, in the order of first occurrence. */
async function mergeWords(
  indexes: readonly ForwardIndex[],
  slices: TimeSlices,
): Promise<readonly KnownWord[]> {
  const known = new Map<string, { folded: string; count: number; printed: string; isName: boolean }>();
  for (const { words, printedForms, wordCounts, wordIsName, wordIsProse } of indexes) {
    const addWord = (i: number) => {
      if (wordIsProse[i] === 0) return;
      const folded = words[i] as string;
      const seen = known.get(folded);
      const count = wordCounts[i] as number;
      const isName = wordIsName[i] === 1;
      if (seen === undefined)
        known.set(folded, { folded, count, printed: printedForms[i] as string, isName });
      else {
        seen.count += count;
        seen.isName &&= isName;
      }
    };
    await inSlices(words.length, addWord, slices);
  }
  return [...known.values()];
}

/**
 * What is left of a word without vowels, y and doubled letters. Names from other scripts are transcribed by sound: their
 * vowels vary, their consonants hardly do ("Huseyniyyun", "Hussainiyoun").
 */
export function skeletonOf(word: string): string {
  return word.replace(/(.)\1+/gu, "$1").replace(/[aeiouy]/gu, "");
}

/** The letters of a word as bits; letters outside a to z share bits, which only makes the test less strict. */
function letterSetOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
