// Loads the knowledge folder as a library. A bad file is reported and left out; the others are served.

import { readdir, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { KnowledgeError, messageOf } from "#domain/errors.ts";
import type { Snapshots } from "#domain/live-library.ts";
import type { AliasGroup, Library, Report } from "#domain/report.ts";
import { DISPLAY_CONTROLS } from "#text/unicode.ts";
import { leftOut, readFile } from "./file.ts";
import {
  createFileCache,
  evictMissing,
  type FileCache,
  knownStamp,
  NO_ALIASES,
  parseCached,
} from "./file-cache.ts";
import { withSnapshots } from "./parsed-snapshots.ts";
import { ALIASES_FILE, createParser, type ParsedFile, type Parser } from "./parser-thread.ts";

export type LoadedFolder = Readonly<{ library: Library; diagnostics: readonly FileDiagnostic[] }>;

const REPORT_FILE = /\.(?:md|markdown|txt)$/iu;
// Deeper folders are more likely a mistake (a whole disk, a loop of mounts) than reports.
const MAX_DEPTH = 8;

// A report of a million words takes a few seconds.
const MAX_MILLISECONDS = 15_000;

/** For a single load: before any file was changed, so that no file is remembered as unchanged. */
const NEVER = () => Number.NEGATIVE_INFINITY;

export type LoadOptions = Readonly<{
  /** The time that one file may take. */
  maxMilliseconds?: number;
  /** Called after each file with the number of files that are read, and of all. */
  read?: (files: number, of: number) => void;
  snapshots?: Snapshots;
  /** Milliseconds since 1970. Without it each file is read at every call, whether it has changed or not. */
  now?: () => number;
}>;

/**
 * Loads every report below `root`, in the order of their paths. With the cache of an earlier call only files that have
 * changed are parsed. Throws KnowledgeError when there is no report.
 */
export async function loadFolder(
  root: string,
  cache: FileCache = createFileCache(),
  { maxMilliseconds = MAX_MILLISECONDS, read = () => undefined, snapshots, now = NEVER }: LoadOptions = {},
): Promise<LoadedFolder> {
  const listing = await listFiles(root, "", 0);
  const unreadable = listing.diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ file }) => file);
  const files = [...listing.files, ...evictMissing(cache, listing.files, unreadable)];
  const threads = createParser(maxMilliseconds);
  const parser = snapshots === undefined ? threads : withSnapshots(threads, snapshots);
  try {
    const parsed = await parseFiles(files, { root: await realpath(root), cache, parser, read, now });
    const loaded = collect(files, parsed);
    const diagnostics = [...listing.diagnostics, ...loaded.diagnostics];
    if (loaded.library.reports.length === 0) throw new KnowledgeError(noReportMessage(root, diagnostics));
    return { library: loaded.library, diagnostics };
  } finally {
    await parser.close();
  }
}

/** Loads one file, as the only one of a folder. */
export async function loadFile(path: string): Promise<LoadedFolder> {
  const parser = createParser(MAX_MILLISECONDS);
  const file = basename(path);
  try {
    const root = await realpath(dirname(path));
    const parsed = await parseFiles([file], {
      root,
      cache: createFileCache(),
      parser,
      read: () => undefined,
      now: NEVER,
    });
    return collect([file], parsed);
  } finally {
    await parser.close();
  }
}

type ParseDeps = Readonly<{
  root: string;
  cache: FileCache;
  parser: Parser;
  read: (files: number, of: number) => void;
  now: () => number;
}>;

// Enough to keep every thread of the parser busy while files are read; few enough to hold little of the folder in memory.
const MAX_FILES_AT_A_TIME = 8;

/** Files that took too long before come last: what has changed since must not wait for them. */
async function parseFiles(
  files: readonly string[],
  { root, cache, parser, read, now }: ParseDeps,
): Promise<ReadonlyMap<string, ParsedFile>> {
  const gaveUp = (file: string) => cache.get(file)?.gaveUp ?? 0;
  const remaining = files.toSorted((a, b) => gaveUp(a) - gaveUp(b)).values();
  const parsed = new Map<string, ParsedFile>();
  const parseRemaining = async () => {
    for (const file of remaining) {
      const askedAt = now();
      const result = await readFile(root, file, knownStamp(file, cache));
      parsed.set(file, await parseCached({ file, result, now: askedAt }, cache, parser));
      read(parsed.size, files.length);
    }
  };
  await Promise.all(Array.from({ length: MAX_FILES_AT_A_TIME }, parseRemaining));
  return parsed;
}

/** The library of the parsed files, in the order of `files`. */
function collect(files: readonly string[], parsed: ReadonlyMap<string, ParsedFile>): LoadedFolder {
  const diagnostics: FileDiagnostic[] = [];
  const reports: Report[] = [];
  const byId = new Map<string, Report>();
  const byHash = new Map<string, Report>();
  const byTitle = new Map<string, Report>();
  let aliases: readonly AliasGroup[] = NO_ALIASES;
  for (const file of files) {
    const { report, textHash, aliases: own, diagnostics: found = [] } = parsed.get(file) ?? {};
    for (const diagnostic of found) diagnostics.push(diagnostic);
    if (own !== undefined) aliases = own;
    if (report === undefined || textHash === undefined) continue;
    reports.push(report);
    const sameId = byId.get(report.id);
    if (sameId === undefined) byId.set(report.id, report);
    else diagnostics.push(sameIdError(file, sameId));
    const copy = byHash.get(textHash);
    const sameTitle = byTitle.get(report.title.toLowerCase());
    if (copy !== undefined) diagnostics.push(copyWarning(file, copy));
    else if (sameTitle !== undefined) diagnostics.push(sameTitleWarning(file, sameTitle));
    if (copy === undefined) byHash.set(textHash, report);
    if (sameTitle === undefined) byTitle.set(report.title.toLowerCase(), report);
  }
  return { library: { reports, aliases }, diagnostics };
}

/** A citation could not tell the two apart, so they are never seen together. */
function sameIdError(file: string, other: Report): FileDiagnostic {
  const message = `its name gives the same id as ${other.file}`;
  const hint = "left out wherever that one may be seen; rename the file";
  return { severity: "error", file, line: 0, message, hint, otherFile: other.file };
}

function copyWarning(file: string, other: Report): FileDiagnostic {
  const warning = fileWarning(file, `the same text as ${other.file}`, "both are loaded; remove one");
  return { ...warning, otherFile: other.file };
}

function sameTitleWarning(file: string, other: Report): FileDiagnostic {
  const hint = "readers see the date or the file's name beside it; give each a title of its own";
  return { ...fileWarning(file, `the same title as ${other.file}`, hint), otherFile: other.file };
}

type Listing = Readonly<{ files: readonly string[]; diagnostics: readonly FileDiagnostic[] }>;

/** Only regular files: links, pipes and devices are not read. Hidden files, README.md and accounts of imports are not reports. */
async function listFiles(root: string, below: string, depth: number): Promise<Listing> {
  const files: string[] = [];
  const diagnostics: FileDiagnostic[] = [];
  const entries = await listFolder(root, below);
  if (!Array.isArray(entries)) return { files, diagnostics: [entries] };
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith(".") || NO_REPORT.test(entry.name)) continue;
    if (UNSAFE_NAME.test(entry.name)) diagnostics.push(notReadWarning(root, file, entry));
    else if (entry.isDirectory() && depth < MAX_DEPTH) {
      const inner = await listFiles(root, file, depth + 1);
      for (const innerFile of inner.files) files.push(innerFile);
      for (const diagnostic of inner.diagnostics) diagnostics.push(diagnostic);
    } else if (entry.isFile() && (REPORT_FILE.test(entry.name) || file === ALIASES_FILE)) files.push(file);
    else diagnostics.push(notReadWarning(root, file, entry));
  }
  return { files, diagnostics };
}

// What an import did is written beside the report.
const NO_REPORT = /^readme\.md$|\.import\.md$/iu;

// Such a name could be displayed as a different one.
const UNSAFE_NAME = new RegExp(`[${DISPLAY_CONTROLS}]`, "u");

function notReadWarning(root: string, file: string, entry: Dirent): FileDiagnostic {
  const warn = (message: string, remedy: string): FileDiagnostic => {
    return { ...fileWarning(file, message, `not read; ${remedy}`), isNotRead: true };
  };
  if (UNSAFE_NAME.test(entry.name)) return warn("a name with invisible characters", "rename it");
  if (entry.isSymbolicLink()) return warn("a symbolic link", "put the file itself here");
  if (entry.isDirectory())
    return warn(`a folder more than ${MAX_DEPTH} levels deep`, "move its reports further up");
  if (!entry.isFile()) return warn("not a regular file", "reports are Markdown or plain text files");
  if (/^aliases\.ya?ml$/iu.test(entry.name))
    return warn("a list of aliases in the wrong place", `there is one, "${ALIASES_FILE}", at the top`);
  if (/\.(?:pdf|docx|html?|epub)$/iu.test(entry.name))
    return warn(
      "a document that is not imported",
      `run: npm run -s ibid -- import '${join(root, file).replaceAll("'", "'\\''")}'`,
    );
  return warn(
    "a format that Ibid does not read",
    "convert it to Markdown, and read it through (docs/knowledge.md says how)",
  );
}

type Dirent = Readonly<{
  name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}>;

/** The entries of a folder, or why a subfolder could not be read. Throws KnowledgeError when the root cannot be read. */
async function listFolder(root: string, below: string): Promise<Dirent[] | FileDiagnostic> {
  try {
    return await readdir(join(root, below), { withFileTypes: true });
  } catch (error) {
    const reason = messageOf(error);
    if (below === "")
      throw new KnowledgeError(
        `The folder of reports cannot be read (${reason}). Set IBID_KNOWLEDGE to the folder.`,
      );
    const message = `cannot be read (${reason})`;
    return leftOut(below, message, "correct its permissions");
  }
}

function fileWarning(file: string, message: string, hint: string): FileDiagnostic {
  return { severity: "warning", file, line: 0, message, hint };
}

function noReportMessage(root: string, diagnostics: readonly FileDiagnostic[]): string {
  const reasons = diagnostics
    .filter(({ severity }) => severity !== "note")
    .map(
      ({ file, line, message, hint }) => `\n  ${file}${line === 0 ? "" : `:${line}`}: ${message}; ${hint}`,
    );
  return `There is no report in "${root}". Put a Markdown or text file there (docs/knowledge.md says how).${reasons.join("")}`;
}
