// Recognises the names of alias groups in a text, so that a question with one name finds paragraphs with another.
// Aliases widen a search and are never shown.
import type { AliasGroup } from "#domain/report.ts";
import { contentTerms, type Term } from "./tokenizer.ts";

/**
 * For each term of a text the key of the alias group that it names, alone or with its neighbours; otherwise undefined.
 */
export type AliasMatcher = (terms: readonly Term[]) => readonly (string | undefined)[];

type Name = Readonly<{ stems: readonly string[]; key: string }>;

/**
 * Of several names that match at the same word, the longest wins. Names are compared by their stems, stop words left
 * out.
 */
export function createAliasMatcher(groups: readonly AliasGroup[]): AliasMatcher {
  const byFirstStem = new Map<string, Name[]>();
  for (const group of groups) {
    const names = group.map((name) => contentTerms(name).map(({ stem }) => stem));
    const key = aliasKey(names[0] ?? []);
    for (const stems of names) {
      const first = stems[0];
      if (first !== undefined) byFirstStem.set(first, [...(byFirstStem.get(first) ?? []), { stems, key }]);
    }
  }
  for (const names of byFirstStem.values()) names.sort((a, b) => b.stems.length - a.stems.length);
  return (terms) => keysOf(terms, byFirstStem);
}

/**
 * Keys are indexed beside the stems. No stem contains "@", so they cannot be confused; and a key depends on its group
 * alone, so it is the same in every segment.
 */
function aliasKey(firstName: readonly string[]): string {
  return `@${firstName.join("-")}`;
}

function keysOf(terms: readonly Term[], byFirstStem: ReadonlyMap<string, readonly Name[]>) {
  const keys: (string | undefined)[] = new Array(terms.length).fill(undefined);
  for (let i = 0; i < terms.length; ) {
    const name = byFirstStem
      .get(terms[i]?.stem ?? "")
      ?.find(({ stems }) => stems.every((stem, offset) => terms[i + offset]?.stem === stem));
    if (name !== undefined) keys.fill(name.key, i, i + name.stems.length);
    i += name?.stems.length ?? 1;
  }
  return keys;
}
