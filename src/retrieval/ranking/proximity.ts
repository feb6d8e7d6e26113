// Which neighbouring words of a question stay together in a sentence.
import type { Query } from "#retrieval/query/query.ts";

/** Fed in order with the words of a sentence that meet a term: 1 + the term's place, and the word's own. */
export type Pairs = Readonly<{ clear(): void; next(slot: number, word: number): void; share(): number }>;

// What nearness is worth: as in the question; in its order within three words; reversed.
const AS_ASKED = 1;
const IN_ORDER = 0.7;
const REVERSED = 0.4;
const FARTHEST = 3;

/** Pairs of terms with at most one between them in the question: how much of their weight stands near in a sentence. */
export function createPairs({ terms }: Query): Pairs {
  const weights = new Float32Array(2 * terms.length);
  const near = new Float32Array(2 * terms.length);
  let total = 0;
  terms.forEach(({ share }, at) => {
    for (const gap of [1, 2]) {
      const other = terms[at + gap];
      if (other === undefined) continue;
      weights[2 * at + gap - 1] = (share + other.share) / 2;
      total += (share + other.share) / 2;
    }
  });
  // The words of the sentence that met a term.
  const slots: number[] = [];
  const places: number[] = [];
  let count = 0;
  let found = false;
  return {
    clear() {
      if (found) near.fill(0);
      found = false;
      count = 0;
    },
    next(slot, word) {
      for (let at = count - 1; at >= 0; at--) {
        const before = slots[at] as number;
        const distance = word - (places[at] as number);
        if (distance > FARTHEST) break;
        const gap = slot - before;
        if (gap === 0 || gap > 2 || gap < -2) continue;
        const pair = gap > 0 ? 2 * (before - 1) + gap - 1 : 2 * (slot - 1) - gap - 1;
        const worth = gap < 0 ? REVERSED : gap === distance ? AS_ASKED : IN_ORDER;
        near[pair] = Math.max(near[pair] as number, worth);
        found = true;
      }
      slots[count] = slot;
      places[count++] = word;
    },
    share() {
      if (!found) return 0;
      let sum = 0;
      for (let pair = 0; pair < near.length; pair++)
        sum += (weights[pair] as number) * (near[pair] as number);
      return sum / total;
    },
  };
}
