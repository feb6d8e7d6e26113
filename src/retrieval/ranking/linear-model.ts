// Linear and logistic models over feature vectors.

/** Weights in the order of the vector that they are for; made by `FeatureSet.weightsOf`. */
export type Weights = readonly number[];

export type LogisticModel = Readonly<{ weights: Weights; bias: number }>;

/** The sum of the features, each times its weight. */
export function score(features: readonly number[], weights: Weights): number {
  let sum = 0;
  for (let i = 0; i < features.length; i++) sum += (features[i] as number) * (weights[i] as number);
  return sum;
}

/** The logarithm of the odds that a logistic model gives. */
export function logOdds(features: readonly number[], { weights, bias }: LogisticModel): number {
  return score(features, weights) + bias;
}

/** The probability with these log odds. */
export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
