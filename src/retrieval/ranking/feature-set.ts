// Features by name. Vectors and weights are arrays, for speed, in the order of the weight file, which names the
// features. Every value is written and read at the index of its name, so that no second list has to agree with the file
// and the order changes no score.
import type { Weights } from "./linear-model.ts";

export type FeatureSet<Name extends string> = Readonly<{
  names: readonly Name[];
  /** Where each feature is in a vector. */
  index: Readonly<Record<Name, number>>;
  /** A vector to be filled. A feature that is not assigned stays NaN, and so does every score. */
  createVector(): number[];
  weightsOf(byName: Readonly<Record<Name, number>>): Weights;
}>;

/**
 * The names are the keys of `named`. To add a feature, add its name with the weight 0 to the weight file, assign its
 * value where the others are assigned, and train.
 *
 * Values are assigned one by one. A table of functions, called in a loop, made a whole question a third slower (median
 * of .134 ms on squad instead of .100), because that call cannot be inlined.
 */
export function createFeatureSet<Name extends string>(
  named: Readonly<Record<Name, number>>,
): FeatureSet<Name> {
  const names = Object.keys(named) as Name[];
  const empty = names.map(() => Number.NaN);
  return {
    names,
    index: Object.fromEntries(names.map((name, i) => [name, i])) as Record<Name, number>,
    createVector: () => empty.slice(),
    weightsOf: (byName) => names.map((name) => byName[name]),
  };
}
