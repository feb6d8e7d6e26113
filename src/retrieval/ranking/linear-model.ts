// A linear model: features times weights.

/** Weights in the order of the features. */
export type Weights = readonly number[];

/** Features times weights, and the weight that is left over. */
export function score(features: readonly number[], weights: Weights): number {
  let sum = 0;
  for (let at = 0; at < features.length; at++) sum += (features[at] as number) * (weights[at] as number);
  return weights.length === features.length ? sum : sum + (weights[features.length] as number);
}
