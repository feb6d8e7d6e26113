// Linear models: a softmax over the rows of a contest for an order, logistic for odds. Adam over all examples, from a
// fixed seed.
import { createRandom } from "#test/tools/evaluate/random.ts";

/** Rows of features of which the winners should rank above the losers. */
export type Contest = Readonly<{
  winners: readonly (readonly number[])[];
  losers: readonly (readonly number[])[];
  weight: number;
}>;
export type Labelled = Readonly<{ features: readonly number[]; label: 0 | 1; weight: number }>;

const SEED = 20_211_101;
const RATE = 0.02;
const DECAY = 1e-4;

export const LOSS = {
  order: `minus the logarithm of the share that the winners have in a softmax over all rows, + ${DECAY} |w|²`,
  odds: `logistic loss, + ${DECAY} |w|²`,
  optimiser: `Adam, rate ${RATE}`,
  seed: SEED,
};

/** Learns weights under which winners score above losers. */
export function trainOrder(contests: readonly Contest[], size: number): number[] {
  const open = contests.filter(({ winners, losers }) => winners.length > 0 && losers.length > 0);
  return descend(open, { size, rounds: 12, batch: 16 }, ({ winners, losers }, weights, add) => {
    const rows = [...winners, ...losers];
    const scores = rows.map((features) => product(features, weights));
    const most = Math.max(...scores);
    const shares = scores.map((score) => Math.exp(score - most));
    const all = sum(shares);
    const won = sum(shares.slice(0, winners.length));
    rows.forEach((features, at) => {
      const share = shares[at] ?? 0;
      add(features, share / all - (at < winners.length ? share / won : 0));
    });
  });
}

/** Learns weights, the last of them standing alone, whose logistic gives the odds of label 1. */
export function trainLogistic(examples: readonly Labelled[], size: number): number[] {
  const rows = examples.map(({ features, ...rest }) => ({ ...rest, features: [...features, 1] }));
  return descend(rows, { size: size + 1, rounds: 40, batch: 128 }, ({ features, label }, weights, add) => {
    add(features, 1 / (1 + Math.exp(-product(features, weights))) - label);
  });
}

type Weighed = Readonly<{ weight: number }>;
type Course = Readonly<{ size: number; rounds: number; batch: number }>;
/** Tells by how much the loss of an example rises with the score of each of its rows. */
type Slope<Example> = (
  example: Example,
  weights: Float64Array,
  add: (features: readonly number[], slope: number) => void,
) => void;

function descend<Example extends Weighed>(
  examples: readonly Example[],
  { size, rounds, batch }: Course,
  slopeOf: Slope<Example>,
): number[] {
  const random = createRandom(SEED);
  const order = [...examples];
  const weights = new Float64Array(size);
  const gradient = new Float64Array(size);
  const step = createAdam(weights, gradient);
  const mean = sum(examples.map(({ weight }) => weight)) / examples.length;
  for (let round = 0; round < rounds; round++) {
    shuffle(order, random);
    const rate = RATE * (1 - round / rounds);
    for (let from = 0; from < order.length; from += batch) {
      gradient.fill(0);
      const some = order.slice(from, from + batch);
      for (const example of some) {
        const factor = example.weight / mean / some.length;
        slopeOf(example, weights, (features, slope) => {
          for (let at = 0; at < size; at++)
            gradient[at] = (gradient[at] ?? 0) + factor * slope * (features[at] ?? 0);
        });
      }
      step(rate);
    }
  }
  return [...weights];
}

function createAdam(weights: Float64Array, gradient: Float64Array): (rate: number) => void {
  const first = new Float64Array(weights.length);
  const second = new Float64Array(weights.length);
  let steps = 0;
  return (rate) => {
    steps++;
    for (let at = 0; at < weights.length; at++) {
      const slope = (gradient[at] ?? 0) + 2 * DECAY * (weights[at] ?? 0);
      first[at] = 0.9 * (first[at] ?? 0) + 0.1 * slope;
      second[at] = 0.999 * (second[at] ?? 0) + 0.001 * slope * slope;
      const mean = (first[at] ?? 0) / (1 - 0.9 ** steps);
      const spread = Math.sqrt((second[at] ?? 0) / (1 - 0.999 ** steps)) + 1e-8;
      weights[at] = (weights[at] ?? 0) - (rate * mean) / spread;
    }
  };
}

function product(features: readonly number[], weights: Float64Array): number {
  let total = 0;
  for (let at = 0; at < weights.length; at++) total += (weights[at] ?? 0) * (features[at] ?? 0);
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function shuffle<T>(order: T[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] as T, order[at] as T];
  }
}
