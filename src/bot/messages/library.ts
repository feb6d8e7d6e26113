// How the bot speaks of itself and of what is on its shelf.
import type { Command } from "#bot/command.ts";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { LibraryStatus } from "#domain/live-library.ts";
import type { Block, Message } from "#domain/message.ts";
import { formatPublished, type Library, paragraphsOf, type Report } from "#domain/report.ts";
import { inQuotes, text, type Wording } from "./blocks.ts";

const PURPOSE = "Ibid answers questions about the reports with the report's own paragraph and its citation.";

export function greetingMessage({ library, audience }: Wording): Message {
  const samples = sampleQuestions(library).map(inQuotes);
  const blocks =
    samples.length === 0
      ? [text(PURPOSE)]
      : [text(PURPOSE), text(`Ask, for instance: ${samples.join(" or ")}`)];
  return { audience, summary: PURPOSE, blocks };
}

/** Two questions that the loaded reports answer, made from their section headings. */
export function sampleQuestions({ reports }: Library): readonly string[] {
  const headings = reports.flatMap(({ sections }) => sections.map(({ heading }) => heading));
  const telling = headings.filter((heading) => /\p{L}{4}/u.test(heading) && heading.length <= 60);
  return telling.slice(0, 2).map((heading) => `What does the report say about ${heading}?`);
}

export function helpMessage(
  commands: readonly Command[],
  prefix: string,
  { library, audience }: Wording,
): Message {
  const [greeting, sample] = greetingMessage({ library, audience, today: new Date(0) }).blocks;
  const lines = commands
    .filter(({ button }) => button !== true)
    .map((command) => commandLine(command, prefix));
  return {
    audience,
    summary: PURPOSE,
    blocks: [
      ...[greeting, sample].filter((block) => block !== undefined),
      ...lines,
      text("It finds and quotes; it does not summarise, judge or remember. Each question stands alone."),
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

export function reportsMessage({ library, audience }: Wording): Message {
  const count = library.reports.length;
  const line = count === 1 ? "1 report is loaded." : `${count} reports are loaded.`;
  return { audience, summary: line, blocks: [text(line), ...library.reports.map(reportLine)] };
}

// More than this is read with `ibid check`, not in a channel.
const ODDITIES = 10;

/** The reports with their paragraphs and dates, what is wrong with the files, and when they were read. */
export function libraryStatusMessage(status: LibraryStatus, { library, audience }: Wording): Message {
  const { diagnostics, loadedAt, failure } = status;
  const { reports } = library;
  const line = reports.length === 1 ? "1 report is loaded." : `${reports.length} reports are loaded.`;
  const grave = diagnostics
    .filter(({ severity: level }) => level !== "note")
    .sort((a, b) => gravity(a) - gravity(b));
  const more = grave.length - ODDITIES;
  const notes = diagnostics.length - grave.length;
  return {
    audience,
    summary: line,
    blocks: [
      text(line),
      ...reports.map(statusLine),
      text(`Last reload: ${loadedAt.toISOString().slice(0, 16).replace("T", " ")} UTC.`),
      ...(failure === undefined ? [] : [text(`Since then the folder could not be read. ${failure}`)]),
      ...grave.slice(0, ODDITIES).map(oddityLine),
      ...(more > 0 ? [text(`And ${more} more; ibid check lists them.`)] : []),
      text(`Oddities for the record: ${notes}; ibid check lists them.`),
    ],
  };
}

function gravity({ severity: level }: FileDiagnostic): number {
  return level === "error" ? 0 : 1;
}

function oddityLine({ severity: level, file, line, message: what, hint: treatment }: FileDiagnostic): Block {
  return text(`${level} ${file}${line === 0 ? "" : `:${line}`}: ${what}; ${treatment}`);
}

function statusLine(report: Report): Block {
  const { title, published } = report;
  const date = published === undefined ? "no date" : formatPublished(published);
  const rest = ` \u00B7 ${paragraphsOf(report).length} paragraphs \u00B7 ${date}`;
  return { kind: "text", runs: [{ text: title, mark: "strong" }, { text: rest }] };
}

export function whichReportMessage({ library, audience }: Wording): Message {
  const line = "Which report? Add in:<report> to the question.";
  return { audience, summary: line, blocks: [text(line), ...library.reports.map(reportLine)] };
}

function reportLine(report: Report): Block {
  const { id, title, authors, publisher } = report;
  const by = [...authors, ...(publisher === undefined ? [] : [publisher])].join(", ");
  const count = paragraphsOf(report).length;
  const rest = `${by === "" ? "" : `, ${by}`} \u00B7 ${count} paragraphs \u00B7 in:${id}`;
  return { kind: "text", runs: [{ text: title, mark: "strong" }, { text: rest }] };
}
