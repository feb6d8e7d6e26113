// Shortens text at a word boundary where there is one.

/** Marks a cut. It is never part of quoted words. */
export const CUT = "[\u2026]";

/** At most `max` UTF-16 code units, ending in `[…]` if anything was cut; "" if not even the mark fits. Never splits a character. */
export function truncate(text: string, max: number): string {
  if (text.length <= max) return text;
  const mark = ` ${CUT}`;
  if (max <= mark.length) return "";
  const head = text.slice(0, max - mark.length);
  const lastSpace = head.search(/\s\S*$/u);
  return (lastSpace > 0 ? head.slice(0, lastSpace) : dropHalfCharacter(head)) + mark;
}

/** The first words of a text, at most `max` UTF-16 code units, with no mark where it was cut. */
export function truncateAtWord(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max);
  return head.slice(0, Math.max(0, head.search(/\s\S*$/u))) || head.toWellFormed();
}

/** Removes the first half of a surrogate pair from the end. */
function dropHalfCharacter(head: string): string {
  return /[\uD800-\uDBFF]$/u.test(head) ? head.slice(0, -1) : head;
}
