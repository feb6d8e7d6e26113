// Characters that a reader cannot see, and white space. The classes are written to be used between the brackets of a
// regular expression with the `u` flag.

/** Embeddings, overrides and isolates: they change the order in which the characters after them are displayed. */
export const BIDI_CONTROLS = String.raw`\u202A-\u202E\u2066-\u2069`;

/** Characters that could change what a terminal or a chat displays: every control character, line ends included, and BIDI_CONTROLS. */
export const DISPLAY_CONTROLS = String.raw`\p{Cc}${BIDI_CONTROLS}`;

/** Invisible characters that occur inside words: soft hyphen, zero-width characters, direction marks, byte order mark. */
export const INVISIBLE_IN_WORDS = String.raw`\u00AD\u200B-\u200F\u2060\uFEFF`;

/** INVISIBLE_IN_WORDS, BIDI_CONTROLS and the invisible mathematical operators. */
export const INVISIBLE = String.raw`${INVISIBLE_IN_WORDS}\u2061-\u2065${BIDI_CONTROLS}`;

const UNSAFE = new RegExp(`[${DISPLAY_CONTROLS}]`, "gu");

/** Makes text safe to send: DISPLAY_CONTROLS become spaces, lone surrogates become U+FFFD. */
export function sanitize(text: string): string {
  return text.replace(UNSAFE, " ").toWellFormed();
}

/** Every run of white space becomes one space; none is left at the ends. */
export function collapseSpace(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
