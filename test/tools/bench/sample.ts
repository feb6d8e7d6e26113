// Random choices that are the same in every run.
import { createRandom } from "../evaluate/random.ts";

/** Printed with every result. */
export const SEED = 1;

/** At most `count` of the items, in random order. */
export function sample<Item>(items: readonly Item[], count: number): readonly Item[] {
  const random = createRandom(SEED);
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ item }) => item);
}
