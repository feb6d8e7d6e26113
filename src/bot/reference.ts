// What people write to name a report or a paragraph, and the paragraphs that fit it.
import { UsageError } from "#domain/errors.ts";
import type { Suggestion } from "#domain/platform.ts";
import { type Library, type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { label } from "./citation.ts";
import type { Args } from "./command.ts";

/** The report named by its id, or by words of its id, title or authors. Errors tell what can be named. */
function findReport(named: string, { reports }: Library): Report {
  const wanted = simplify(named);
  const exact = reports.filter(({ id, title }) => simplify(id) === wanted || simplify(title) === wanted);
  const partial = reports.filter(({ id, title, authors }) =>
    simplify([id, title, ...authors].join(" ")).includes(wanted),
  );
  const [report, second] = exact.length > 0 ? exact : wanted === "" ? [] : partial;
  if (report !== undefined && second === undefined) return report;
  const what = report === undefined ? "No report" : "More than one report";
  const choices = (report === undefined ? reports : partial).slice(0, CHOICES).map(({ id }) => `in:${id}`);
  throw new UsageError(
    `${what} is named "${clip(named)}". There ${choices.length === 1 ? "is" : "are"} ${choices.join(", ")}.`,
  );
}

/** Reports whose title or id holds what was typed, for a platform that completes options. */
export function suggestReports(typed: string, { reports }: Library): readonly Suggestion[] {
  const wanted = simplify(typed);
  const fitting = reports.filter(({ id, title }) => simplify(`${id} ${title}`).includes(wanted));
  return fitting.map(({ id, title }) => ({ id, title }));
}

/** The report that an optional argument names. */
export function findScope(named: string | undefined, library: Library): Report | undefined {
  return named === undefined ? undefined : findReport(named, library);
}

/**
 * Every paragraph that a code, a paragraph number or a section name fits, in reading order.
 * A code that fits several paragraphs (the same words stand twice) lists them. Errors tell what can be named.
 */
export function findParagraphs(reference: string, reports: readonly Report[]): readonly Paragraph[] {
  const paragraphs = reports.flatMap(paragraphsOf);
  const wanted = simplify(reference.replace(/^\s*(?:para(?:graph)?\.?|no\.?|§|¶|#)\s*/iu, ""));
  const matches = [
    ({ code }: Paragraph) => code === wanted,
    (paragraph: Paragraph) => simplify(numberOf(paragraph)) === wanted,
    ({ section }: Paragraph) => simplify(section) === wanted,
    ({ code }: Paragraph) => wanted.length >= SHORTEST_CODE && code.startsWith(wanted),
    ({ section }: Paragraph) => wanted.length >= 3 && simplify(section).includes(wanted),
  ];
  const found = matches.map((fits) => paragraphs.filter(fits)).find((fitting) => fitting.length > 0);
  if (wanted === "" || found === undefined) throw new UsageError(noSuchParagraph(reference, reports));
  return found;
}

/** The paragraph that a button names: by code, and by ordinal where the same words stand twice. */
export function findParagraph({ reference = "", ordinal }: Args, library: Library): Paragraph {
  const fitting = findParagraphs(reference, library.reports);
  const paragraph = fitting.find((choice) => String(choice.ordinal) === ordinal) ?? fitting[0];
  if (paragraph === undefined) throw new Error("findParagraphs finds one or throws");
  return paragraph;
}

const CHOICES = 5;
const SHORTEST_CODE = 4;

/** The report's own number where it prints one, else our count. */
function numberOf({ number, ordinal }: Paragraph): string {
  return number ?? String(ordinal);
}

function noSuchParagraph(reference: string, reports: readonly Report[]): string {
  const asked =
    reference.trim() === "" ? "Which paragraph?" : `No paragraph, code or section "${clip(reference)}".`;
  const ranges = reports.slice(0, CHOICES).map((report) => {
    const paragraphs = paragraphsOf(report);
    const [first, last] = [paragraphs[0], paragraphs.at(-1)];
    const sections = [...new Set(paragraphs.map(({ section }) => section))].filter((name) => name !== "");
    const named =
      sections.length === 0
        ? ""
        : `; sections ${sections
            .slice(0, CHOICES)
            .map((name) => `"${name}"`)
            .join(", ")}`;
    return `${report.id}: ${first && label(first)} to ${last && numberOf(last)}${named}`;
  });
  return `${asked} There are ${ranges.join(" · ")}.`;
}

function simplify(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u2018\u2019\u02BC]/gu, "'")
    .replace(/\s+/gu, " ")
    .trim();
}

function clip(text: string): string {
  return text.length <= 60 ? text : `${Array.from(text).slice(0, 57).join("")}...`;
}
