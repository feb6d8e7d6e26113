// Features by name. Vectors and weights are arrays, for speed; their order is that of the weight file, which names the
// features, and every value is written and read at the index of its name. So no two lists have to agree, and two
// features that change places change no score.
import type { Weights } from "./linear-model.ts";

export type FeatureSet<Name extends string> = Readonly<{
  names: readonly Name[];
  /** Where each feature is in a vector. */
  index: Readonly<Record<Name, number>>;
  /** A vector to be filled; until a feature is assigned it is NaN, and so is every score. */
  createVector(): number[];
  weightsOf(byName: Readonly<Record<Name, number>>): Weights;
  /** The inverse of `weightsOf`, for vectors too. */
  byName(values: readonly number[]): Record<Name, number>;
}>;

/**
 * `named` is an object with the names as keys. To add a feature, add its name with the weight 0 to the weight file and
 * assign its value where the others are assigned; then train.
 *
 * Values are assigned one by one because a table of functions by name, called in a loop, made a whole question a third
 * slower: .134 ms (median) on squad instead of .100; its one call cannot be inlined, and each result is a heap number.
 */
export function createFeatureSet<Name extends string>(
  named: Readonly<Record<Name, number>>,
): FeatureSet<Name> {
  const names = Object.keys(named) as Name[];
  const empty = names.map(() => Number.NaN);
  return {
    names,
    index: record(names, names.keys()),
    createVector: () => empty.slice(),
    weightsOf: (byName) => names.map((name) => byName[name]),
    byName: (values) => record(names, values),
  };
}

function record<Name extends string>(names: readonly Name[], values: Iterable<number>): Record<Name, number> {
  const all = [...values];
  return Object.fromEntries(names.map((name, i) => [name, all[i]])) as Record<Name, number>;
}
