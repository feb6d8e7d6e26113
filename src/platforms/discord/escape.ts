// How Discord writes text, and back. Every sign that Discord reads as anything but itself is escaped: emphasis, code,
// spoilers, mentions, time stamps, emoji, masked and bare links, invitations.

import { truncate } from "#text/truncate.ts";
import { sanitize } from "#text/unicode.ts";

/** An escaped line, safe where a line begins: no heading, sub-text, list or number. */
export function escapeLine(line: string): string {
  return line.replace(/^(\s*)([#+-])/u, "$1\\$2").replace(/^(\s*\d+)([.)])/u, "$1\\$2");
}

/** Escaped and cut to `most` characters of escaped text, at a word and never between a sign and its escape. */
export function escapeWithin(text: string, most: number): string {
  let kept = Math.min(text.length, most);
  while (kept > 0) {
    const escaped = escapeText(truncate(text, kept));
    if (escaped.length <= most) return escaped;
    // A sign takes two characters escaped, so that half of what is too much can go at once.
    kept -= Math.ceil((escaped.length - most) / 2);
  }
  return "";
}

/** What people typed, from how Discord writes it: mentions and emoji are no words of a question. */
export function unescapeText(text: string): string {
  return text
    .replace(/<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>/gu, " ")
    .replace(/<\/([^:<>]+):\d+>/gu, "/$1")
    .replace(/<(https?:[^\s<>]+)>/gu, "$1")
    .trim();
}

/**
 * For text anywhere in a line; what only means something where a line begins is for `escapeLine`. Discord heeds no
 * escape when it looks for the end of a link: the bracket behind `]`, or at the start, behind another run, goes too.
 */
function escapeText(text: string): string {
  return sanitize(text).replace(/[\\*_~|`<>[\]@/]|(?<=^|\])\(/gu, "\\$&");
}
