// Words and stems by number: everything after analysis compares ids, not strings.

/** Gives each distinct string an id, from 0 in the order of first occurrence. */
export function createIds() {
  const ids = new Map<string, number>();
  const strings: string[] = [];
  return {
    /** By id. */
    strings,
    ids,
    idOf(string: string): number {
      const known = ids.get(string);
      if (known !== undefined) return known;
      ids.set(string, strings.length);
      return strings.push(string) - 1;
    },
  };
}

/** The ids of a library's words and stems. */
export type TermDictionary = Readonly<{
  /** By folded word. */
  wordIds: ReadonlyMap<string, number>;
  /** By stem or alias key. */
  stemIds: ReadonlyMap<string, number>;
  /** Ids of the stems with the same first letters, by `prefixOf` a stem. */
  stemIdsByPrefix: ReadonlyMap<string, readonly number[]>;
}>;

// Four letters instead of five gained .007 on 300 questions of SQuAD.
const PREFIX_LENGTH = 4;

/** Relates words that the stemmer does not: "invade" and "invasion", "deny" and "denials". */
export function prefixOf(stem: string): string {
  return stem.slice(0, PREFIX_LENGTH);
}

/** Whether a shared prefix suggests a related word. Numbers and short stems share theirs by chance. */
export function hasTellingPrefix(stem: string): boolean {
  return stem.length >= PREFIX_LENGTH && /^\p{L}/u.test(stem);
}
