// What `ibid check` prints: what was read of each report, and every oddity with its line and its treatment. What could
// not be read stands last, where it is seen.
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { paragraphsOf, type Report } from "#domain/report.ts";
import type { LoadedFolder } from "./folder.ts";

export function describeFolder({ library, diagnostics }: LoadedFolder): string {
  const { reports, aliases } = library;
  const files = [...new Set([...reports.map(({ file }) => file), ...diagnostics.map(({ file }) => file)])];
  const failed = new Set(
    diagnostics.filter(({ severity: level }) => level === "error").map(({ file }) => file),
  );
  files.sort((a, b) => Number(failed.has(a)) - Number(failed.has(b)));
  const parts = files.map((file) => {
    const report = reports.find((one) => one.file === file);
    const own = diagnostics.filter((diagnostic) => diagnostic.file === file);
    return [
      report === undefined ? `${file}: not loaded` : describeReport(report),
      ...describeOddities(own),
    ].join("\n");
  });
  const errors = diagnostics.filter(({ severity: level }) => level === "error").length;
  const total = `${plural(reports.length, "report")}, ${plural(aliases.length, "group")} of aliases, ${plural(diagnostics.length, "oddity", "oddities")}, ${plural(errors, "error")}`;
  return `${parts.join("\n\n")}\n\n${total}`.replace(STEERING, "\uFFFD");
}

// What would steer a terminal, or show a name in another order than it is spelt. Line ends are ours: names have none.
const STEERING = /(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

function describeReport(report: Report): string {
  const { file, id, title, sections } = report;
  const paragraphs = paragraphsOf(report);
  const words = paragraphs.reduce((sum, { text }) => sum + text.split(" ").length, 0);
  const headed = sections.filter(({ heading }) => heading !== "").length;
  const numbers = paragraphs.some(({ number }) => number !== undefined)
    ? "the report's own"
    : "counted by Ibid";
  return `${file}: "${title}" (in:${id})
  ${plural(headed, "section")}, ${plural(paragraphs.length, "paragraph")}, ${plural(words, "word")}; paragraph numbers ${numbers}`;
}

// More of the same than this share one entry with all their lines.
const MAX_APART = 3;

function describeOddities(diagnostics: readonly FileDiagnostic[]): readonly string[] {
  const inOrder = diagnostics.toSorted((a, b) => a.line - b.line);
  const alike = Map.groupBy(
    inOrder,
    ({ severity: level, message: what, hint: treatment }) => `${level}\n${what}\n${treatment}`,
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length <= MAX_APART) return group.map(describeOddity);
    const what = `${first.message} (${group.length} times)`;
    const lines = `lines ${group.map(({ line }) => line).join(", ")}`;
    return [describeOddity({ ...first, message: what }), ...wrap(lines).map((line) => `    ${line}`)];
  });
}

function wrap(text: string): readonly string[] {
  return text.match(/.{1,100}(?:\s|$)/gu)?.map((line) => line.trimEnd()) ?? [];
}

function describeOddity({
  severity: level,
  file,
  line,
  message: what,
  hint: treatment,
}: FileDiagnostic): string {
  return `  ${level} ${file}${line === 0 ? "" : `:${line}`}: ${what}; ${treatment}`;
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
