// What `ibid check` prints: what was read of each report, then every oddity with its line and its treatment.
import type { Oddity } from "#domain/oddity.ts";
import { paragraphsOf, type Report } from "#domain/report.ts";
import type { LoadedFolder } from "./folder.ts";

export function describeFolder({ library, oddities }: LoadedFolder): string {
  const { reports, aliases } = library;
  const files = [...new Set([...reports.map(({ file }) => file), ...oddities.map(({ file }) => file)])];
  const parts = files.map((file) => {
    const report = reports.find((one) => one.file === file);
    const own = oddities.filter((oddity) => oddity.file === file).sort((a, b) => a.line - b.line);
    return [
      report === undefined ? `${file}: not loaded` : describeReport(report),
      ...own.map(describeOddity),
    ].join("\n");
  });
  const errors = oddities.filter(({ level }) => level === "error").length;
  const total = `${plural(reports.length, "report")}, ${plural(aliases.length, "group")} of aliases, ${plural(oddities.length, "oddity", "oddities")}, ${plural(errors, "error")}`;
  return `${parts.join("\n\n")}\n\n${total}`;
}

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

function describeOddity({ level, file, line, what, treatment }: Oddity): string {
  return `  ${level} ${file}${line === 0 ? "" : `:${line}`}: ${what}; ${treatment}`;
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
