// The error text for a reference that fits no paragraph: similar names, and what can be named.
import { type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import { editDistance } from "#text/edit-distance.ts";
import { truncate } from "#text/truncate.ts";
import { label } from "./citation-format.ts";

/** A longer reference is cut where a message repeats it. */
export const MAX_REFERENCE_LENGTH = 60;

const MAX_REPORTS = 5;
const MAX_SECTIONS = 5;

export function noSuchParagraph(reference: string, reports: readonly Report[]): string {
  const problem =
    reference.trim() === ""
      ? "Which paragraph?"
      : `No paragraph, code or section "${truncate(reference, MAX_REFERENCE_LENGTH)}".`;
  const similar = similarNames(reference, reports);
  const suggestion = similar.length === 0 ? "" : ` Did you mean ${similar.join(" or ")}?`;
  return `${problem}${suggestion} There are ${reports.slice(0, MAX_REPORTS).map(describeReport).join(" \u00B7 ")}.`;
}

/** `iran-azerbaijan-2021: para. 1 to 17; sections "Tehran's Concerns", "Implications"`. */
function describeReport(report: Report): string {
  const paragraphs = paragraphsOf(report);
  const [first, last] = [paragraphs[0], paragraphs.at(-1)];
  const sections = sectionsOf(paragraphs).slice(0, MAX_SECTIONS);
  const named = sections.length === 0 ? "" : `; sections ${sections.map((name) => `"${name}"`).join(", ")}`;
  return `${report.id}: ${first && label(first)} to ${last && (last.number ?? last.ordinal)}${named}`;
}

function sectionsOf(paragraphs: readonly Paragraph[]): readonly string[] {
  return [...new Set(paragraphs.map(({ section }) => section))].filter((name) => name !== "");
}

const MAX_SIMILAR = 3;
// The share of a name's letters that may be wrong. Measured with random typing errors in the names of three reports: of
// 300 codes with two errors 294 are suggested first, at 0.3 only 240; of 900 section names with up to three errors 841
// are, at 0.3 only 816. At 0.5 unrelated codes are suggested beside the right one.
const MAX_DIFFERENCE = 0.4;

/** Section names, in quotation marks, and codes that differ little from the reference; the most similar first. */
function similarNames(reference: string, reports: readonly Report[]): readonly string[] {
  const wanted = formsOf(reference);
  const paragraphs = reports.flatMap(paragraphsOf);
  const names = [
    ...sectionsOf(paragraphs).map((name) => ({ name, shown: `"${name}"` })),
    ...paragraphs.map(({ code }) => ({ name: code, shown: code })),
  ];
  return names
    .map(({ name, shown }) => ({ shown, difference: differenceOfForms(wanted, formsOf(name)) }))
    .filter(({ difference }) => difference <= MAX_DIFFERENCE)
    .sort((a, b) => a.difference - b.difference)
    .slice(0, MAX_SIMILAR)
    .map(({ shown }) => shown);
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

function differenceOfForms(one: Forms, other: Forms): number {
  const asTyped = differenceOf(one.asTyped, other.asTyped);
  const isOneOrder = one.asTyped === one.sorted && other.asTyped === other.sorted;
  return isOneOrder ? asTyped : Math.min(asTyped, differenceOf(one.sorted, other.sorted));
}

/** From 0 for the same letters to 1; if the lengths differ too much already, a lower bound. */
function differenceOf(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  const atLeast = Math.abs(one.length - other.length) / longer;
  return atLeast > MAX_DIFFERENCE ? atLeast : editDistance(one, other) / longer;
}
