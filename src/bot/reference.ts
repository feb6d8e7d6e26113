// What people write to name a report or a paragraph, and the paragraphs that fit it.
import { UsageError } from "#domain/errors.ts";
import type { Suggestion } from "#domain/platform.ts";
import { type Library, type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { noSuchParagraph, truncate } from "./not-found-help.ts";

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
    `${what} is named "${truncate(named)}". There ${choices.length === 1 ? "is" : "are"} ${choices.join(", ")}.`,
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
  const wanted = simplify(
    reference.replace(/^\s*(?:para(?:graph)?\.?|no\.?|§|¶|#)\s*|\s*(?:\u2026|\.\.\.)\s*$/giu, ""),
  );
  const matches = [
    ({ code }: Paragraph) => code === wanted,
    (paragraph: Paragraph) => simplify(numberOf(paragraph)) === wanted,
    ({ section }: Paragraph) => simplify(section) === wanted,
    ({ code }: Paragraph) => wanted.length >= MIN_CODE_LENGTH && code.startsWith(wanted),
    ({ section }: Paragraph) => wanted.length >= 3 && simplify(section).includes(wanted),
  ];
  const found = matches.map((fits) => paragraphs.filter(fits)).find((fitting) => fitting.length > 0);
  if (wanted === "" || found === undefined) throw new UsageError(noSuchParagraph(reference, reports));
  return found;
}

/**
 * The paragraphs `12-14` names, in reading order; undefined when the reference is no range. Errors tell how many can be
 * cited at once, and which report to name.
 */
export function findRange(reference: string, reports: readonly Report[]): readonly Paragraph[] | undefined {
  const { from, to } = RANGE.exec(reference)?.groups ?? {};
  const isName = ({ section }: Paragraph) => simplify(section) === simplify(reference);
  if (from === undefined || to === undefined || reports.flatMap(paragraphsOf).some(isName)) return undefined;
  const fitting = reports.flatMap((report) => {
    const paragraphs = paragraphsOf(report);
    const ends = [from, to].map((end) => paragraphs.findIndex((choice) => numberOf(choice) === end));
    return ends.includes(-1) ? [] : [paragraphs.slice(Math.min(...ends), Math.max(...ends) + 1)];
  });
  const [range, other] = fitting;
  if (range === undefined) throw new UsageError(noSuchParagraph(reference, reports));
  if (other !== undefined)
    throw new UsageError(`More than one report has paragraphs ${from} to ${to}. Add in:<report>.`);
  if (range.length > MAX_RANGE)
    throw new UsageError(`That is ${range.length} paragraphs; cite at most ${MAX_RANGE} at once.`);
  return range;
}

const RANGE =
  /^\s*(?:para(?:graph)?s?\.?|nos?\.?|§+|¶+|#)?\s*(?<from>\d[\d.]*)\s*(?:[-\u2010-\u2015]|to)\s*(?<to>\d[\d.]*)\s*$/iu;
const MAX_RANGE = 10;

const CHOICES = 5;
const MIN_CODE_LENGTH = 4;

/** The report's own number where it prints one, else our count. */
function numberOf({ number, ordinal }: Paragraph): string {
  return number ?? String(ordinal);
}

function simplify(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u2018\u2019\u02BC]/gu, "'")
    .replace(/\s+/gu, " ")
    .trim();
}
