// The forms of a citation: the line under a quotation, and the note and the short form for pasting into a draft.
import type { Citation, SourceCitation } from "#domain/answer.ts";
import { formatPublished, type Library, type Paragraph, type Published, reportOf } from "#domain/report.ts";
import { showLabel } from "#domain/scope.ts";
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

/** `para. 4 of 17`; without the total if the report prints its own numbers, which may have gaps. */
export function countedLabel(citation: Citation): string {
  return `${label(citation)}${citation.number === undefined ? ` of ${citation.of}` : ""}`;
}

/** `para. 16, Implications`, for a reference to another paragraph; the report comes first if several are loaded. */
export function describeParagraph(paragraph: Paragraph, library: Library): string {
  const report = library.reports.length === 1 ? [] : [shortTitle(reportOf(library, paragraph))];
  const section = paragraph.section === "" ? [] : [paragraph.section];
  return [...report, label(paragraph), ...section].join(", ");
}

type ParagraphNumber = Pick<Paragraph, "ordinal" | "number">;

/** `para. 4`, or `paras. 12-14` for a range. */
export function label({
  ordinal,
  number,
  last,
}: ParagraphNumber & Readonly<{ last?: ParagraphNumber }>): string {
  const first = number ?? ordinal;
  return last === undefined ? `para. ${first}` : `paras. ${first}-${last.number ?? last.ordinal}`;
}

/** A citation of one paragraph, or of a range that ends with `last`. */
export type Cited = Citation & Readonly<{ last?: ParagraphNumber }>;

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
  return `${byline(citation.authors.map(lastName))}${shortTitle(citation)}, ${label(citation)}`;
}

/** The handling label and a space, which belong before everything that may be pasted elsewhere. */
export function handling({ tlp }: Pick<SourceCitation, "tlp">): string {
  return tlp === undefined ? "" : `${showLabel(tlp)} `;
}

/** The title without its subtitle. */
export function shortTitle({ title }: Pick<SourceCitation, "title">): string {
  return title.split(/:\s/u)[0] ?? title;
}

function imprint({ publisher, published }: SourceCitation): string {
  const date = published === undefined ? undefined : formatPublished(published);
  return [publisher, date].filter((part) => part !== undefined).join(", ");
}

const MAX_AUTHORS = 3;

function byline(authors: readonly string[]): string {
  const named = authors.length > MAX_AUTHORS ? `${authors[0]} et al.` : authors.join(", ");
  return named === "" ? "" : `${named}, `;
}

// A person's name is two to four capitalised words. "Committee on Science and Technology" is not one.
const PERSON = /^(?:\p{Lu}[\p{L}.'\u2019-]*\s){1,3}(?<surname>\p{Lu}[\p{L}'\u2019-]+)$/u;
const ORGANISATION =
  /\b(?:Agency|Board|Bureau|Center|Centre|Commission|Committee|Council|Department|Group|Institute|Initiative|Ministry|Office|Party|Service|Staff|Team|University)\b/u;

export function isPerson(author: string): boolean {
  return !ORGANISATION.test(author) && PERSON.test(author);
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
