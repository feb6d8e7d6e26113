// Which term of a question a word of the library meets, as tables by the library's numbers.
import { beginningOfStem, hasBeginning } from "./forward-index.ts";
import type { Numbers } from "./join.ts";
import { MOST_TERMS, type Query } from "./query.ts";

/** The terms of a question by the library's numbers: 1 + the term's place, 0 for none. */
export type Slots = Readonly<{
  ofStem: Int8Array;
  ofKey: Int8Array;
  ofBeginning: Int8Array;
  ofRelated: Int8Array;
  /** Per term the number of its exact form, -1 for none. */
  forms: Int32Array;
}>;

/** One table for all questions: what the one before has put there is taken out first. */
export function createSlots({ words, stems, beginnings }: Numbers): (query: Query) => Slots {
  const ofStem = new Int8Array(stems.size);
  const ofKey = new Int8Array(stems.size);
  const ofRelated = new Int8Array(stems.size);
  const ofBeginning = new Int8Array(beginnings.size);
  const forms = new Int32Array(MOST_TERMS);
  const filled: [table: Int8Array, place: number][] = [];
  const fill = (table: Int8Array, place: number | undefined, slot: number) => {
    if (place === undefined) return;
    table[place] = slot;
    filled.push([table, place]);
  };
  const fillIfFree = (table: Int8Array, place: number | undefined, slot: number) => {
    if (place !== undefined && table[place] === 0) fill(table, place, slot);
  };
  return ({ terms }) => {
    for (const [table, place] of filled) table[place] = 0;
    filled.length = 0;
    terms.forEach(({ stem, surface, key, related }, at) => {
      forms[at] = words.get(surface) ?? -1;
      for (const other of related) fill(ofRelated, stems.get(other), at + 1);
      fill(ofStem, stems.get(stem), at + 1);
      if (key !== undefined) fillIfFree(ofKey, stems.get(key), at + 1);
      if (hasBeginning(stem)) fillIfFree(ofBeginning, beginnings.get(beginningOfStem(stem)), at + 1);
    });
    return { ofStem, ofKey, ofBeginning, ofRelated, forms };
  };
}
