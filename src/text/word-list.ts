// Word lists are text files: lines that begin with "#" say where the words come from, all others hold words.

/** The entries of a list, one a line, in order; an entry may be a phrase or a group. */
export function parseLines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

/** The words of a list, however many stand on a line. */
export function parseWords(text: string): ReadonlySet<string> {
  return new Set(parseLines(text).flatMap((line) => line.trim().split(/\s+/u)));
}
