// Tables that say which term of a question a word matches, indexed by the library's ids of words and stems.
import { hasTellingPrefix, prefixOf, type TermDictionary } from "#retrieval/index/term-dictionary.ts";
import { MAX_TERMS, type Query } from "#retrieval/query/query.ts";

/** Each entry is the ordinal of a term in the question, from 1, or 0 for none. */
export type TermTable = Readonly<{
  /** By stem: 1 where one of the next three tables has a term. */
  hasTerm: Uint8Array;
  byStem: Int8Array;
  bySynonym: Int8Array;
  /** The first term that begins like the stem. */
  byPrefix: Int8Array;
  /** By the key of an alias group; `hasAliases` is false where no term has one. */
  byAlias: Int8Array;
  hasAliases: boolean;
  /** Per term the word id of its exact form, -1 if the library lacks it. */
  exactForms: Int32Array;
}>;

/** One set of tables for all questions; the entries of the previous question are removed first. */
export function createTermTable({
  wordIds,
  stemIds,
  stemIdsByPrefix,
}: TermDictionary): (query: Query) => TermTable {
  const hasTerm = new Uint8Array(stemIds.size);
  const byStem = new Int8Array(stemIds.size);
  const bySynonym = new Int8Array(stemIds.size);
  const byPrefix = new Int8Array(stemIds.size);
  const byAlias = new Int8Array(stemIds.size);
  const exactForms = new Int32Array(MAX_TERMS);
  let filled: number[] = [];
  const fill = (table: Int8Array, stem: number | undefined, ordinal: number) => {
    if (stem === undefined) return;
    table[stem] = ordinal;
    filled.push(stem);
    if (table !== byAlias) hasTerm[stem] = 1;
  };
  return ({ terms }) => {
    for (const stem of filled) {
      for (const table of [hasTerm, byStem, bySynonym, byPrefix, byAlias]) table[stem] = 0;
    }
    filled = [];
    terms.forEach(({ stem, folded, aliasGroup, synonyms }, i) => {
      const ordinal = i + 1;
      exactForms[i] = wordIds.get(folded) ?? -1;
      fill(byStem, stemIds.get(stem), ordinal);
      for (const synonym of synonyms) fill(bySynonym, stemIds.get(synonym), ordinal);
      const alike = hasTellingPrefix(stem) ? stemIdsByPrefix.get(prefixOf(stem)) : undefined;
      for (const other of alike ?? []) if (byPrefix[other] === 0) fill(byPrefix, other, ordinal);
      const key = aliasGroup === undefined ? undefined : stemIds.get(aliasGroup);
      if (key !== undefined && byAlias[key] === 0) fill(byAlias, key, ordinal);
    });
    const hasAliases = terms.some(({ aliasGroup }) => aliasGroup !== undefined);
    return { hasTerm, byStem, bySynonym, byPrefix, byAlias, hasAliases, exactForms };
  };
}
