// Which term of a question a word of the library meets, as tables by the library's numbers.
import { hasTellingPrefix, prefixOf, type TermDictionary } from "#retrieval/index/term-dictionary.ts";
import { MAX_TERMS, type Query } from "#retrieval/query/query.ts";

/** By the library's numbers: 1 + the place of the term that is met, 0 for none. */
export type Slots = Readonly<{
  /** By stem: 1 where one of the next three has a term. */
  meets: Uint8Array;
  ofStem: Int8Array;
  ofRelated: Int8Array;
  /** Of the first term that begins like the stem. */
  ofBeginning: Int8Array;
  /** By alias key; `hasKeys` is false where no term has one. */
  ofKey: Int8Array;
  hasKeys: boolean;
  /** Per term the number of its exact form, -1 for none. */
  forms: Int32Array;
}>;

/** One table for all questions: what the one before has put there is taken out first. */
export function createSlots({ wordIds, stemIds, stemIdsByPrefix }: TermDictionary): (query: Query) => Slots {
  const meets = new Uint8Array(stemIds.size);
  const ofStem = new Int8Array(stemIds.size);
  const ofRelated = new Int8Array(stemIds.size);
  const ofBeginning = new Int8Array(stemIds.size);
  const ofKey = new Int8Array(stemIds.size);
  const forms = new Int32Array(MAX_TERMS);
  let filled: number[] = [];
  const fill = (table: Int8Array, stem: number | undefined, slot: number) => {
    if (stem === undefined) return;
    table[stem] = slot;
    filled.push(stem);
    if (table !== ofKey) meets[stem] = 1;
  };
  return ({ terms }) => {
    for (const stem of filled) {
      for (const table of [meets, ofStem, ofRelated, ofBeginning, ofKey]) table[stem] = 0;
    }
    filled = [];
    terms.forEach(({ stem, surface, key, related }, at) => {
      const own = stemIdsByPrefix.get(prefixOf(stem));
      forms[at] = wordIds.get(surface) ?? -1;
      fill(ofStem, stemIds.get(stem), at + 1);
      for (const other of related) fill(ofRelated, stemIds.get(other), at + 1);
      if (own !== undefined && hasTellingPrefix(stem))
        for (const other of own) if (ofBeginning[other] === 0) fill(ofBeginning, other, at + 1);
      const named = key === undefined ? undefined : stemIds.get(key);
      if (named !== undefined && ofKey[named] === 0) fill(ofKey, named, at + 1);
    });
    const hasKeys = terms.some(({ key }) => key !== undefined);
    return { meets, ofStem, ofRelated, ofBeginning, ofKey, hasKeys, forms };
  };
}
