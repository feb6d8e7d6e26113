// Term proximity: which neighbouring terms of a question are near each other in a sentence too.
import type { Query } from "#retrieval/query/query.ts";

/** Reads a sentence once: `reset`, then `add` for each word that matches a term, in order, then `share`. */
export type Proximity = Readonly<{
  reset(): void;
  /** `ordinal` is the term's place in the question, from 1; `position` the word's in the text. */
  add(ordinal: number, position: number): void;
  /**
   * The credit of all pairs, each times its weight, as a share of all weights: from 0 to 1; 0 for a question of one
   * term.
   */
  share(): number;
}>;

// The credit of a pair that is at most MAX_DISTANCE words apart: as far apart as in the question, otherwise in the same
// order, or in reversed order.
const AS_ASKED = 1;
const IN_ORDER = 0.7;
const REVERSED = 0.4;
const MAX_DISTANCE = 3;

/** A pair is two terms with at most one other between them in the question. Its weight is the mean of theirs. */
export function createProximity({ terms }: Query): Proximity {
  const { weights, total } = weighPairs(terms);
  const credits = new Float32Array(weights.length);
  // The matching words of the sentence.
  const ordinals: number[] = [];
  const positions: number[] = [];
  let count = 0;
  let isAnyNear = false;
  return {
    reset() {
      if (isAnyNear) credits.fill(0);
      isAnyNear = false;
      count = 0;
    },
    add(ordinal, position) {
      for (let i = count - 1; i >= 0; i--) {
        const before = ordinals[i] as number;
        const distance = position - (positions[i] as number);
        if (distance > MAX_DISTANCE) break;
        const gap = ordinal - before;
        if (gap === 0 || gap > 2 || gap < -2) continue;
        const pair = gap > 0 ? pairIndex(before, gap) : pairIndex(ordinal, -gap);
        const credit = gap < 0 ? REVERSED : gap === distance ? AS_ASKED : IN_ORDER;
        credits[pair] = Math.max(credits[pair] as number, credit);
        isAnyNear = true;
      }
      ordinals[count] = ordinal;
      positions[count++] = position;
    },
    share() {
      if (!isAnyNear) return 0;
      let sum = 0;
      for (let pair = 0; pair < credits.length; pair++)
        sum += (weights[pair] as number) * (credits[pair] as number);
      return sum / total;
    },
  };
}

/** Index of the pair made of a term (from 1) and the one `gap` (1 or 2) places after it. */
function pairIndex(ordinal: number, gap: number): number {
  return 2 * (ordinal - 1) + gap - 1;
}

function weighPairs(terms: Query["terms"]) {
  const weights = new Float32Array(2 * terms.length);
  let total = 0;
  terms.forEach(({ weight }, i) => {
    for (const gap of [1, 2]) {
      const other = terms[i + gap];
      if (other === undefined) continue;
      weights[pairIndex(i + 1, gap)] = (weight + other.weight) / 2;
      total += (weight + other.weight) / 2;
    }
  });
  return { weights, total };
}
