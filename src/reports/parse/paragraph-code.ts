// The code of a paragraph depends on its words and its report's id only: it stays when other paragraphs come, go or move.
import { createHash } from "node:crypto";

// Letters and digits without look-alikes. The first is a letter, so that no code reads as a paragraph number.
const LETTERS = "abcdefghjkmnpqrstvwxyz";
const ALPHABET = `${LETTERS}23456789`;
const LENGTH = 8;

export function codeOf(report: string, text: string): string {
  const digest = createHash("sha256").update(`${report}\n${text}`).digest();
  return Array.from(digest.subarray(0, LENGTH), (byte, at) => {
    const alphabet = at === 0 ? LETTERS : ALPHABET;
    return alphabet[byte % alphabet.length];
  }).join("");
}
