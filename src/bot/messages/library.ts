// Messages about the bot itself and the reports that are loaded.
import type { Command } from "#bot/command.ts";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { LibraryStatus } from "#domain/live-library.ts";
import type { Block, Message } from "#domain/message.ts";
import { formatPublished, type Library, paragraphsOf, type Report } from "#domain/report.ts";
import { plural } from "#text/plural.ts";
import { inQuotes, type MessageContext, text } from "./blocks.ts";

type LibraryContext = Pick<MessageContext, "library" | "audience">;

const PURPOSE = "Ibid answers questions about the reports with the report's own paragraph and its citation.";

export function greetingMessage({ library, audience }: LibraryContext): Message {
  return { audience, summary: PURPOSE, blocks: greetingBlocks(library) };
}

function greetingBlocks(library: Library): readonly Block[] {
  const samples = sampleQuestions(library).map(inQuotes);
  if (samples.length === 0) return [text(PURPOSE)];
  return [text(PURPOSE), text(`Ask, for instance: ${samples.join(" or ")}`)];
}

/** Two questions that the loaded reports answer, made from their section headings. */
export function sampleQuestions({ reports }: Library): readonly string[] {
  const questions: string[] = [];
  for (const { heading } of reports.flatMap(({ sections }) => sections)) {
    if (questions.length === 2) break;
    if (/\p{L}{4}/u.test(heading) && heading.length <= 60)
      questions.push(`What does the report say about ${heading}?`);
  }
  return questions;
}

export function helpMessage(
  commands: readonly Command[],
  prefix: string,
  { library, audience }: LibraryContext,
): Message {
  const lines = commands
    .filter(({ button }) => button !== true)
    .map((command) => commandLine(command, prefix));
  return {
    audience,
    summary: PURPOSE,
    blocks: [
      ...greetingBlocks(library),
      ...lines,
      text("It finds and quotes; it does not summarise or judge. It does not remember earlier questions."),
    ],
  };
}

function commandLine({ name, usage, description }: Command, prefix: string): Block {
  return {
    kind: "text",
    runs: [
      { text: `/${prefix}${name}${usage === "" ? "" : ` ${usage}`}`, mark: "code" },
      { text: ` ${description}` },
    ],
  };
}

/** `areFound`: they are those that have a paragraph on a subject. */
export function reportsMessage({ library, audience }: LibraryContext, areFound = false): Message {
  const { length } = library.reports;
  const found =
    length === 1 ? "1 report has something on that." : `${length} reports have something on that.`;
  const line = areFound ? found : loadedLine(library);
  return { audience, summary: line, blocks: [text(line), ...library.reports.map(reportLine)] };
}

function loadedLine({ reports }: Library): string {
  if (reports.length === 0) return "No report is loaded.";
  return reports.length === 1 ? "1 report is loaded." : `${reports.length} reports are loaded.`;
}

// More of them are easier to read in the output of `ibid check` than in a channel.
const MAX_PROBLEMS = 10;

/**
 * The reports with their size and date, and the problems of their files. Only administrators see more: of files that were
 * left out nobody knows the label, a file that another is compared with may be hidden here, and when something was read tells of
 * changes to hidden reports.
 */
export function libraryStatusMessage(
  status: LibraryStatus,
  { library, audience }: LibraryContext,
  isAdministrator: boolean,
): Message {
  const { failure, loadedAt } = status;
  const line = loadedLine(library);
  const visible = new Set(library.reports.map(({ file }) => file));
  const diagnostics = status.diagnostics.filter(({ file, otherFile, severity }) =>
    isAdministrator
      ? visible.has(file) || severity === "error"
      : visible.has(file) && otherFile === undefined,
  );
  const problems = diagnostics
    .filter(({ severity }) => severity !== "note")
    .sort((a, b) => rankOf(a) - rankOf(b));
  return {
    audience,
    summary: line,
    blocks: [
      text(line),
      ...library.reports.map(statusLine),
      ...(isAdministrator
        ? [text(`Last reload: ${loadedAt.toISOString().slice(0, 16).replace("T", " ")} UTC.`)]
        : []),
      ...(failure === undefined
        ? []
        : [text(`The folder could not be reloaded.${isAdministrator ? ` ${failure}` : ""}`)]),
      ...problems.slice(0, MAX_PROBLEMS).map(diagnosticLine),
      ...notShownBlocks({
        problems: problems.length - MAX_PROBLEMS,
        notes: diagnostics.length - problems.length,
      }),
    ],
  };
}

/** How many of each kind there are that the message does not show. */
function notShownBlocks({
  problems,
  notes,
}: Readonly<{ problems: number; notes: number }>): readonly Block[] {
  const counts = [
    ...(problems > 0 ? [plural(problems, "more problem")] : []),
    ...(notes > 0 ? [plural(notes, "note")] : []),
  ];
  if (counts.length === 0) return [];
  return [
    text(`Not shown: ${counts.join(" and ")} on the files. Whoever runs Ibid can list them with ibid check.`),
  ];
}

function rankOf({ severity }: FileDiagnostic): number {
  return severity === "error" ? 0 : 1;
}

function diagnosticLine({ severity, file, line, message, hint }: FileDiagnostic): Block {
  return text(`${severity} ${file}${line === 0 ? "" : `:${line}`}: ${message}; ${hint}`);
}

function statusLine(report: Report): Block {
  const { title, published } = report;
  const date = published === undefined ? "no date" : formatPublished(published);
  const rest = ` \u00B7 ${countParagraphs(report)} \u00B7 ${date}`;
  return { kind: "text", runs: [{ text: title, mark: "strong" }, { text: rest }] };
}

export function whichReportMessage({ library, audience }: LibraryContext): Message {
  const line = "Which report? Add in:<report> to the question.";
  return { audience, summary: line, blocks: [text(line), ...library.reports.map(reportLine)] };
}

function reportLine(report: Report): Block {
  const { id, title, authors, publisher, published } = report;
  const by = [...authors, ...(publisher === undefined ? [] : [publisher])].join(", ");
  const date = published === undefined ? "no date" : formatPublished(published);
  const rest = `${by === "" ? "" : `, ${by}`} \u00B7 ${date} \u00B7 ${countParagraphs(report)} \u00B7 in:${id}`;
  return { kind: "text", runs: [{ text: title, mark: "strong" }, { text: rest }] };
}

function countParagraphs(report: Report): string {
  return plural(paragraphsOf(report).length, "paragraph");
}
