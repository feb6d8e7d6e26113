// `ibid import`: writes a report file for each document, and beside it an account of what was done.
import { readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { messageOf, UsageError } from "#domain/errors.ts";
import { paragraphsOf } from "#domain/report.ts";
import { type Converted, GATES, type Gate, type Metadata } from "#importing/convert.ts";
import { ImportError } from "#importing/optional.ts";
import { convertInThread } from "#importing/thread.ts";
import type { ExitCode } from "#operations/stop.ts";
import { parseReport } from "#reports/parse/parse-report.ts";
import { plural } from "#text/plural.ts";

type ImportOptions = Readonly<{
  /** The folder to write into; beside the document if absent. */
  to?: string | undefined;
  /** Overwrites a file that is there. */
  force: boolean;
  /** The gates whose verdict is accepted. */
  accepted: readonly Gate[];
  metadata: Metadata;
}>;

/** The gates in a list such as `conservation,lost-letters`. Throws UsageError. */
export function parseGates(typed: string): readonly Gate[] {
  return typed
    .split(",")
    .filter((name) => name !== "")
    .map((name) => {
      const gate = GATES.find((one) => one === name);
      if (gate === undefined) throw new UsageError(`--accept takes ${GATES.join(", ")}.`);
      return gate;
    });
}

/** 1 when a file was not imported; the others are. */
export async function importFiles(files: readonly string[], options: ImportOptions): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  for (const file of files) {
    try {
      process.stdout.write(`${await importFile(file, options)}\n`);
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      process.stderr.write(`ibid: ${error.message}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}

async function importFile(file: string, { to, force, accepted, metadata }: ImportOptions): Promise<string> {
  const bytes = await readFile(file).catch((error) => {
    throw new ImportError(`"${file}" cannot be read (${messageOf(error)}).`);
  });
  const converted = markStops(
    await convertInThread({ file: basename(file), bytes, given: metadata }, { onPage: showProgress }),
  );
  const target = join(to ?? dirname(file), `${basename(file, extname(file))}.md`);
  const account = target.replace(/\.md$/u, ".import.md");
  const before = await readFile(target, "utf8").catch(() => undefined);
  if (before === converted.markdown) return `${target} is up to date.`;
  if (before !== undefined && !force)
    throw new ImportError(`${target} already exists and is different. Use --force to replace it.`);
  const stops = converted.stops.filter(({ gate }) => !accepted.includes(gate));
  if (stops.length > 0) {
    await write(account, converted.account);
    const names = stops.map(({ gate }) => gate).join(",");
    throw new ImportError(
      `"${file}" was not imported: ${stops.map(({ why }) => why).join("; ")}. ${account} shows where; --accept ${names} imports it all the same.`,
    );
  }
  await write(account, converted.account);
  await write(target, converted.markdown);
  return `${describeWritten(target, converted, before)} Read ${account} before you use it.`;
}

// Fewer are read in a moment.
const MANY_PAGES = 50;

function showProgress(page: number, pages: number): void {
  if (pages >= MANY_PAGES) process.stderr.write(`ibid: page ${page} of ${pages}\n`);
}

/** Whoever opens the report file sees that it is not the whole document. */
function markStops({ markdown, ...others }: Converted): Converted {
  const warnings = others.stops.map(
    ({ why }) => `# Imported although ${why}: see the account beside this file.\n`,
  );
  return { ...others, markdown: markdown.replace("---\n", `---\n${warnings.join("")}`) };
}

function describeWritten(target: string, { markdown }: Converted, before: string | undefined): string {
  const codes = codesOf(target, markdown);
  if (before === undefined) return `Wrote ${target}: ${plural(codes.size, "paragraph")}.`;
  const old = codesOf(target, before);
  const gone = [...old].filter((code) => !codes.has(code));
  const added = [...codes].filter((code) => !old.has(code));
  const list = (some: readonly string[]) => (some.length === 0 ? "none" : some.join(" "));
  return `Replaced ${target}. Paragraph codes that are gone: ${list(gone)}; new ones: ${list(added)}.`;
}

function codesOf(file: string, source: string): ReadonlySet<string> {
  const { report } = parseReport(basename(file), source);
  return new Set(report === undefined ? [] : paragraphsOf(report).map(({ code }) => code));
}

/** A running bot sees the whole file or none: it does not read hidden files. */
async function write(file: string, text: string): Promise<void> {
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, file);
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${messageOf(error)}).`);
  }
}
