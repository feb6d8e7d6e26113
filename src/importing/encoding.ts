// The characters of a web page.
import { ImportError } from "./optional.ts";

// Browsers look for it in the first 1,024 bytes.
const HEAD_BYTES = 1024;
const CHARSET = /<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w-]{2,40})/iu;

// A byte of any kind is a letter of windows-1252, so what is no text at all shows by its control characters: one byte in ten of
// random bytes, while a page that was written long ago has a stray one at most.
const CONTROLS = /(?![\t\n\f\r])\p{Cc}/gu;
const MAX_CONTROLS = 0.01;

/** In the encoding that the page states, else in UTF-8, else in that of the older web. Throws ImportError for what is no text. */
export function decodePage(bytes: Uint8Array, file: string): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, HEAD_BYTES));
  const text = decode(bytes, CHARSET.exec(head)?.[1] ?? "utf-8") ?? decode(bytes, "windows-1252") ?? "";
  const controls = text.match(CONTROLS)?.length ?? 0;
  if (text.includes("\0") || controls > text.length * MAX_CONTROLS)
    throw new ImportError(`"${file}" is not a web page.`);
  return text;
}

/** Undefined when the bytes are not of that encoding, or when there is none of that name. */
function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
