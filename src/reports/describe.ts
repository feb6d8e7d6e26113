// What `ibid check` prints: the files that are not loaded, then each report with its citation, what was read of it, and every
// diagnostic with its line and its hint.
import { type FileDiagnostic, isNotLoaded } from "#domain/diagnostic.ts";
import { paragraphsOf, type Report } from "#domain/report.ts";
import { showLabel, UNLABELLED } from "#domain/scope.ts";
import { plural } from "#text/plural.ts";
import { DISPLAY_CONTROLS } from "#text/unicode.ts";
import { wrapWords } from "#text/wrap.ts";
import type { LoadedFolder } from "./folder.ts";

/** `cite`: a report's citation as readers see it. */
export function describeFolder(
  { library, diagnostics }: LoadedFolder,
  cite: (report: Report) => string,
): string {
  const { reports, aliases } = library;
  const notLoaded = new Set(diagnostics.filter(isNotLoaded).map(({ file }) => file));
  const files = [
    ...new Set([...notLoaded, ...reports.map(({ file }) => file), ...diagnostics.map(({ file }) => file)]),
  ];
  const sections = files.map((file) => {
    const report = reports.find((one) => one.file === file);
    const heading = report !== undefined ? describeReport(report, cite(report)) : file;
    const own = diagnostics.filter((diagnostic) => diagnostic.file === file);
    return [
      report === undefined && notLoaded.has(file) ? `${heading}: not loaded` : heading,
      ...describeDiagnostics(own),
    ].join("\n");
  });
  const count = (wanted: FileDiagnostic["severity"]) =>
    diagnostics.filter((one) => one.severity === wanted && !isNotLoaded(one)).length;
  const total = [
    plural(reports.length, "report"),
    ...(aliases.length === 0 ? [] : [`${plural(aliases.length, "group")} of aliases`]),
    ...(notLoaded.size === 0 ? [] : [`${plural(notLoaded.size, "file")} not loaded`]),
    plural(count("warning"), "warning"),
    plural(count("note"), "note"),
  ].join(", ");
  return `${sections.join("\n\n")}\n\n${total}`.replace(UNSAFE, "\uFFFD");
}

// Anything that could change what the terminal displays, except the line ends, which are ours.
const UNSAFE = new RegExp(`(?!\\n)[${DISPLAY_CONTROLS}]`, "gu");

function describeReport(report: Report, citation: string): string {
  const { file, id, sections } = report;
  const paragraphs = paragraphsOf(report);
  const words = paragraphs.reduce((sum, { text }) => sum + text.split(" ").length, 0);
  const withHeading = sections.filter(({ heading }) => heading !== "").length;
  const numbers = paragraphs.some(({ number }) => number !== undefined)
    ? "the report's own"
    : "counted by Ibid";
  const label = report.tlp === undefined ? `no label, counts as ${UNLABELLED}` : showLabel(report.tlp);
  const sets = report.sets === undefined ? "in no set" : `in ${report.sets.join(", ")}`;
  return `${file} (in:${id})
  cited as: ${citation}
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
    return [describeDiagnostic({ ...first, message }), ...wrapWords(lines, 100).map((line) => `    ${line}`)];
  });
}

function describeDiagnostic({ severity, file, line, message, hint }: FileDiagnostic): string {
  return `  ${severity} ${file}${line === 0 ? "" : `:${line}`}: ${message}; ${hint}`;
}
