// Acronyms that a report itself expands: "Joint Comprehensive Plan of Action (JCPOA)", "NPS (National Park Service)".
// Within that report both names mean the same thing. The report's title may expand one of its file name, too.
import type { AliasGroup, Report } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import { readWords } from "#retrieval/data/word-lists.ts";

const ACRONYM_IN_BRACKETS = /\((?<acronym>\p{Lu}[\p{Lu}\p{N}&.-]{1,9})s?\)/gu;
const EXPANSION_IN_BRACKETS =
  /(?<![\p{L}\p{N}])(?<acronym>\p{Lu}{2,8}) \((?<expansion>\p{Lu}[\p{L} ,'’-]{4,80})\)/gu;
// Words of an expansion that need not contribute a letter to the acronym.
const JOINERS = readWords("acronym-joiners");
// How far before the bracket an expansion may begin, in UTF-16 code units.
const MAX_EXPANSION = 120;

/** A group of acronym and expansion for each acronym; the first expansion in the texts counts. */
export async function findAcronyms(
  texts: Iterable<string>,
  slices: TimeSlices,
): Promise<readonly AliasGroup[]> {
  const groups = new Map<string, AliasGroup>();
  for (const text of texts) {
    if (slices.isOver()) await slices.next();
    // Most paragraphs have no brackets at all.
    if (!text.includes("(")) continue;
    for (const [acronym, expansion] of acronymsIn(text))
      if (!groups.has(acronym)) groups.set(acronym, [acronym, expansion]);
  }
  return [...groups.values()];
}

const MIN_FILE_ACRONYM = 3;

/** A file named "bod-20-01.md" and titled "Binding Operational Directive 20-01" tells what "BOD" means. */
export function acronymsOfFile({ file, title }: Pick<Report, "file" | "title">): readonly AliasGroup[] {
  const parts = file.replace(/\.\w+$/u, "").match(/\p{L}+/gu) ?? [];
  const ends = [...title.matchAll(/[\p{L}\p{N}'\u2019]+/gu)].map(({ 0: word, index }) => index + word.length);
  return [...new Set(parts)].flatMap((part) => {
    if (part.length < MIN_FILE_ACRONYM) return [];
    for (const end of ends) {
      const expansion = expansionAtEnd(title.slice(0, end), part);
      if (expansion !== undefined) return [[part.toUpperCase(), expansion]];
    }
    return [];
  });
}

function* acronymsIn(text: string): Iterable<readonly [acronym: string, expansion: string]> {
  for (const { groups, index } of text.matchAll(ACRONYM_IN_BRACKETS)) {
    const acronym = groups?.acronym?.replaceAll(".", "") ?? "";
    const expansion = expansionAtEnd(text.slice(Math.max(0, index - MAX_EXPANSION), index), acronym);
    if (expansion !== undefined) yield [acronym, expansion];
  }
  for (const { groups } of text.matchAll(EXPANSION_IN_BRACKETS)) {
    const { acronym = "", expansion = "" } = groups ?? {};
    if (expansionAtEnd(expansion, acronym) === expansion) yield [acronym, expansion];
  }
}

/**
 * The last words of a text, if their initials spell the acronym. Joiners need not contribute a letter. There may be at
 * most twice as many words as letters.
 */
function expansionAtEnd(text: string, acronym: string): string | undefined {
  const letters = acronym.replace(/[^\p{L}]/gu, "").toLowerCase();
  if (letters.length < 2) return undefined;
  const words = [...text.matchAll(/[\p{L}\p{N}'’]+/gu)];
  let letter = letters.length - 1;
  for (const word of words.slice(-2 * letters.length).reverse()) {
    const [printed] = word;
    if (printed[0]?.toLowerCase() === letters[letter]) {
      if (letter === 0) return text.slice(word.index).trim();
      letter--;
    } else if (!JOINERS.has(printed)) return undefined;
  }
  return undefined;
}
