// The analysis that every other library is given at its best: stop words removed, accents and case folded, Porter stems.
// It is separate from Ibid's own on purpose, so that the others' figures do not change when Ibid does.
import { stemmer } from "stemmer";

const STOP_WORDS = new Set(
  `a an and are as at be been but by can could did do does for from had has have he her his how i if in is it its me
  my of on or our she should so such than that the their them then there these they this those to was we were what
  when where which while who whom whose why will with would you your`.split(/\s+/u),
);

/** The words that carry the subject, folded, in order, repeated where the text repeats them. */
export function contentWords(text: string): string[] {
  const folded = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['\u2019]s\b/gu, "");
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !STOP_WORDS.has(word));
}

export function stems(text: string): string[] {
  return contentWords(text).map((word) => stemmer(word));
}
