// What `ibid check` prints: each report with what was read of it, and every diagnostic with its line and its hint. Files
// that could not be loaded come last, where they are noticed.
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { paragraphsOf, type Report } from "#domain/report.ts";
import { showLabel, UNLABELLED } from "#domain/scope.ts";
import { plural } from "#text/plural.ts";
import { DISPLAY_CONTROLS } from "#text/unicode.ts";
import type { LoadedFolder } from "./folder.ts";

export function describeFolder({ library, diagnostics }: LoadedFolder): string {
  const { reports, aliases } = library;
  const files = [...new Set([...reports.map(({ file }) => file), ...diagnostics.map(({ file }) => file)])];
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const failed = new Set(errors.map(({ file }) => file));
  files.sort((a, b) => Number(failed.has(a)) - Number(failed.has(b)));
  const sections = files.map((file) => {
    const report = reports.find((one) => one.file === file);
    return [
      report === undefined ? `${file}: not loaded` : describeReport(report),
      ...describeDiagnostics(diagnostics.filter((diagnostic) => diagnostic.file === file)),
    ].join("\n");
  });
  const total = [
    plural(reports.length, "report"),
    `${plural(aliases.length, "group")} of aliases`,
    plural(diagnostics.length, "oddity", "oddities"),
    plural(errors.length, "error"),
  ].join(", ");
  return `${sections.join("\n\n")}\n\n${total}`.replace(UNSAFE, "\uFFFD");
}

// Anything that could change what the terminal displays, except the line ends, which are ours.
const UNSAFE = new RegExp(`(?!\\n)[${DISPLAY_CONTROLS}]`, "gu");

function describeReport(report: Report): string {
  const { file, id, title, sections } = report;
  const paragraphs = paragraphsOf(report);
  const words = paragraphs.reduce((sum, { text }) => sum + text.split(" ").length, 0);
  const withHeading = sections.filter(({ heading }) => heading !== "").length;
  const numbers = paragraphs.some(({ number }) => number !== undefined)
    ? "the report's own"
    : "counted by Ibid";
  const label = report.tlp === undefined ? `no label, counts as ${UNLABELLED}` : showLabel(report.tlp);
  const sets = report.sets === undefined ? "in no set" : `in ${report.sets.join(", ")}`;
  return `${file}: "${title}" (in:${id})
  ${label}; ${sets}
  ${plural(withHeading, "section")}, ${plural(paragraphs.length, "paragraph")}, ${plural(words, "word")}; paragraph numbers ${numbers}`;
}

// More diagnostics than this that differ only in their line share one entry.
const MAX_SEPARATE = 3;

function describeDiagnostics(diagnostics: readonly FileDiagnostic[]): readonly string[] {
  const inOrder = diagnostics.toSorted((a, b) => a.line - b.line);
  const alike = Map.groupBy(inOrder, ({ severity, message, hint }) => `${severity}\n${message}\n${hint}`);
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length <= MAX_SEPARATE) return group.map(describeDiagnostic);
    const message = `${first.message} (${group.length} times)`;
    const lines = `lines ${group.map(({ line }) => line).join(", ")}`;
    return [describeDiagnostic({ ...first, message }), ...wrap(lines).map((line) => `    ${line}`)];
  });
}

function wrap(text: string): readonly string[] {
  return text.match(/.{1,100}(?:\s|$)/gu)?.map((line) => line.trimEnd()) ?? [];
}

function describeDiagnostic({ severity, file, line, message, hint }: FileDiagnostic): string {
  return `  ${severity} ${file}${line === 0 ? "" : `:${line}`}: ${message}; ${hint}`;
}
