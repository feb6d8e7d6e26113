// Zip archives, which Word and EPUB files are.
import { ImportError, loadOptional } from "./optional.ts";

// Compressed bytes that are inflated in one go: a thousand times as many come out at most.
const SLICE_BYTES = 16 * 1024;
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/**
 * The parts whose names fit, by name. Throws ImportError when the archive is damaged, and as soon as more comes out of it than any
 * report has: the sizes that an archive states may be false.
 */
export async function unzip(
  bytes: Uint8Array,
  file: string,
  names: RegExp,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const { Unzip, UnzipInflate } = await loadOptional(() => import("fflate"));
  const parts: Record<string, Uint8Array> = {};
  let inflated = 0;
  let seen = 0;
  const reader = new Unzip((part) => {
    seen++;
    if (!names.test(part.name)) return;
    const chunks: Uint8Array[] = [];
    part.ondata = (error, chunk, isLast) => {
      if (error !== null) throw error;
      inflated += chunk.length;
      if (inflated > MAX_INFLATED_BYTES)
        throw new ImportError(
          `"${file}" is too large: its parts have more than ${MAX_INFLATED_BYTES / 1024 / 1024} MB.`,
        );
      chunks.push(chunk);
      if (isLast) parts[part.name] = Buffer.concat(chunks);
    };
    part.start();
  });
  reader.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += SLICE_BYTES)
      reader.push(bytes.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= bytes.length);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw damaged(file);
  }
  // What is no archive at all, or ends too soon, is skipped without an error.
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b || seen !== partsIn(bytes)) throw damaged(file);
  return parts;
}

const END = Buffer.from("PK\x05\x06");
const END_BYTES = 22;
// Of the comment that may come after the end.
const MAX_COMMENT_BYTES = 0xffff;

/** How many parts there are by the list at the end of the archive; undefined if it has no end. */
function partsIn(bytes: Uint8Array): number | undefined {
  const tail = Buffer.from(bytes.subarray(-END_BYTES - MAX_COMMENT_BYTES));
  const at = tail.lastIndexOf(END);
  return at < 0 || at + END_BYTES > tail.length ? undefined : tail.readUInt16LE(at + 10);
}

function damaged(file: string): ImportError {
  return new ImportError(`"${file}" is damaged, or not what its name says.`);
}
