// Web and e-mail addresses, file names and identifiers in a text. Their pieces are no words: a typo must not be corrected
// into one.
import type { Span } from "#domain/report.ts";

// "://", "@", "_", or a dot inside a word that is no abbreviation such as "U.S.".
const SIGN = /:\/\/|@|_|[\p{L}\p{N}]{2}\.\p{Ll}{2}/u;

/**
 * Whether a place in the text lies in something without spaces that looks like an address or a file name. To be asked in
 * the order of the text.
 */
export function findAddresses(text: string): (place: Span) => boolean {
  if (!SIGN.test(text)) return () => false;
  const spans: Span[] = [];
  for (const { 0: chunk, index } of text.matchAll(/\S+/gu))
    if (SIGN.test(chunk)) spans.push({ start: index, end: index + chunk.length });
  let i = 0;
  return ({ start }) => {
    while (i < spans.length && (spans[i] as Span).end <= start) i++;
    return i < spans.length && (spans[i] as Span).start <= start;
  };
}
