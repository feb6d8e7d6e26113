// A paragraph's code depends only on its text and its report's id, so it survives edits to other paragraphs.
import { createHash } from "node:crypto";

// No letters and digits that look alike. A code begins with a letter, so that it cannot be read as a paragraph number.
const LETTERS = "abcdefghjkmnpqrstvwxyz";
const ALPHABET = `${LETTERS}23456789`;
const LENGTH = 8;

/** Eight characters derived from a SHA-256 hash. Codes are stored and printed: a change here breaks all of them. */
export function paragraphCode(report: string, text: string): string {
  const digest = createHash("sha256").update(`${report}\n${text}`).digest();
  return Array.from(digest.subarray(0, LENGTH), (byte, i) => {
    const alphabet = i === 0 ? LETTERS : ALPHABET;
    return alphabet[byte % alphabet.length];
  }).join("");
}
