// Loads the knowledge folder as a library. A bad file is reported and left out; the others are served.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { KnowledgeError } from "#domain/errors.ts";
import { type AliasGroup, type Library, paragraphsOf, type Report } from "#domain/report.ts";
import { DISPLAY_CONTROLS } from "#text/unicode.ts";
import { readText } from "./file.ts";
import {
  createFileCache,
  evictMissing,
  type FileCache,
  parseCachedAliases,
  parseCachedReport,
} from "./file-cache.ts";
import { ALIASES_FILE, createParser, type Parser } from "./parser-thread.ts";

export type LoadedFolder = Readonly<{ library: Library; diagnostics: readonly FileDiagnostic[] }>;

const REPORT_FILE = /\.(?:md|markdown|txt)$/iu;
// Deeper folders are more likely a mistake (a whole disk, a loop of mounts) than reports.
const MAX_DEPTH = 8;

// A report of a million words takes a few seconds.
const MAX_MILLISECONDS = 15_000;

/**
 * Loads every report below `root`, in the order of their paths; no file may take more than `maxMilliseconds`. With the
 * cache of an earlier call only files that have changed are parsed. Throws KnowledgeError when there is no report.
 */
export async function loadFolder(
  root: string,
  cache: FileCache = createFileCache(),
  maxMilliseconds = MAX_MILLISECONDS,
): Promise<LoadedFolder> {
  const listing = await listFiles(root, "", 0);
  const unreadable = listing.diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ file }) => file);
  const files = [...listing.files, ...evictMissing(cache, listing.files, unreadable)];
  const parser = createParser(maxMilliseconds);
  try {
    const loaded = await loadFiles(root, files, { cache, parser });
    const diagnostics = [...listing.diagnostics, ...loaded.diagnostics];
    if (loaded.library.reports.length === 0) throw new KnowledgeError(noReportMessage(root, diagnostics));
    return { library: loaded.library, diagnostics };
  } finally {
    await parser.close();
  }
}

type LoadDeps = Readonly<{ cache: FileCache; parser: Parser }>;

async function loadFiles(
  root: string,
  files: readonly string[],
  { cache, parser }: LoadDeps,
): Promise<LoadedFolder> {
  const diagnostics: FileDiagnostic[] = [];
  const reports: Report[] = [];
  let aliases: readonly AliasGroup[] = [];
  for (const file of files) {
    const read = { file, source: await readText(root, file) };
    if (file === ALIASES_FILE) {
      const parsed = await parseCachedAliases(read, cache, parser);
      diagnostics.push(...parsed.diagnostics);
      aliases = parsed.aliases;
      continue;
    }
    const parsed = await parseCachedReport(read, cache, parser);
    diagnostics.push(...parsed.diagnostics);
    if (parsed.report !== undefined) addReport(parsed.report, reports, diagnostics);
  }
  return { library: { reports, aliases }, diagnostics };
}

/** Leaves out a report whose id another one has: a citation could not tell them apart. A copy is added with a warning. */
function addReport(report: Report, reports: Report[], diagnostics: FileDiagnostic[]): void {
  const { file } = report;
  const sameId = reports.find(({ id }) => id === report.id);
  if (sameId !== undefined) {
    const message = `its name gives the same id as ${sameId.file}`;
    diagnostics.push({ severity: "error", file, line: 0, message, hint: "left out; rename the file" });
    return;
  }
  const text = textOf(report);
  const copy = reports.find((other) => textOf(other) === text);
  reports.push(report);
  if (copy !== undefined)
    diagnostics.push(fileWarning(file, `the same text as ${copy.file}`, "both are loaded; remove one"));
}

function textOf(report: Report): string {
  return paragraphsOf(report)
    .map(({ text }) => text)
    .join("\n");
}

type Listing = Readonly<{ files: readonly string[]; diagnostics: readonly FileDiagnostic[] }>;

/** Only regular files: links, pipes and devices are not read. Hidden files and README.md are not reports. */
async function listFiles(root: string, below: string, depth: number): Promise<Listing> {
  const files: string[] = [];
  const diagnostics: FileDiagnostic[] = [];
  const entries = await listFolder(root, below);
  if (!Array.isArray(entries)) return { files, diagnostics: [entries] };
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith(".") || /^readme\.md$/iu.test(entry.name)) continue;
    if (UNSAFE_NAME.test(entry.name)) diagnostics.push(notReadWarning(file, entry));
    else if (entry.isDirectory() && depth < MAX_DEPTH) {
      const inner = await listFiles(root, file, depth + 1);
      files.push(...inner.files);
      diagnostics.push(...inner.diagnostics);
    } else if (entry.isFile() && (REPORT_FILE.test(entry.name) || file === ALIASES_FILE)) files.push(file);
    else diagnostics.push(notReadWarning(file, entry));
  }
  return { files, diagnostics };
}

// Such a name could be displayed as a different one.
const UNSAFE_NAME = new RegExp(`[${DISPLAY_CONTROLS}]`, "u");

function notReadWarning(file: string, entry: Dirent): FileDiagnostic {
  const warn = (message: string, remedy: string) => fileWarning(file, message, `not read; ${remedy}`);
  if (UNSAFE_NAME.test(entry.name)) return warn("a name with characters that cannot be seen", "rename it");
  if (entry.isSymbolicLink()) return warn("a link", "put the file itself here");
  if (entry.isDirectory())
    return warn(`a folder more than ${MAX_DEPTH} levels deep`, "move its reports further up");
  if (!entry.isFile()) return warn("not a regular file", "reports are Markdown or plain text files");
  if (/^aliases\.ya?ml$/iu.test(entry.name))
    return warn("a list of aliases in the wrong place", `there is one, "${ALIASES_FILE}", at the top`);
  return warn("a file of another format", "convert it to Markdown (.md) or plain text (.txt)");
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
    const reason = error instanceof Error ? error.message : "";
    if (below === "")
      throw new KnowledgeError(
        `The folder of reports cannot be read (${reason}). Set IBID_KNOWLEDGE to the folder.`,
      );
    const message = `cannot be read (${reason})`;
    return { severity: "error", file: below, line: 0, message, hint: "left out; mend its permissions" };
  }
}

function fileWarning(file: string, message: string, hint: string): FileDiagnostic {
  return { severity: "warning", file, line: 0, message, hint };
}

function noReportMessage(root: string, diagnostics: readonly FileDiagnostic[]): string {
  const reasons = diagnostics
    .filter(({ severity }) => severity !== "note")
    .map(({ file, line, message, hint }) => `\n  ${file}:${line} ${message}; ${hint}`);
  return `There is no report in "${root}". Put a Markdown or text file there (knowledge/README.md tells how).${reasons.join("")}`;
}
