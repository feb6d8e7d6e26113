// Reads one file if it is a regular file below the root and small enough, and decodes it if it is valid UTF-8.
import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { messageOf } from "#domain/errors.ts";
import { lineAt } from "#text/line-at.ts";

// A million words with their markup. The time to parse a file has a limit of its own.
const MAX_BYTES = 8 * 1024 * 1024;

export type FileRead = Readonly<{
  /** Changes with every change of the file, as the file system says. */
  stamp: string;
  /** When the file or its name last changed, in milliseconds since 1970. */
  changedAt: number;
  /** Absent when the stamp is the known one: the file was not read. */
  bytes?: Uint8Array;
}>;

/**
 * The bytes, or why the file was left out. `root`: without links. `known`: the stamp of the last read. The type of the file is
 * checked again: it may have changed since it was listed.
 */
export async function readFile(
  root: string,
  file: string,
  known?: string,
): Promise<FileRead | FileDiagnostic> {
  let handle: FileHandle | undefined;
  try {
    const path = join(root, file);
    if (!(await isBelow(root, path)))
      return leftOut(file, "a link out of the folder", "put the file itself here");
    // O_NONBLOCK: opening a pipe would otherwise wait until somebody writes to it.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile())
      return leftOut(file, "not a regular file", "reports are Markdown or plain text files");
    if (stats.size > MAX_BYTES) return leftOut(file, `over ${MAX_BYTES / 1024 / 1024} MB`, "split it");
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = stats;
    // Whoever copies a file with its old time, or puts another one in its place, changes ctime or the number of the file.
    const read = { stamp: [dev, ino, size, mtimeNs, ctimeNs].join(" "), changedAt: Number(ctimeMs) };
    return read.stamp === known ? read : { ...read, bytes: await handle.readFile() };
  } catch (error) {
    return leftOut(file, `cannot be read (${messageOf(error)})`, "correct its permissions");
  } finally {
    await handle?.close();
  }
}

async function isBelow(root: string, path: string): Promise<boolean> {
  return (await realpath(path)).startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The text, or the diagnostic with the line of the first byte that is not UTF-8 or is NUL. */
export function decode(file: string, bytes: Uint8Array): string | FileDiagnostic {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  // Invalid bytes become U+FFFD, so encoding the text again does not give the same bytes.
  const isValid = Buffer.from(text).equals(bytes);
  const index = text.indexOf(isValid ? "\0" : "\uFFFD");
  if (index === -1) return text;
  const invalid = leftOut(file, isValid ? "NUL character" : "not UTF-8", "save it as UTF-8 text");
  return { ...invalid, line: lineAt(text, index) };
}

export function leftOut(file: string, message: string, remedy: string): FileDiagnostic {
  return { severity: "error", file, line: 0, message, hint: `left out; ${remedy}` };
}
