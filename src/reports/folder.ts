// The knowledge folder becomes a library. A bad file is reported and left out; it never hides the good ones.
import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { KnowledgeError } from "#domain/errors.ts";
import type { Oddity } from "#domain/oddity.ts";
import { type Library, paragraphsOf, type Report } from "#domain/report.ts";
import { ALIASES_FILE, type ReadAliases, readAliases } from "./aliases.ts";
import { readReport } from "./read-report.ts";

export type LoadedFolder = Readonly<{ library: Library; oddities: readonly Oddity[] }>;

const REPORT_FILE = /\.(?:md|markdown|txt)$/iu;
const MOST_BYTES = 16 * 1024 * 1024;
// How deep subfolders are followed: a knowledge folder is a shelf, not a tree of everything.
const DEEPEST = 8;

/** Reads every report below `root` in the order of their paths. Throws KnowledgeError when there is none to serve. */
export async function loadFolder(root: string): Promise<LoadedFolder> {
  const { files, oddities: passed } = await listFiles(root, "", 0);
  const oddities: Oddity[] = [...passed];
  const reports: Report[] = [];
  let aliases: ReadAliases = { aliases: [], oddities: [] };
  for (const file of files) {
    const source = await readText(root, file);
    if (typeof source !== "string") oddities.push(source);
    else if (file === ALIASES_FILE) aliases = readAliases(source);
    else {
      const read = readReport(file, source);
      oddities.push(...read.oddities);
      if (read.report !== undefined) shelve(read.report, reports, oddities);
    }
  }
  oddities.push(...aliases.oddities);
  if (reports.length === 0) throw new KnowledgeError(nothingToServe(root, oddities));
  return { library: { reports, aliases: aliases.aliases }, oddities };
}

/** Two files whose paths make the same id cannot be told apart in a citation. */
function shelve(report: Report, reports: Report[], oddities: Oddity[]): void {
  const twin = reports.find(({ id }) => id === report.id);
  if (twin === undefined) {
    reports.push(report);
    const words = textOf(report);
    const copy = reports.find((other) => other !== report && textOf(other) === words);
    if (copy !== undefined)
      oddities.push(
        oddity(report.file, "warning", `the same text as ${copy.file}`, "both are loaded; remove one"),
      );
    return;
  }
  oddities.push(
    oddity(report.file, "error", `its name gives the same id as ${twin.file}`, "left out; rename the file"),
  );
}

function textOf(report: Report): string {
  return paragraphsOf(report)
    .map(({ text }) => text)
    .join("\n");
}

type Listing = Readonly<{ files: readonly string[]; oddities: readonly Oddity[] }>;

/** Regular files only: links, pipes and devices are passed over. Hidden files and README.md are not reports. */
async function listFiles(root: string, below: string, depth: number): Promise<Listing> {
  const files: string[] = [];
  const oddities: Oddity[] = [];
  const entries = await readFolder(join(root, below), depth === 0);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith(".") || /^readme\.md$/iu.test(entry.name)) continue;
    if (entry.isDirectory() && depth < DEEPEST) {
      const inner = await listFiles(root, file, depth + 1);
      files.push(...inner.files);
      oddities.push(...inner.oddities);
    } else if (entry.isFile() && (REPORT_FILE.test(entry.name) || file === ALIASES_FILE)) files.push(file);
    else
      oddities.push(
        oddity(file, "warning", whatIs(entry), "not read; reports are Markdown or plain text files"),
      );
  }
  return { files, oddities };
}

type Entry = Awaited<ReturnType<typeof readFolder>>[number];

function whatIs(entry: Entry): string {
  if (entry.isSymbolicLink()) return "a link";
  if (entry.isDirectory()) return `a folder more than ${DEEPEST} levels deep`;
  return entry.isFile() ? `a file of another format` : "not a regular file";
}

async function readFolder(folder: string, isRoot: boolean) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (!isRoot) return [];
    const why = error instanceof Error ? error.message : "";
    throw new KnowledgeError(
      `The folder of reports cannot be read (${why}). Set IBID_KNOWLEDGE to the folder.`,
    );
  }
}

/** The file's text, or why it was left out. */
async function readText(root: string, file: string): Promise<string | Oddity> {
  const path = join(root, file);
  try {
    const { size } = await lstat(path);
    if (size > MOST_BYTES)
      return oddity(file, "error", `over ${MOST_BYTES / 1024 / 1024} MB`, "left out; split it");
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path));
    return text.includes("\0")
      ? oddity(file, "error", "NUL characters", "left out; save it as UTF-8 text")
      : text;
  } catch (error) {
    if (error instanceof TypeError)
      return oddity(file, "error", "not UTF-8", "left out; save it as UTF-8 text");
    return oddity(
      file,
      "error",
      `cannot be read (${error instanceof Error ? error.message : ""})`,
      "left out",
    );
  }
}

function oddity(file: string, level: Oddity["level"], what: string, treatment: string): Oddity {
  return { level, file, line: 0, what, treatment };
}

function nothingToServe(root: string, oddities: readonly Oddity[]): string {
  const reasons = oddities
    .filter(({ level }) => level !== "note")
    .map(({ file, line, what, treatment }) => `\n  ${file}:${line} ${what}; ${treatment}`);
  return `There is no report in "${root}". Put a Markdown or text file there (knowledge/README.md tells how).${reasons.join("")}`;
}
