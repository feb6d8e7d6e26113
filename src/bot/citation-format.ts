// How a citation is written: the line under a quotation, and the note and short form that paste into a draft.
import type { Citation, SourceCitation } from "#domain/answer.ts";
import { formatPublished, type Library, type Paragraph, type Published, reportOf } from "#domain/report.ts";

/** `Baffa, “Iran-Azerbaijan: …” (The Cambridge Security Initiative, November 2021; 5 years old)`. */
export function sourceLine(source: SourceCitation, today: Date): string {
  const age = source.published === undefined ? undefined : ageOf(source.published, today);
  const printed = imprint(source);
  const dated = [printed, age].filter((part) => part !== undefined && part !== "").join("; ");
  return `${byline(source.authors.map(lastName))}"${source.title}"${dated === "" ? "" : ` (${dated})`}`;
}

/** `Tehran's Concerns, para. 4 of 17`; a report's own number stands without a count. */
export function place(citation: Citation): string {
  return inSection(citation, count(citation));
}

/** `para. 4 of 17`. */
export function count(citation: Citation): string {
  return `${label(citation)}${citation.number === undefined ? ` of ${citation.of}` : ""}`;
}

/** `para. 16, Implications`: how another paragraph is pointed at; with its report where there are several. */
export function pointer(paragraph: Paragraph, library: Library): string {
  const report = library.reports.length === 1 ? [] : [shortTitle(reportOf(library, paragraph))];
  const section = paragraph.section === "" ? [] : [paragraph.section];
  return [...report, label(paragraph), ...section].join(", ");
}

/** `para. 4`, `paras. 12-14`. */
export function label({ ordinal, number, last }: Placed & Readonly<{ last?: Placed }>): string {
  const first = number ?? ordinal;
  return last === undefined ? `para. ${first}` : `paras. ${first}-${last.number ?? last.ordinal}`;
}

type Placed = Pick<Paragraph, "ordinal" | "number">;

/** A citation of one paragraph, or of several up to `last`. */
export type Cited = Citation & Readonly<{ last?: Placed }>;

/** Paragraphs in a row of one report; the section is named when all stand in it. */
export function citeRange(citations: readonly Citation[]): Cited {
  const [first, last] = [citations[0], citations.at(-1)];
  if (first === undefined || last === undefined) throw new Error("a range holds a paragraph at least");
  const section = citations.every((one) => one.section === first.section) ? first.section : "";
  return { ...first, section, last };
}

/** The note form: full names, title, imprint, paragraph and, since the count may be ours, the section. */
export function noteForm(citation: Cited): string {
  const printed = imprint(citation);
  const section = citation.section === "" ? "" : ` ("${citation.section}")`;
  const where = `${label(citation)}${section}`;
  const imprinted = printed === "" ? "" : ` (${printed})`;
  return `${handling(citation)}${byline(citation.authors)}"${citation.title}"${imprinted}, ${where}.`;
}

/** `Baffa, Iran-Azerbaijan, para. 12`: how every notification begins. */
export function shortForm(citation: Cited): string {
  return `${byline(citation.authors.map(lastName))}${shortTitle(citation)}, ${label(citation)}`;
}

/** A handling label travels with what is pasted. */
export function handling({ tlp }: Pick<SourceCitation, "tlp">): string {
  return tlp === undefined ? "" : `${tlp} `;
}

/** The title up to its subtitle. */
export function shortTitle({ title }: Pick<SourceCitation, "title">): string {
  return title.split(/:\s/u)[0] ?? title;
}

function inSection({ section }: Citation, where: string): string {
  return section === "" ? where : `${section}, ${where}`;
}

function imprint({ publisher, published }: SourceCitation): string {
  const date = published === undefined ? undefined : formatPublished(published);
  return [publisher, date].filter((part) => part !== undefined).join(", ");
}

const NAMED_AUTHORS = 3;

function byline(authors: readonly string[]): string {
  const named = authors.length > NAMED_AUTHORS ? `${authors[0]} et al.` : authors.join(", ");
  return named === "" ? "" : `${named}, `;
}

// A person's name is two to four capitalised words; "Committee on Science and Technology" is cited in full.
const PERSON = /^(?:\p{Lu}[\p{L}.'\u2019-]*\s){1,3}(?<surname>\p{Lu}[\p{L}'\u2019-]+)$/u;
const BODY =
  /\b(?:Agency|Board|Bureau|Center|Centre|Commission|Committee|Council|Department|Group|Institute|Initiative|Ministry|Office|Party|Service|Staff|Team|University)\b/u;

export function isPerson(author: string): boolean {
  return !BODY.test(author) && PERSON.test(author);
}

/** A person's last name; a body's name in full. */
export function lastName(author: string): string {
  return (isPerson(author) ? PERSON.exec(author)?.groups?.surname : undefined) ?? author;
}

/** "5 years old" for a report that is over a year old; the printed precision is given the benefit of the doubt. */
function ageOf({ year, month = 1, day = 1 }: Published, today: Date): string | undefined {
  const birthday = new Date(Date.UTC(today.getUTCFullYear(), month - 1, day));
  const years = today.getUTCFullYear() - year - (today < birthday ? 1 : 0);
  if (years < 1) return undefined;
  return years === 1 ? "1 year old" : `${years} years old`;
}
