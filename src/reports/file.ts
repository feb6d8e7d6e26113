// The text of one file, if it is a regular file below the root, small enough and sound UTF-8 text.
import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import type { FileDiagnostic } from "#domain/diagnostic.ts";

// A million words with their markup. What takes too long to read is bounded by time as well.
const MAX_BYTES = 8 * 1024 * 1024;

/** The text, or why the file was left out. What stands at the path is looked at again: it may have changed since it was listed. */
export async function readText(root: string, file: string): Promise<string | FileDiagnostic> {
  const leftOut = (what: string, remedy: string): FileDiagnostic => ({
    severity: "error",
    file,
    line: 0,
    message: what,
    hint: `left out; ${remedy}`,
  });
  let handle: FileHandle | undefined;
  try {
    if (!(await isBelow(root, file))) return leftOut("a link out of the folder", "put the file itself here");
    // Opening a pipe would wait for somebody to write to it.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    handle = await open(join(root, file), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const found = await handle.stat();
    if (!found.isFile()) return leftOut("not a regular file", "reports are Markdown or plain text files");
    if (found.size > MAX_BYTES) return leftOut(`over ${MAX_BYTES / 1024 / 1024} MB`, "split it");
    return decode(await handle.readFile(), leftOut("not UTF-8", "save it as UTF-8 text"));
  } catch (error) {
    return leftOut(`cannot be read (${error instanceof Error ? error.message : ""})`, "mend its permissions");
  } finally {
    await handle?.close();
  }
}

async function isBelow(root: string, file: string): Promise<boolean> {
  const top = await realpath(root);
  return (await realpath(join(root, file))).startsWith(top.endsWith(sep) ? top : top + sep);
}

function decode(bytes: Uint8Array, spoilt: FileDiagnostic): string | FileDiagnostic {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  // What is not UTF-8 was decoded to U+FFFD and does not come back.
  const at = text.indexOf(Buffer.from(text).equals(bytes) ? "\0" : "\uFFFD");
  if (at === -1) return text;
  const what = text[at] === "\0" ? "NUL character" : "not UTF-8";
  return { ...spoilt, message: what, line: text.slice(0, at).split("\n").length };
}
