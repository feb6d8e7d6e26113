// Reads the text of one file if it is a regular file below the root, small enough, and valid UTF-8.
import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import type { FileDiagnostic } from "#domain/diagnostic.ts";

// A million words with their markup. The time to parse a file has a limit of its own.
const MAX_BYTES = 8 * 1024 * 1024;

/** The text, or why the file was left out. The type of the file is checked again: it may have changed since it was listed. */
export async function readText(root: string, file: string): Promise<string | FileDiagnostic> {
  const leftOut = (message: string, remedy: string): FileDiagnostic => ({
    severity: "error",
    file,
    line: 0,
    message,
    hint: `left out; ${remedy}`,
  });
  let handle: FileHandle | undefined;
  try {
    if (!(await isBelow(root, file))) return leftOut("a link out of the folder", "put the file itself here");
    // O_NONBLOCK: opening a pipe would otherwise wait until somebody writes to it.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    handle = await open(join(root, file), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) return leftOut("not a regular file", "reports are Markdown or plain text files");
    if (stats.size > MAX_BYTES) return leftOut(`over ${MAX_BYTES / 1024 / 1024} MB`, "split it");
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

/** The text, or `invalid` with the line of the first byte that is not UTF-8 or is NUL. */
function decode(bytes: Uint8Array, invalid: FileDiagnostic): string | FileDiagnostic {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  // Invalid bytes become U+FFFD, so encoding the text again does not give the same bytes.
  const isValid = Buffer.from(text).equals(bytes);
  const index = text.indexOf(isValid ? "\0" : "\uFFFD");
  if (index === -1) return text;
  const message = isValid ? "NUL character" : "not UTF-8";
  return { ...invalid, message, line: text.slice(0, index).split("\n").length };
}
