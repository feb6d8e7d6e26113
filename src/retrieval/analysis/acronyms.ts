// Short names that a report itself expands: "Joint Comprehensive Plan of Action (JCPOA)", "NPS (National Park Service)".
// Within that report both name the same thing.
import type { AliasGroup } from "#domain/report.ts";

const SHORT = /\((?<short>\p{Lu}[\p{Lu}\p{N}&.-]{1,9})s?\)/gu;
const LONG = /(?<![\p{L}\p{N}])(?<short>\p{Lu}{2,8}) \((?<long>\p{Lu}[\p{L} ,'’-]{4,80})\)/gu;
// As many words as the short name has letters, and as many small ones between.
const SMALL = new Set(["of", "the", "and", "for", "on", "in", "to", "de", "&", "a"]);
const REACH = 120;

/** Groups of a short name and its expansion, as the texts give them. */
export function findAcronyms(texts: readonly string[]): AliasGroup[] {
  const found = new Map<string, AliasGroup>();
  for (const text of texts) {
    // Most paragraphs have no brackets at all.
    if (!text.includes("(")) continue;
    for (const [short, long] of pairsIn(text)) if (!found.has(short)) found.set(short, [short, long]);
  }
  return [...found.values()];
}

function* pairsIn(text: string): Iterable<readonly [short: string, long: string]> {
  for (const { groups, index } of text.matchAll(SHORT)) {
    const short = groups?.short?.replaceAll(".", "") ?? "";
    const long = expansionBefore(text.slice(Math.max(0, index - REACH), index), short);
    if (long !== undefined) yield [short, long];
  }
  for (const { groups } of text.matchAll(LONG)) {
    const { short = "", long = "" } = groups ?? {};
    if (expansionBefore(long, short) === long) yield [short, long];
  }
}

/** The words that end a text and begin with the letters of the short name, small words passed over. */
function expansionBefore(text: string, short: string): string | undefined {
  const letters = short.replace(/[^\p{L}]/gu, "").toLowerCase();
  if (letters.length < 2) return undefined;
  const words = [...text.matchAll(/[\p{L}\p{N}'’]+/gu)];
  let letter = letters.length - 1;
  for (let at = words.length - 1; at >= 0 && words.length - at <= 2 * letters.length; at--) {
    const word = words[at];
    const initial = word?.[0][0]?.toLowerCase();
    if (word !== undefined && initial === letters[letter]) {
      if (letter === 0) return text.slice(word.index).trim();
      letter--;
    } else if (!SMALL.has(word?.[0] ?? "")) return undefined;
  }
  return undefined;
}
