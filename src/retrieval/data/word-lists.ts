// Reads the word lists of this folder. They are plain text, so that a linguist can review them and another language can
// be added beside `en`.
import { readFileSync } from "node:fs";
import { parseLines, parseWords } from "#text/word-list.ts";

/** The words of `en/NAME.txt`. */
export function readWords(name: string): ReadonlySet<string> {
  return parseWords(read(name));
}

/** The lines of `en/NAME.txt`, each an entry. */
export function readLines(name: string): readonly string[] {
  return parseLines(read(name));
}

function read(name: string): string {
  return readFileSync(new URL(`./en/${name}.txt`, import.meta.url), "utf8");
}
