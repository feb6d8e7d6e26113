// The words of a library, for telling a mistyped word from a known one and finding what it stands for.
import type { ForwardIndex } from "./forward-index.ts";

/** A word of the reports: how often it occurs, one printed form, and whether it is always capitalised. */
export type KnownWord = Readonly<{ folded: string; count: number; printed: string; name: boolean }>;

export type Vocabulary = Readonly<{
  get(folded: string): KnownWord | undefined;
  /** Words whose length and letters differ so little from `word` that they may be at most `edits` edits away. */
  near(word: string, edits: number): Iterable<KnownWord>;
  /** Names that sound alike: the same consonants in the same order. */
  soundingLike(word: string): readonly KnownWord[];
}>;

export function createVocabulary(indexes: readonly ForwardIndex[]): Vocabulary {
  const known = new Map<string, { folded: string; count: number; printed: string; name: boolean }>();
  for (const { words, printed, wordCounts, wordIsName } of indexes) {
    words.forEach((folded, at) => {
      const seen = known.get(folded);
      const count = wordCounts[at] ?? 0;
      const name = wordIsName[at] === 1;
      if (seen === undefined) known.set(folded, { folded, count, printed: printed[at] ?? folded, name });
      else {
        seen.count += count;
        seen.name &&= name;
      }
    });
  }
  // Made for the first word that is not known: most questions have none.
  let lookup: Lookup | undefined;
  const lookUp = () => {
    lookup ??= createLookup([...known.values()]);
    return lookup;
  };
  return {
    get: (folded) => known.get(folded),
    near: (word, edits) => lookUp().near(word, edits),
    soundingLike: (word) => lookUp().bySkeleton.get(skeletonOf(word)) ?? [],
  };
}

type Lookup = Readonly<{
  near: Vocabulary["near"];
  bySkeleton: ReadonlyMap<string, readonly KnownWord[]>;
}>;

function createLookup(all: readonly KnownWord[]): Lookup {
  const masks = Uint32Array.from(all, ({ folded }) => maskOf(folded));
  const lengths = Uint8Array.from(all, ({ folded }) => Math.min(255, folded.length));
  const bySkeleton = new Map<string, KnownWord[]>();
  for (const word of all) {
    if (!word.name) continue;
    const skeleton = skeletonOf(word.folded);
    const same = bySkeleton.get(skeleton);
    if (same === undefined) bySkeleton.set(skeleton, [word]);
    else same.push(word);
  }
  return {
    bySkeleton,
    *near(word, edits) {
      const mask = maskOf(word);
      for (let at = 0; at < masks.length; at++) {
        if (Math.abs((lengths[at] as number) - word.length) > edits) continue;
        // One edit changes at most two letters of the set.
        if (bitsOf((masks[at] as number) ^ mask) > 2 * edits) continue;
        yield all[at] as KnownWord;
      }
    },
  };
}

/** Names from other scripts are written by sound: vowels and y come and go, the other letters stay. */
export function skeletonOf(word: string): string {
  return word.replace(/(.)\1+/gu, "$1").replace(/[aeiouy]/gu, "");
}

function maskOf(word: string): number {
  let mask = 0;
  for (let at = 0; at < word.length; at++) mask |= 1 << (word.charCodeAt(at) & 31);
  return mask;
}

function bitsOf(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}
