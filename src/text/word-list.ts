// Parses word lists. Lines that begin with "#" are comments; the first one of a file says where its words come from.

/** The entries of a list with one entry a line (a word, a phrase or a group), in order. */
export function parseLines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

/** The words of a list with any number of words a line. */
export function parseWords(text: string): ReadonlySet<string> {
  return new Set(parseLines(text).flatMap((line) => line.trim().split(/\s+/u)));
}
