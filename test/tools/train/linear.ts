// Fits linear models with Adam, from a fixed seed: an order by a softmax over the rows of a question, odds by logistic
// loss.
import type { LogisticModel } from "#retrieval/ranking/linear-model.ts";
import { createRandom } from "#test/tools/evaluate/random.ts";

/** The feature vectors of one question: the relevant rows should score above the others. */
export type QueryGroup = Readonly<{
  relevant: readonly (readonly number[])[];
  others: readonly (readonly number[])[];
  weight: number;
}>;
export type LabelledExample = Readonly<{ features: readonly number[]; label: 0 | 1; weight: number }>;

const SEED = 20_211_101;
const LEARNING_RATE = 0.02;
const WEIGHT_DECAY = 1e-4;

export const LOSS = {
  order: `minus the logarithm of the relevant rows' share in a softmax over all rows of a question, + ${WEIGHT_DECAY} |w|²`,
  odds: `logistic loss, + ${WEIGHT_DECAY} |w|²`,
  optimiser: `Adam, rate ${LEARNING_RATE}`,
  seed: SEED,
};

/**
 * Weights under which relevant rows score above the others. A softmax over all rows of a question, not pairs of rows:
 * trained on pairs, weights learnt without a collection put .584 instead of .605 of covidqa's questions right and .826
 * instead of .829 of squad's.
 */
export function trainOrder(groups: readonly QueryGroup[], size: number): number[] {
  const usable = groups.filter(({ relevant, others }) => relevant.length > 0 && others.length > 0);
  const schedule = { size, epochs: 20, batchSize: 16 };
  return descend(usable, schedule, ({ relevant, others }, weights, addSlope) => {
    const rows = [...relevant, ...others];
    const scores = rows.map((features) => product(features, weights));
    const max = Math.max(...scores);
    const shares = scores.map((score) => Math.exp(score - max));
    const all = sum(shares);
    const ofRelevant = sum(shares.slice(0, relevant.length));
    rows.forEach((features, i) => {
      const share = shares[i] as number;
      addSlope(features, share / all - (i < relevant.length ? share / ofRelevant : 0));
    });
  });
}

/** A model whose logistic gives the odds of label 1. */
export function trainLogistic(examples: readonly LabelledExample[], size: number): LogisticModel {
  // The bias is the weight of one more feature that is always 1.
  const rows = examples.map(({ features, ...rest }) => ({ ...rest, features: [...features, 1] }));
  const schedule = { size: size + 1, epochs: 40, batchSize: 128 };
  const fitted = descend(rows, schedule, ({ features, label }, weights, addSlope) => {
    addSlope(features, 1 / (1 + Math.exp(-product(features, weights))) - label);
  });
  return { weights: fitted.slice(0, size), bias: fitted[size] as number };
}

type Weighted = Readonly<{ weight: number }>;
type Schedule = Readonly<{ size: number; epochs: number; batchSize: number }>;
/** Calls `addSlope` for each row of an example with the derivative of its loss by the row's score. */
type LossSlope<Example> = (
  example: Example,
  weights: Float64Array,
  addSlope: (features: readonly number[], slope: number) => void,
) => void;

function descend<Example extends Weighted>(
  examples: readonly Example[],
  { size, epochs, batchSize }: Schedule,
  lossSlope: LossSlope<Example>,
): number[] {
  const random = createRandom(SEED);
  const order = [...examples];
  const weights = new Float64Array(size);
  const gradient = new Float64Array(size);
  const step = createAdam(weights, gradient);
  const meanWeight = sum(examples.map(({ weight }) => weight)) / examples.length;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const rate = LEARNING_RATE * (1 - epoch / epochs);
    for (let from = 0; from < order.length; from += batchSize) {
      gradient.fill(0);
      const batch = order.slice(from, from + batchSize);
      for (const example of batch) {
        const factor = example.weight / meanWeight / batch.length;
        lossSlope(example, weights, (features, slope) => {
          for (let i = 0; i < size; i++)
            gradient[i] = (gradient[i] as number) + factor * slope * (features[i] as number);
        });
      }
      step(rate);
    }
  }
  return [...weights];
}

function createAdam(weights: Float64Array, gradient: Float64Array): (rate: number) => void {
  const firstMoments = new Float64Array(weights.length);
  const secondMoments = new Float64Array(weights.length);
  let steps = 0;
  return (rate) => {
    steps++;
    for (let i = 0; i < weights.length; i++) {
      const slope = (gradient[i] as number) + 2 * WEIGHT_DECAY * (weights[i] as number);
      const first = 0.9 * (firstMoments[i] as number) + 0.1 * slope;
      const second = 0.999 * (secondMoments[i] as number) + 0.001 * slope * slope;
      firstMoments[i] = first;
      secondMoments[i] = second;
      const mean = first / (1 - 0.9 ** steps);
      const spread = Math.sqrt(second / (1 - 0.999 ** steps)) + 1e-8;
      weights[i] = (weights[i] as number) - (rate * mean) / spread;
    }
  };
}

function product(features: readonly number[], weights: Float64Array): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += (weights[i] as number) * (features[i] as number);
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function shuffle<T>(order: T[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other] as T, order[i] as T];
  }
}
