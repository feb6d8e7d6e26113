// Escaping for Discord, and reading text as Discord writes it. Every character that Discord could interpret is escaped:
// emphasis, code, spoilers, mentions, time stamps, emoji, masked and bare links, invitations.
import { truncate } from "#text/truncate.ts";
import { sanitize } from "#text/unicode.ts";

/** For an escaped line: also escapes the markup that counts only at its start (heading, subtext, list, numbered list). */
export function escapeLine(line: string): string {
  return line.replace(/^(\s*)([#+-])/u, "$1\\$2").replace(/^(\s*\d+)([.)])/u, "$1\\$2");
}

/** The same for text inside bold or a link, which parsers of Discord's kind read as if it were at the start of a line. */
export function escapeInside(text: string, maxLength: number): string {
  return escapeLine(escapeWithin(text, maxLength - 1));
}

/** Escaped, and at most `maxLength` characters of escaped text: cut at a word, never between a backslash and its character. */
export function escapeWithin(text: string, maxLength: number): string {
  let kept = Math.min(text.length, maxLength);
  while (kept > 0) {
    const escaped = escapeText(truncate(text, kept));
    if (escaped.length <= maxLength) return escaped;
    // An escaped character counts twice, so dropping half of the excess never drops too much.
    kept -= Math.ceil((escaped.length - maxLength) / 2);
  }
  return "";
}

/** What a person typed, without mentions, custom emoji and time stamps: these are not words of a question. */
export function unescapeText(text: string): string {
  return text
    .replace(/<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>/gu, " ")
    .replace(/<\/([^:<>]+):\d+>/gu, "/$1")
    .replace(/<(https?:[^\s<>]+)>/gu, "$1")
    .trim();
}

/** The words of Discord's markup as Ibid writes it: the reverse of the escapes, without emphasis and links. */
export function unescapeMarkup(text: string): string {
  return unescapeText(text)
    .replace(/^(?:#{1,3}|-#) /gmu, "")
    .replace(/\[([^\]]*)\]\(<[^\s<>]*>\)/gu, "$1")
    .replace(/\\([\p{P}\p{S}])|\*\*/gu, "$1");
}

/**
 * For text anywhere in a line; `escapeLine` adds the start of a line. Discord ignores escapes when it looks for the end of
 * a link, so a `(` is escaped after `]` and at the start, where it may follow another run.
 */
function escapeText(text: string): string {
  return sanitize(text).replace(/[\\*_~|`<>[\]@/]|(?<=^|\])\(/gu, "\\$&");
}
