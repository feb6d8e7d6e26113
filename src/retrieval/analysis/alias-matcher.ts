// Recognises the names of alias groups in a text, so that a question with one name finds paragraphs with another.
// Aliases widen a search and are never shown.
import { oncePer } from "#domain/once-per.ts";
import type { AliasGroup } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import { contentTerms, type Term } from "./tokenizer.ts";

/**
 * For each term of a text the key of the alias group that it names, alone or with its neighbours; otherwise undefined.
 */
export type AliasMatcher = (terms: readonly Term[]) => readonly (string | undefined)[];

type Name = Readonly<{ stems: readonly string[]; key: string }>;

/**
 * Of names that begin alike the longest match wins, and of equal names the first. Names are compared by their stems, stop
 * words left out.
 */
export async function createAliasMatcher(
  groups: Iterable<AliasGroup>,
  slices: TimeSlices,
): Promise<AliasMatcher> {
  const byFirstStem = new Map<string, Name[]>();
  // Many reports expand the same acronyms.
  const known = new Set<string>();
  for (const group of groups) {
    if (slices.isOver()) await slices.next();
    for (const name of namesOf(group)) {
      const [first] = name.stems;
      const phrase = name.stems.join(" ");
      if (first === undefined || known.has(phrase)) continue;
      known.add(phrase);
      const names = byFirstStem.get(first);
      if (names === undefined) byFirstStem.set(first, [name]);
      else names.push(name);
    }
  }
  for (const names of byFirstStem.values()) names.sort((a, b) => b.stems.length - a.stems.length);
  return (terms) => keysOf(terms, byFirstStem);
}

// A group is analysed once, however many reports and libraries it belongs to.
const namesOf = oncePer((group: AliasGroup): readonly Name[] => {
  const all = group.map((name) => contentTerms(name).map(({ stem }) => stem));
  const key = aliasKey(all[0] ?? []);
  return all.map((stems) => ({ stems, key }));
});

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
