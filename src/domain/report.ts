// What a report is once read: plain readonly data that every other part shares.

/** Half-open range of UTF-16 code units in a paragraph's text: `text.slice(start, end)`. */
export type Span = Readonly<{ start: number; end: number }>;

/** A date of publication with the precision it was printed in: nothing is invented. */
export type Published = Readonly<{ year: number; month?: number; day?: number }>;

/** The unit of retrieval and citation. */
export type Paragraph = Readonly<{
  /** Id of its report. */
  report: string;
  /** Heading it stands under; "" before the first heading. */
  section: string;
  /** Position in reading order, from 1. */
  ordinal: number;
  /** The number that the report itself prints, where it prints one. */
  number?: string;
  /** Eight letters that depend on report id and text only. */
  code: string;
  /** As shown: markup gone, white space folded, nothing else changed. */
  text: string;
  /** In order, not overlapping, covering every word of the text. */
  sentences: readonly Span[];
  /** First line in the file, from 1. */
  line: number;
}>;

export type Section = Readonly<{ heading: string; paragraphs: readonly Paragraph[] }>;

export type Report = Readonly<{
  /** Slug of the file's path below the knowledge folder. */
  id: string;
  title: string;
  authors: readonly string[];
  publisher?: string;
  published?: Published;
  language?: string;
  url?: string;
  /** Handling label as printed, such as `TLP:AMBER`. */
  tlp?: string;
  /** A note of the owner on the source; shown on the shelf, never searched. */
  note?: string;
  /** Path below the knowledge folder. */
  file: string;
  sections: readonly Section[];
}>;

/** Words and phrases that name the same thing. They widen a search and are never shown. */
export type AliasGroup = readonly string[];

/** The reports of one scope, as one immutable value. A reload makes a new one. */
export type Library = Readonly<{
  reports: readonly Report[];
  aliases: readonly AliasGroup[];
}>;

export function paragraphsOf(report: Report): readonly Paragraph[] {
  return report.sections.flatMap((section) => section.paragraphs);
}

export function reportOf(library: Library, paragraph: Paragraph): Report {
  const report = library.reports.find(({ id }) => id === paragraph.report);
  if (report === undefined) throw new Error(`no report "${paragraph.report}" in this library`);
  return report;
}

/** The library with one report only: for ranking, typos and counts the others do not exist. */
export function scopeTo(library: Library, report: Report): Library {
  return { ...library, reports: [report] };
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** "2021", "November 2021" or "13 December 2020": no more precise than printed. */
export function formatPublished({ year, month, day }: Published): string {
  const name = month === undefined ? undefined : MONTHS[month - 1];
  return [day, name, year].filter((part) => part !== undefined).join(" ");
}
