// The forms of a citation: the line under a quotation, and the note and the short form for pasting into a draft.
import type { Citation, SourceCitation } from "#domain/answer.ts";
import { shortTitle } from "#domain/citation.ts";
import { formatPublished, type Library, type Paragraph, type Published } from "#domain/report.ts";
import { showLabel } from "#domain/scope.ts";
import { isOrganisation } from "#text/organisation.ts";
import { plural } from "#text/plural.ts";

/** `Baffa, "Iran-Azerbaijan: …" (The Cambridge Security Initiative, November 2021; 5 years old)`. */
export function sourceLine(citation: SourceCitation, today: Date): string {
  const age = citation.published === undefined ? undefined : ageOf(citation.published, today);
  const details = [imprint(citation), age].filter((part) => part !== undefined && part !== "").join("; ");
  return `${byline(citation.authors.map(lastName))}"${citation.title}"${details === "" ? "" : ` (${details})`}`;
}

/** `Tehran's Concerns, para. 4 of 17`. */
export function place(citation: Citation): string {
  const position = countedLabel(citation);
  return citation.section === "" ? position : `${citation.section}, ${position}`;
}

/** `para. 4 of 17`; without the total for a footnote, and if the report prints its own numbers, which may have gaps. */
export function countedLabel(citation: Citation): string {
  return `${label(citation)}${isCounted(citation) ? ` of ${citation.of}` : ""}`;
}

/** Whether it is cited by Ibid's count. A report that numbers its paragraphs may have some without a number. */
export function isCounted({ number, note }: Pick<Citation, "number" | "note">): boolean {
  return number === undefined && note === undefined;
}

/** `para. 16, Implications`, for a reference to another paragraph; the report comes first if several are loaded. */
export function describeParagraph(paragraph: Paragraph, library: Library): string {
  const report = library.reports.length === 1 ? [] : [shortTitle(paragraph.report, library)];
  const section = paragraph.section === "" ? [] : [paragraph.section];
  return [...report, label(paragraph), ...section].join(", ");
}

type Locator = Pick<Paragraph, "ordinal" | "number" | "note" | "pages">;

/** `para. 4`, `p. 6, para. 4` where the page is known, `note 19` for a footnote, or `paras. 12-14` for a range. */
export function label({ last, ...first }: Locator & Readonly<{ last?: Locator }>): string {
  const pages = pageLabel(first, last ?? first);
  return [...(pages === undefined ? [] : [pages]), paragraphLabel(first, last)].join(", ");
}

function paragraphLabel(first: Locator, last: Locator | undefined): string {
  if (last !== undefined) return `paras. ${first.number ?? first.ordinal}-${last.number ?? last.ordinal}`;
  return first.note === undefined ? `para. ${first.number ?? first.ordinal}` : `note ${first.note}`;
}

/** `p. 6` or `pp. 6-7`; undefined where a page is not known. */
function pageLabel(first: Locator, last: Locator): string | undefined {
  const [from, to] = [first.pages?.[0], last.pages?.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  return from === to ? `p. ${from}` : `pp. ${from}-${to}`;
}

/** A citation of one paragraph, or of a range that ends with `last`. */
export type Cited = Citation & Readonly<{ last?: Locator }>;

/** Cites consecutive paragraphs of one report. The section is named if all of them belong to it. */
export function citeRange(citations: readonly Citation[]): Cited {
  const [first, last] = [citations[0], citations.at(-1)];
  if (first === undefined || last === undefined) throw new Error("no paragraph to cite");
  const section = citations.every((one) => one.section === first.section) ? first.section : "";
  return { ...first, section, last };
}

/**
 * For a footnote: full names, title, imprint and paragraph. The section helps to find the paragraph, since the count may
 * be Ibid's own.
 */
export function noteForm(citation: Cited): string {
  const printed = imprint(citation);
  const details = printed === "" ? "" : ` (${printed})`;
  const section = citation.section === "" ? "" : ` ("${citation.section}")`;
  return `${handling(citation)}${byline(citation.authors)}"${citation.title}"${details}, ${label(citation)}${section}.`;
}

/** `Baffa, Iran-Azerbaijan, para. 12`: every notification begins with it. */
export function shortForm(citation: Cited): string {
  return `${byline(citation.authors.map(lastName))}${citation.shortTitle}, ${label(citation)}`;
}

/** The handling label and a space, which belong before everything that may be pasted elsewhere. */
export function handling({ tlp }: Pick<SourceCitation, "tlp">): string {
  return tlp === undefined ? "" : `${showLabel(tlp)} `;
}

function imprint({ publisher, published, ocr }: SourceCitation): string {
  const date = published === undefined ? undefined : formatPublished(published);
  return [publisher, date, ocr === true ? "text by OCR" : undefined]
    .filter((part) => part !== undefined)
    .join(", ");
}

const MAX_AUTHORS = 3;

function byline(authors: readonly string[]): string {
  const named = authors.length > MAX_AUTHORS ? `${authors[0]} et al.` : authors.join(", ");
  return named === "" ? "" : `${named}, `;
}

// A person's name is two to four capitalised words. "Committee on Science and Technology" is not one.
const PERSON = /^(?:\p{Lu}[\p{L}.'\u2019-]*\s){1,3}(?<surname>\p{Lu}[\p{L}'\u2019-]+)$/u;

export function isPerson(author: string): boolean {
  return !isOrganisation(author) && PERSON.test(author);
}

/** A person's last name, or an organisation's full name. */
export function lastName(author: string): string {
  return (isPerson(author) ? PERSON.exec(author)?.groups?.surname : undefined) ?? author;
}

/** "5 years old" for a report over a year old. A missing month or day counts as the first of the year or month. */
function ageOf({ year, month = 1, day = 1 }: Published, today: Date): string | undefined {
  const birthday = new Date(Date.UTC(today.getUTCFullYear(), month - 1, day));
  const years = today.getUTCFullYear() - year - (today < birthday ? 1 : 0);
  if (years < 1) return undefined;
  return `${plural(years, "year")} old`;
}
