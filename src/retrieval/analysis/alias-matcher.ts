// Other names of the same thing: a word or phrase of a group stands for the whole group. Search only.
import type { AliasGroup } from "#domain/report.ts";
import { contentTerms, type Term } from "./tokenizer.ts";

/** Finds the groups named in a text: for each term, the key of its group or undefined. */
export type Aliases = (terms: readonly Term[]) => readonly (string | undefined)[];

type Name = Readonly<{ stems: readonly string[]; key: string }>;

export function compileAliases(groups: readonly AliasGroup[]): Aliases {
  const byFirst = new Map<string, Name[]>();
  for (const group of groups) {
    const names = group.map((name) => contentTerms(name).map(({ stem }) => stem));
    // "@" never occurs in a term, so a key cannot meet a word. It depends on the group only: in every report the same.
    const key = `@${names[0]?.join("-")}`;
    for (const stems of names) {
      const first = stems[0];
      if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), { stems, key }]);
    }
  }
  for (const names of byFirst.values()) names.sort((a, b) => b.stems.length - a.stems.length);
  return (terms) => keysOf(terms, byFirst);
}

function keysOf(terms: readonly Term[], byFirst: ReadonlyMap<string, readonly Name[]>) {
  const keys: (string | undefined)[] = new Array(terms.length).fill(undefined);
  for (let at = 0; at < terms.length; ) {
    const name = byFirst
      .get(terms[at]?.stem ?? "")
      ?.find(({ stems }) => stems.every((stem, offset) => terms[at + offset]?.stem === stem));
    if (name !== undefined) keys.fill(name.key, at, at + name.stems.length);
    at += name?.stems.length ?? 1;
  }
  return keys;
}
