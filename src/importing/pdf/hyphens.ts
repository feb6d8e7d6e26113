// Words that are broken at the end of a line.
import { isEnglish } from "#text/dictionary.ts";

export type Joined = Readonly<{
  text: string;
  /** What was done where it is not certain whether the hyphen belongs to the word. */
  doubt?: string;
}>;

const BROKEN = /(?<head>[\p{L}\p{N}]+)[-\u00AD\u2010]$/u;
// A web address is broken after one of its signs.
const ADDRESS = /https?:\/\/(?:\S*[/?&=_#])?$/u;
const HOST = /https?:\/\/[^\s/]*\.$/u;
const REST = /^(?<tail>\p{Ll}[\p{L}\p{N}]*)/u;
const PREFIX = /^(?:re|non|co|self|pre|post|anti|multi|cross|well|high|low|long|short|off|on|in|e)$/iu;

/** Two lines as one. `known`: the words of the document, in lower case, hyphenated ones too. */
export function joinLines(before: string, after: string, known: ReadonlySet<string>): Joined {
  if (ADDRESS.test(before) || (HOST.test(before) && /^\p{Ll}/u.test(after))) return { text: before + after };
  const head = BROKEN.exec(before)?.groups?.head;
  const tail = REST.exec(after)?.groups?.tail;
  if (head === undefined || tail === undefined)
    return { text: /[\p{L}\p{N}][-\u2010]$/u.test(before) ? before + after : `${before} ${after}` };
  const [whole, hyphenated] = [(head + tail).toLowerCase(), `${head}-${tail}`.toLowerCase()];
  const without = before.slice(0, -1) + after;
  if (before.endsWith("\u00AD") || known.has(whole)) return { text: without };
  if (known.has(hyphenated)) return { text: before + after };
  if (isEnglish(whole)) return { text: without };
  if (PREFIX.test(head) || /^\p{Lu}{2,}$/u.test(head)) return { text: before + after };
  if ((isEnglish(head.toLowerCase()) || known.has(head.toLowerCase())) && isEnglish(tail))
    return { text: before + after, doubt: describe(head, tail, `${head}-${tail}`) };
  return { text: without, doubt: describe(head, tail, head + tail) };
}

function describe(head: string, tail: string, written: string): string {
  return `"${head}-" at the end of a line and "${tail}" became "${written}"`;
}

export function wordsIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(
    texts.flatMap(
      (text) => text.toLowerCase().match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*(?=[^\p{L}\p{N}-]|$)/gu) ?? [],
    ),
  );
}
