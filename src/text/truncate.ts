// Where text is cut, it is cut at a word: as the last resort of a renderer, visibly, and where a paste is too long to read.

/** Marks a cut, outside the quoted words. */
export const CUT = "[\u2026]";

/** At most `most` UTF-16 code units; cut at a blank where there is one, never inside a character, with `[…]` at the end. */
export function truncate(text: string, most: number): string {
  if (text.length <= most) return text;
  const mark = ` ${CUT}`;
  if (most <= mark.length) return "";
  const head = text.slice(0, most - mark.length);
  const word = head.search(/\s\S*$/u);
  return (word > 0 ? head.slice(0, word) : withoutHalf(head)) + mark;
}

/** The beginning of a text that is read no further. */
export function truncateAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most);
  return head.slice(0, Math.max(0, head.search(/\s\S*$/u))) || head.toWellFormed();
}

/** A cut between the two halves of a surrogate pair leaves one of them behind. */
function withoutHalf(head: string): string {
  return /[\uD800-\uDBFF]$/u.test(head) ? head.slice(0, -1) : head;
}
