// What earlier readings of the folder left behind: an unchanged file is not read anew, a broken one is served as it last was.
import { createHash } from "node:crypto";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { AliasGroup, Report } from "#domain/report.ts";
import type { ReadAliases } from "./parse/aliases.ts";
import type { Reader, ReadFile } from "./parser-thread.ts";

type Remembered = Readonly<{
  /** Of the file's text; none when it could not be read. */
  digest?: string;
  read: ReadFile;
  /** How often this text was given to the reader. */
  tries?: number;
  /** The last that was sound. */
  good?: Report;
}>;

// Each costs the reader's whole deadline; a busy machine is told from a hopeless file by the third.
const MAX_TRIES = 3;

export type Memory = {
  readonly files: Map<string, Remembered>;
  aliases?: readonly AliasGroup[];
};

export function createFileCache(): Memory {
  return { files: new Map() };
}

/** `source`: the file's text, or why it could not be read. */
type Found = Readonly<{ file: string; source: string | FileDiagnostic }>;

export async function recallReport(found: Found, { files }: Memory, reader: Reader): Promise<ReadFile> {
  const before = files.get(found.file);
  const again = await readAgain(found, before, reader);
  const { read } = again;
  const good = read.report ?? before?.good;
  files.set(found.file, { ...again, ...(good === undefined ? {} : { good }) });
  if (read.report !== undefined || good === undefined) return read;
  return { report: good, diagnostics: [...read.diagnostics, kept(found.file)] };
}

async function readAgain(
  { file, source }: Found,
  before: Remembered | undefined,
  reader: Reader,
): Promise<Remembered> {
  if (typeof source !== "string") return { read: { diagnostics: [source] } };
  const digest = createHash("sha256").update(source).digest("base64");
  const known = before?.digest === digest ? before : undefined;
  const tries = known?.tries ?? 0;
  const again = known === undefined || (known.read.gaveUp === true && tries < MAX_TRIES);
  if (!again) return { digest, tries, read: known.read };
  return { digest, tries: tries + 1, read: await reader.read({ file, source }) };
}

/** The aliases that were last sound stand in for a broken list. */
export async function recallAliases(found: Found, memory: Memory, reader: Reader): Promise<ReadAliases> {
  const again = await readAgain(found, memory.files.get(found.file), reader);
  memory.files.set(found.file, again);
  const { aliases = [], diagnostics } = again.read;
  const broken = diagnostics.some(({ severity: level }) => level === "error");
  if (!broken) memory.aliases = aliases;
  if (!broken || memory.aliases === undefined) return { aliases: [...aliases], diagnostics };
  return { aliases: memory.aliases, diagnostics: [...diagnostics, kept(found.file)] };
}

/** Files that are there no more are forgotten; what lies in a folder that cannot be opened may still be there. */
export function forget(
  memory: Memory,
  listed: readonly string[],
  closed: readonly string[],
): readonly string[] {
  const unseen = [...memory.files.keys()].filter((file) => !listed.includes(file));
  const hidden = unseen.filter((file) => closed.some((folder) => file.startsWith(`${folder}/`)));
  for (const file of unseen) if (!hidden.includes(file)) memory.files.delete(file);
  return hidden;
}

function kept(file: string): FileDiagnostic {
  const treatment = "its last good version is served until it is mended";
  return { severity: "warning", file, line: 0, message: "broken since it was last read", hint: treatment };
}
