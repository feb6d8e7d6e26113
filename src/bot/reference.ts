// Finds the report or the paragraphs that somebody names, in typed words or by a button.
import { UsageError } from "#domain/errors.ts";
import { type Library, type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { truncate } from "#text/truncate.ts";
import type { Args } from "./command.ts";
import { MAX_REFERENCE_LENGTH, noSuchParagraph } from "./not-found-help.ts";
import {
  namesOf,
  paragraphsByCode,
  paragraphsByNote,
  paragraphsByNumber,
  sectionsOf,
  simplify,
} from "./report-index.ts";

/** The report named by an optional argument: by id, or by words of its id, title or authors. Throws UsageError. */
export function findScope(named: string | undefined, library: Library): Report | undefined {
  return named === undefined ? undefined : findReport(named, library);
}

function findReport(named: string, { reports }: Library): Report {
  const wanted = simplify(named);
  const exact = reports.filter((report) => {
    const { id, title } = namesOf(report);
    return id === wanted || title === wanted;
  });
  const partial = reports.filter((report) => namesOf(report).all.includes(wanted));
  const [report, second] = exact.length > 0 ? exact : wanted === "" ? [] : partial;
  if (report !== undefined && second === undefined) return report;
  const problem = report === undefined ? "No report" : "More than one report";
  const choices = (report === undefined ? reports : partial)
    .slice(0, MAX_CHOICES)
    .map(({ id }) => `in:${id}`);
  const given = choices.length === 0 ? "" : ` Try ${choices.join(" or ")}.`;
  throw new UsageError(`${problem} matches "${truncate(named, MAX_REFERENCE_LENGTH)}".${given}`);
}

const MAX_CHOICES = 5;

const MIN_CODE_LENGTH = 4;
const MIN_SECTION_LENGTH = 3;

// Every pattern here takes a number of steps that grows with the length of the text and no faster, whatever the text is: no
// two parts beside each other can match the same characters.
const PREFIX = /^(?:para(?:graph)?\.?|no\.?|§|¶|#)/iu;
const NOTE = /^(?:foot)?note\s+(\S{1,20})$/iu;
const CUT_MARK = /(?:\u2026|\.\.\.)$/u;

/**
 * All paragraphs that a code, a paragraph number, a footnote's mark ("note 19") or a section name fits, in reading order. Even a code may fit several:
 * those with the same words. Throws UsageError, with names that would fit, if there is none.
 */
export function findParagraphs(reference: string, reports: readonly Report[]): readonly Paragraph[] {
  const wanted = simplify(reference.trim().replace(PREFIX, "").replace(CUT_MARK, ""));
  const note = NOTE.exec(reference.trim())?.[1];
  const withCode = () => reports.flatMap((report) => paragraphsByCode(wanted, "start", report));
  const inSections = (fits: (name: string) => boolean) =>
    reports
      .flatMap(sectionsOf)
      .filter(({ name }) => fits(name))
      .flatMap(({ paragraphs }) => paragraphs);
  // The first of these that finds any paragraph decides.
  const lookups: readonly (() => readonly Paragraph[])[] = [
    () => withCode().filter(({ code }) => code === wanted),
    () => (note === undefined ? [] : reports.flatMap((report) => paragraphsByNote(note, report))),
    () => reports.flatMap((report) => paragraphsByNumber(wanted, report)),
    () => inSections((name) => name === wanted),
    () => (wanted.length < MIN_CODE_LENGTH ? [] : withCode()),
    () => (wanted.length < MIN_SECTION_LENGTH ? [] : inSections((name) => name.includes(wanted))),
  ];
  for (const lookup of wanted === "" ? [] : lookups) {
    const found = lookup();
    if (found.length > 0) return found;
  }
  throw new UsageError(noSuchParagraph(reference, reports));
}

const RANGE =
  /^(?:para(?:graph)?s?\.?|nos?\.?|§+|¶+|#)?\s*(?<from>\d[\d.]*)\s*(?:[-\u2010-\u2015]|to)\s*(?<to>\d[\d.]*)$/iu;
const MAX_RANGE = 10;

/**
 * The paragraphs of a range such as `12-14`, in reading order; undefined if the reference is no range. Throws UsageError
 * if no report or several reports have these numbers, or the range is too long.
 */
export function findRange(reference: string, reports: readonly Report[]): readonly Paragraph[] | undefined {
  const { from, to } = RANGE.exec(reference.trim())?.groups ?? {};
  if (from === undefined || to === undefined) return undefined;
  const wanted = simplify(reference);
  if (reports.flatMap(sectionsOf).some(({ name }) => name === wanted)) return undefined;
  const ranges = reports.flatMap((report) => {
    const [first, last] = [from, to].map((end) => paragraphsByNumber(end, report)[0]?.ordinal);
    if (first === undefined || last === undefined) return [];
    return [paragraphsOf(report).slice(Math.min(first, last) - 1, Math.max(first, last))];
  });
  const [range, second] = ranges;
  if (range === undefined) throw new UsageError(noSuchParagraph(reference, reports));
  if (second !== undefined)
    throw new UsageError(`More than one report has paragraphs ${from} to ${to}. Add in:<report>.`);
  if (range.length > MAX_RANGE)
    throw new UsageError(`Those are ${range.length} paragraphs; at most ${MAX_RANGE} can be cited at once.`);
  return range;
}

export type ButtonTarget = Readonly<{
  paragraph: Paragraph;
  /** The words with which the button was posted are gone: the paragraph is now at their place, or nearest to it. */
  changed?: "here" | "nearest";
}>;

/**
 * The paragraph of a button, even if the report has changed since: by its code, and by report and ordinal among several
 * with the same words or if no paragraph has the code any more. Arguments without an ordinal were typed, and may be any
 * reference. Throws UsageError.
 */
export function findTarget({ reference = "", ordinal, source }: Args, library: Library): ButtonTarget {
  if (ordinal === undefined || source === undefined) return { paragraph: firstOf(reference, library) };
  const same = library.reports
    .flatMap((report) => paragraphsByCode(reference, "start", report))
    .filter(({ code }) => code === reference);
  const [paragraph] = [
    ...same.filter((one) => String(one.ordinal) === ordinal && sourceKey(one.report) === source),
    ...same,
  ];
  return paragraph === undefined ? findPlace(Number(ordinal), source, library) : { paragraph };
}

function firstOf(reference: string, library: Library): Paragraph {
  const [paragraph] = findParagraphs(reference, library.reports);
  if (paragraph === undefined) throw new Error("findParagraphs returned no paragraph");
  return paragraph;
}

function findPlace(ordinal: number, source: string, { reports }: Library): ButtonTarget {
  const report = reports.find(({ id }) => sourceKey(id) === source);
  const paragraphs = report === undefined ? [] : paragraphsOf(report);
  const here = paragraphs[ordinal - 1];
  const paragraph = here ?? paragraphs.at(-1);
  if (paragraph === undefined)
    throw new UsageError("The text has changed since this was posted: its report is no longer loaded.");
  return { paragraph, changed: here === undefined ? "nearest" : "here" };
}

/**
 * A report's id in at most 7 letters and digits, since an id may be too long for a button. Posted buttons contain it, so
 * it must not change (FNV-1a, 32 bits, base 36).
 */
export function sourceKey(report: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(report)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}
