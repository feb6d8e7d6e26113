// What a PDF file says before it is read: whether it is whole, and whether it would burst.
import { inflateSync } from "node:zlib";

// Readers look for the end of a PDF in so many bytes.
const END_BYTES = 1024;

/** The index of its objects is where the end of the file says that it is. */
export function hasIndex(bytes: Uint8Array): boolean {
  const end = Buffer.from(bytes.subarray(-END_BYTES)).toString("latin1");
  const at = /startxref\s+(\d{1,10})\s+%%EOF\s*$/u.exec(end.replace(/\0+$/u, ""))?.[1];
  if (at === undefined) return false;
  const index = Buffer.from(bytes.subarray(Number(at), Number(at) + 30)).toString("latin1");
  return /^\s*(?:xref|\d+\s+\d+\s+obj)/u.test(index);
}

/** Of what draws a page: more of it takes gigabytes to read. */
export const MAX_STREAM_BYTES = 16 * 1024 * 1024;
const DICTIONARY_BYTES = 400;
const MAX_FILTERS = 4;

/** A compressed stream that is no picture has more in it than any page needs. */
export function inflatesTooFar(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  for (const { index, 0: word } of text.matchAll(/(?<!end)stream\r?\n/gu)) {
    const before = text.slice(Math.max(0, index - DICTIONARY_BYTES), index);
    const dictionary = before.slice(before.lastIndexOf(" obj") + 1);
    const filters = dictionary.match(/\/(?:FlateDecode|Fl)\b/gu) ?? [];
    if (filters.length === 0 || /\/Image\b/u.test(dictionary)) continue;
    if (isTooLong(bytes.subarray(index + word.length), Math.min(filters.length, MAX_FILTERS))) return true;
  }
  return false;
}

/** What is no such stream after all is left to the reader of the file. */
function isTooLong(stream: Uint8Array, filters: number): boolean {
  let inflated = stream;
  try {
    for (let i = 0; i < filters; i++) inflated = inflateSync(inflated, { maxOutputLength: MAX_STREAM_BYTES });
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
  }
}
