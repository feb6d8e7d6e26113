// Remembers what was parsed: an unchanged file is not parsed again, and a broken one is served in its last good version.
import { createHash } from "node:crypto";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { AliasGroup } from "#domain/report.ts";
import { decode, type FileRead } from "./file.ts";
import type { ParsedFile, Parser } from "./parser-thread.ts";

type CacheEntry = Readonly<{
  /** Hash of the file's bytes; absent when the file could not be read. */
  hash?: string;
  /** As the file was when it was read; absent where it may have changed since without another stamp. */
  stamp?: string;
  parsed: ParsedFile;
  /** How often the parser gave up on these bytes. A try with less time than a file may take counts for its share. */
  gaveUp?: number;
  /** As it was when it was last without errors. */
  lastGood?: ParsedFile;
}>;

// Every try of a hopeless file costs the whole deadline. A busy machine should have managed by the third.
const MAX_GAVE_UP = 3;

/** By the path below the knowledge folder. */
export type FileCache = Map<string, CacheEntry>;

// One list for all libraries without aliases: the index remembers which list it was made with.
export const NO_ALIASES: readonly AliasGroup[] = [];

export function createFileCache(): FileCache {
  return new Map();
}

/** `result`: the file's bytes, or why it could not be read. `now`: before it was read, in milliseconds since 1970. */
type ReadFile = Readonly<{ file: string; result: FileRead | FileDiagnostic; now: number }>;

// Two changes in so many milliseconds may have the same time: the coarsest file systems count by two seconds.
const MIN_STAMP_AGE = 3_000;

/** Undefined when the file has to be read, whatever its stamp is. */
export function knownStamp(file: string, cache: FileCache): string | undefined {
  const entry = cache.get(file);
  return entry !== undefined && isSettled(entry) ? entry.stamp : undefined;
}

/** Not to be parsed again as long as the bytes are the same. */
function isSettled({ parsed, gaveUp = 0 }: CacheEntry): boolean {
  return parsed.gaveUp === undefined || gaveUp >= MAX_GAVE_UP;
}

/** Parses a file if its bytes have changed. What is broken is replaced by its last good version, with a warning. */
export async function parseCached(read: ReadFile, cache: FileCache, parser: Parser): Promise<ParsedFile> {
  const before = cache.get(read.file);
  const entry = await refresh(read, before, parser);
  const { parsed } = entry;
  const isGood = parsed.diagnostics.every(({ severity }) => severity !== "error");
  const lastGood = isGood ? parsed : before?.lastGood;
  cache.set(read.file, { ...entry, ...(lastGood === undefined ? {} : { lastGood }) });
  if (isGood || lastGood === undefined) return parsed;
  return { ...lastGood, diagnostics: [...parsed.diagnostics, servedOldVersion(read.file)] };
}

/** The entry for the file as it is now; the parser runs only for new bytes, or again for those on which it gave up. */
async function refresh(
  { file, result, now }: ReadFile,
  before: CacheEntry | undefined,
  parser: Parser,
): Promise<CacheEntry> {
  if ("severity" in result) return { parsed: { diagnostics: [result] } };
  const { bytes, changedAt } = result;
  if (bytes === undefined && before !== undefined) return before;
  if (bytes === undefined) throw new Error(`"${file}" was not read before`);
  const stamp = now - changedAt < MIN_STAMP_AGE ? {} : { stamp: result.stamp };
  const hash = createHash("sha256").update(bytes).digest("base64");
  const known = before?.hash === hash ? before : undefined;
  const gaveUp = known?.gaveUp ?? 0;
  if (known !== undefined && isSettled(known)) return { hash, ...stamp, gaveUp, parsed: known.parsed };
  const source = decode(file, bytes);
  const parsed =
    typeof source === "string" ? await parser.parse({ file, source }) : { diagnostics: [source] };
  return { hash, ...stamp, gaveUp: gaveUp + (parsed.gaveUp ?? 0), parsed };
}

/**
 * Forgets files that are no longer listed. Files below a folder that could not be opened may still exist: they are kept
 * and returned.
 */
export function evictMissing(
  cache: FileCache,
  listed: readonly string[],
  unreadableFolders: readonly string[],
): readonly string[] {
  const isListed = new Set(listed);
  const hidden: string[] = [];
  for (const file of cache.keys()) {
    if (isListed.has(file)) continue;
    if (unreadableFolders.some((folder) => file.startsWith(`${folder}/`))) hidden.push(file);
    else cache.delete(file);
  }
  return hidden;
}

function servedOldVersion(file: string): FileDiagnostic {
  const hint = "its last good version is served until it is corrected";
  return { severity: "warning", file, line: 0, message: "has an error since its last change", hint };
}
