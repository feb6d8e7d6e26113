// The error text for a reference that fits no paragraph: similar names, and what can be named.
import { paragraphsOf, type Report } from "#domain/report.ts";
import { editDistance } from "#text/edit-distance.ts";
import { truncate } from "#text/truncate.ts";
import { label } from "./citation-format.ts";
import { type NamedSection, paragraphsByCode, sectionsOf } from "./report-index.ts";

/** A longer reference is cut where a message repeats it. */
export const MAX_REFERENCE_LENGTH = 60;

const MAX_REPORTS = 5;
const MAX_SECTIONS = 5;

export function noSuchParagraph(reference: string, reports: readonly Report[]): string {
  const problem =
    reference.trim() === ""
      ? "Name a paragraph: its number, code or section."
      : `There is no paragraph, code or section "${truncate(reference, MAX_REFERENCE_LENGTH)}".`;
  const similar = similarNames(reference, reports);
  const suggestion = similar.length === 0 ? "" : ` Did you mean ${similar.join(" or ")}?`;
  if (reports.length === 0) return `${problem} No report is loaded.`;
  return `${problem}${suggestion} Loaded: ${reports.slice(0, MAX_REPORTS).map(describeReport).join(" \u00B7 ")}.`;
}

/** `iran-azerbaijan-2021, para. 1 to 17 (sections "Tehran's Concerns", "Implications")`. */
function describeReport(report: Report): string {
  const paragraphs = paragraphsOf(report);
  const [first, last] = [paragraphs[0], paragraphs.at(-1)];
  const shown = firstHeadings(report).map((heading) => `"${heading}"`);
  const named =
    shown.length === 0 ? "" : ` (${shown.length === 1 ? "section" : "sections"} ${shown.join(", ")})`;
  return `${report.id}, ${first && label(first)} to ${last && (last.number ?? last.ordinal)}${named}`;
}

function firstHeadings({ sections }: Report): readonly string[] {
  const headings = new Set<string>();
  for (const { heading } of sections) {
    if (headings.size === MAX_SECTIONS) break;
    if (heading !== "") headings.add(heading);
  }
  return [...headings];
}

const MAX_SIMILAR = 3;
// The share of a name's letters that may be wrong. Measured with random typing errors in the names of three reports: of
// 300 codes with two errors 294 are suggested first, at 0.3 only 240; of 900 section names with up to three errors 841
// are, at 0.3 only 816. At 0.5 unrelated codes are suggested beside the right one.
const MAX_DIFFERENCE = 0.4;

// In a library with more names than this, only those that begin or end like the reference are compared with it.
const MAX_NAMES = 4_000;
// Pairs of letters that are compared at most: a few milliseconds, in which nothing else is answered. 3,467 codes take two
// thirds of that.
const MAX_PAIRS = 300_000;
// How many letters a beginning or an end has.
const ENDS = 2;

/** Section names, in quotation marks, and codes that differ little from the reference; the most similar first. */
function similarNames(reference: string, reports: readonly Report[]): readonly string[] {
  const wanted = formsOf(reference);
  const compared = new Set<string>();
  let pairs = 0;
  const near = namesLike(wanted.asTyped, reports).filter(({ name }) => {
    if (pairs > MAX_PAIRS || !isLengthNear(name, reference) || compared.has(name)) return false;
    compared.add(name);
    pairs += name.length * reference.length;
    return true;
  });
  return near
    .map(({ name, isCode }) => ({
      shown: isCode ? name : `"${name}"`,
      difference: differenceOf(wanted, formsOf(name)),
    }))
    .filter(({ difference }) => difference <= MAX_DIFFERENCE)
    .sort((a, b) => a.difference - b.difference)
    .slice(0, MAX_SIMILAR)
    .map(({ shown }) => shown);
}

type Name = Readonly<{ name: string; isCode: boolean }>;

function namesLike(wanted: string, reports: readonly Report[]): readonly Name[] {
  const sections = reports.flatMap(sectionsOf);
  const count = reports.reduce((sum, report) => sum + paragraphsOf(report).length, sections.length);
  const isSmall = count <= MAX_NAMES;
  const [start, end] = [wanted.slice(0, ENDS), wanted.slice(-ENDS)];
  const paragraphs = reports.flatMap((report) =>
    isSmall
      ? paragraphsOf(report)
      : [...paragraphsByCode(start, "start", report), ...paragraphsByCode(end, "end", report)],
  );
  const isLike = ({ name }: NamedSection) => isSmall || name.startsWith(start) || name.endsWith(end);
  return [
    ...sections.filter(isLike).map(({ heading }) => ({ name: heading, isCode: false })),
    ...paragraphs.map(({ code }) => ({ name: code, isCode: true })),
  ];
}

type Forms = Readonly<{ asTyped: string; sorted: string }>;

/** The letters of a text, its words in the given order and in alphabetical order: people transpose words too. */
function formsOf(text: string): Forms {
  const words =
    text
      .toLowerCase()
      .replace(/['\u2019]/gu, "")
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return { asTyped: words.join(""), sorted: words.toSorted().join("") };
}

/** From 0 for the same letters to 1. */
function differenceOf(one: Forms, other: Forms): number {
  const isOneOrder = one.asTyped === one.sorted && other.asTyped === other.sorted;
  const distance = editDistance(one.asTyped, other.asTyped);
  const least = isOneOrder ? distance : Math.min(distance, editDistance(one.sorted, other.sorted));
  return least / Math.max(one.asTyped.length, other.asTyped.length);
}

/** False if the difference in length alone is too large. */
function isLengthNear(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= MAX_DIFFERENCE * Math.max(one.length, other.length);
}
