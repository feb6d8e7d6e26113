// The knowledge folder becomes a library. A bad file is reported and left out; it never hides the good ones.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { KnowledgeError } from "#domain/errors.ts";
import { type AliasGroup, type Library, paragraphsOf, type Report } from "#domain/report.ts";
import { readText } from "./file.ts";
import { createFileCache, forget, type Memory, recallAliases, recallReport } from "./file-cache.ts";
import { ALIASES_FILE } from "./parse/aliases.ts";
import { createReader, type Reader } from "./parser-thread.ts";

export type LoadedFolder = Readonly<{ library: Library; diagnostics: readonly FileDiagnostic[] }>;

const REPORT_FILE = /\.(?:md|markdown|txt)$/iu;
// How deep subfolders are followed: a knowledge folder is a shelf, not a tree of everything.
const DEEPEST = 8;

// A report of a million words takes a few seconds.
const MAX_MILLISECONDS = 15_000;

/**
 * Reads every report below `root` in the order of their paths, each within `milliseconds`; with the memory of an earlier
 * reading, only what has changed since. Throws KnowledgeError when there is none to serve.
 */
export async function loadFolder(
  root: string,
  memory: Memory = createFileCache(),
  milliseconds = MAX_MILLISECONDS,
): Promise<LoadedFolder> {
  const { files: listed, diagnostics: passed } = await listFiles(root, "", 0);
  const closed = passed.filter(({ severity: level }) => level === "error").map(({ file }) => file);
  const files = [...listed, ...forget(memory, listed, closed)];
  const reader = createReader(milliseconds);
  try {
    const { library, diagnostics } = await readFiles(root, files, { memory, reader });
    const all = [...passed, ...diagnostics];
    if (library.reports.length === 0) throw new KnowledgeError(nothingToServe(root, all));
    return { library, diagnostics: all };
  } finally {
    await reader.close();
  }
}

type Reading = Readonly<{ memory: Memory; reader: Reader }>;

async function readFiles(
  root: string,
  files: readonly string[],
  { memory, reader }: Reading,
): Promise<LoadedFolder> {
  const diagnostics: FileDiagnostic[] = [];
  const reports: Report[] = [];
  let groups: readonly AliasGroup[] = [];
  for (const file of files) {
    const found = { file, source: await readText(root, file) };
    if (file === ALIASES_FILE) {
      const { aliases, diagnostics: own } = await recallAliases(found, memory, reader);
      diagnostics.push(...own);
      groups = aliases;
      continue;
    }
    const { report, diagnostics: own } = await recallReport(found, memory, reader);
    diagnostics.push(...own);
    if (report !== undefined) shelve(report, reports, diagnostics);
  }
  return { library: { reports, aliases: groups }, diagnostics };
}

/** Two files whose paths make the same id cannot be told apart in a citation. */
function shelve(report: Report, reports: Report[], diagnostics: FileDiagnostic[]): void {
  const twin = reports.find(({ id }) => id === report.id);
  if (twin === undefined) {
    reports.push(report);
    const words = textOf(report);
    const copy = reports.find((other) => other !== report && textOf(other) === words);
    if (copy !== undefined)
      diagnostics.push(
        diagnostic(report.file, "warning", `the same text as ${copy.file}`, "both are loaded; remove one"),
      );
    return;
  }
  diagnostics.push(
    diagnostic(
      report.file,
      "error",
      `its name gives the same id as ${twin.file}`,
      "left out; rename the file",
    ),
  );
}

function textOf(report: Report): string {
  return paragraphsOf(report)
    .map(({ text }) => text)
    .join("\n");
}

type Listing = Readonly<{ files: readonly string[]; diagnostics: readonly FileDiagnostic[] }>;

/** Regular files only: links, pipes and devices are passed over. Hidden files and README.md are not reports. */
async function listFiles(root: string, below: string, depth: number): Promise<Listing> {
  const files: string[] = [];
  const diagnostics: FileDiagnostic[] = [];
  const entries = await readFolder(root, below);
  if (!Array.isArray(entries)) return { files, diagnostics: [entries] };
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith(".") || /^readme\.md$/iu.test(entry.name)) continue;
    if (STEERING.test(entry.name)) diagnostics.push(notRead(file, entry));
    else if (entry.isDirectory() && depth < DEEPEST) {
      const inner = await listFiles(root, file, depth + 1);
      files.push(...inner.files);
      diagnostics.push(...inner.diagnostics);
    } else if (entry.isFile() && (REPORT_FILE.test(entry.name) || file === ALIASES_FILE)) files.push(file);
    else diagnostics.push(notRead(file, entry));
  }
  return { files, diagnostics };
}

// Control characters and marks that turn the reading direction: a name that shows as another one.
const STEERING = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

function notRead(file: string, entry: Dirent): FileDiagnostic {
  const warn = (what: string, remedy: string) => diagnostic(file, "warning", what, `not read; ${remedy}`);
  if (STEERING.test(entry.name)) return warn("a name with characters that cannot be seen", "rename it");
  if (entry.isSymbolicLink()) return warn("a link", "put the file itself here");
  if (entry.isDirectory())
    return warn(`a folder more than ${DEEPEST} levels deep`, "move its reports further up");
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

/** What lies in a folder, or why a subfolder could not be read. Without the root there is nothing to serve. */
async function readFolder(root: string, below: string): Promise<Dirent[] | FileDiagnostic> {
  try {
    return await readdir(join(root, below), { withFileTypes: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    if (below !== "")
      return diagnostic(below, "error", `cannot be read (${why})`, "left out; mend its permissions");
    throw new KnowledgeError(
      `The folder of reports cannot be read (${why}). Set IBID_KNOWLEDGE to the folder.`,
    );
  }
}

function diagnostic(
  file: string,
  level: FileDiagnostic["severity"],
  what: string,
  treatment: string,
): FileDiagnostic {
  return { severity: level, file, line: 0, message: what, hint: treatment };
}

function nothingToServe(root: string, diagnostics: readonly FileDiagnostic[]): string {
  const reasons = diagnostics
    .filter(({ severity: level }) => level !== "note")
    .map(({ file, line, message: what, hint: treatment }) => `\n  ${file}:${line} ${what}; ${treatment}`);
  return `There is no report in "${root}". Put a Markdown or text file there (knowledge/README.md tells how).${reasons.join("")}`;
}
