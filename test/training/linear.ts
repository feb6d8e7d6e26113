// Linear models: pairwise logistic for an order, logistic for odds. Adam over all examples, from a fixed seed.
import { createRandom } from "../evaluation/random.ts";

/** A row of features that should rank above the others. */
export type Contest = Readonly<{
  winners: readonly (readonly number[])[];
  losers: readonly (readonly number[])[];
  weight: number;
}>;
export type Labelled = Readonly<{ features: readonly number[]; label: 0 | 1; weight: number }>;

const SEED = 20_211_101;
const RATE = 0.02;

export const LOSS = {
  pairwise: "logistic loss of the difference of two scores, summed over pairs, + 1e-4 |w|²",
  logistic: "logistic loss, + 1e-4 |w|²",
  optimiser: `Adam, rate ${RATE}`,
  seed: SEED,
};

/** Learns weights under which winners score above losers. */
export function trainPairwise(contests: readonly Contest[], size: number, rounds = 12): number[] {
  const pairs = contests.flatMap(({ winners, losers, weight }) =>
    winners.flatMap((winner) =>
      losers.map((loser) => ({
        features: winner.map((value, at) => value - (loser[at] ?? 0)),
        label: 1 as const,
        weight: weight / (winners.length * losers.length),
      })),
    ),
  );
  return descend(pairs, size, rounds);
}

/** Learns weights, the last of them standing alone, whose logistic gives the odds of label 1. */
export function trainLogistic(examples: readonly Labelled[], size: number, rounds = 40): number[] {
  return descend(
    examples.map(({ features, ...rest }) => ({ ...rest, features: [...features, 1] })),
    size + 1,
    rounds,
  );
}

function descend(examples: readonly Labelled[], size: number, rounds: number): number[] {
  const random = createRandom(SEED);
  const order = Uint32Array.from(examples, (_, at) => at);
  const weights = new Float64Array(size);
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  const gradient = new Float64Array(size);
  const total = examples.reduce((sum, { weight }) => sum + weight, 0) / examples.length;
  const BATCH = 128;
  let step = 0;
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random);
    const rate = RATE * (1 - round / rounds);
    for (let from = 0; from < order.length; from += BATCH) {
      gradient.fill(0);
      const to = Math.min(order.length, from + BATCH);
      for (let at = from; at < to; at++) {
        const example = examples[order[at] ?? 0];
        if (example === undefined) continue;
        const { features, label, weight } = example;
        let score = 0;
        for (let one = 0; one < size; one++) score += (weights[one] ?? 0) * (features[one] ?? 0);
        const error = ((1 / (1 + Math.exp(-score)) - label) * weight) / total;
        for (let one = 0; one < size; one++)
          gradient[one] = (gradient[one] ?? 0) + error * (features[one] ?? 0);
      }
      step++;
      for (let one = 0; one < size; one++) {
        const slope = (gradient[one] ?? 0) / (to - from) + 2e-4 * (weights[one] ?? 0);
        first[one] = 0.9 * (first[one] ?? 0) + 0.1 * slope;
        second[one] = 0.999 * (second[one] ?? 0) + 0.001 * slope * slope;
        const mean = (first[one] ?? 0) / (1 - 0.9 ** step);
        const spread = Math.sqrt((second[one] ?? 0) / (1 - 0.999 ** step)) + 1e-8;
        weights[one] = (weights[one] ?? 0) - (rate * mean) / spread;
      }
    }
  }
  return [...weights];
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}
