// Letters that a font does not name: pdf.js leaves them out, so that "first" becomes "rst" and "benefit" "bene t".
import { isEnglish } from "#text/dictionary.ts";

const LIGATURES = ["fi", "fl", "ff", "ffi", "ffl"];
// A name or two may look like a word without its ligature.
const MIN_WORDS = 3;
// Shorter words are made by chance: "i.e." would be "fie".
const MIN_LENGTH = 5;
const MAX_CHANCE = 3;

// The dictionary has few words with them: "replaced" would be "fireplaced".
const PREFIX = /^(?:re|un|in|de|dis|mis|non|pre|over|under|out)(?=\p{L}{3})/u;

function isWord(word: string): boolean {
  return isEnglish(word) || isEnglish(word.replace(PREFIX, "")) || isEnglish(word.replace(/s$/u, ""));
}

/** The pages, by index, whose font does not name its letters. Where one page has several such words, one is enough on the others. */
export function losingPages(texts: readonly string[]): readonly number[] {
  const counts = texts.map(countLost);
  const fewest = counts.some((count) => count >= MIN_WORDS) ? 1 : MIN_WORDS;
  return counts.flatMap((count, i) => (count >= fewest ? [i] : []));
}

/** Words that are none, and are words with one of the ligatures that fonts have. */
function countLost(text: string): number {
  const words = text.match(/\p{L}+/gu) ?? [];
  const isWhole = (word: string) => word.length >= MIN_LENGTH && isEnglish(word);
  // A short piece of a word may be a word by chance: "con", "t".
  const isFragment = (word: string) => word.length <= MAX_CHANCE || !isWord(word);
  const lost = new Set<string>();
  for (const [i, word] of words.entries()) {
    if (word !== word.toLowerCase() || word.length < 2 || isWord(word)) continue;
    const before = words[i - 1] ?? "";
    const next = words[i + 1] ?? "";
    const isLost = LIGATURES.some(
      (letters) =>
        isWhole(letters + word) ||
        (isFragment(next) && isWhole(word + letters + next)) ||
        (isFragment(before) && isWhole(before + letters + word)),
    );
    if (isLost) lost.add(word);
  }
  return lost.size;
}
