// What is chosen by chance is the same in every run.
import { createRandom } from "../evaluate/random.ts";

/** Stated with every result. */
export const SEED = 1;

/** At most `count` of the items, in random order. */
export function sample<Item>(items: readonly Item[], count: number): readonly Item[] {
  const random = createRandom(SEED);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ item }) => item);
}
