// A report as parsed: plain readonly data that every other folder uses.
import { oncePer } from "./once-per.ts";

/** Half-open range of UTF-16 code units in a paragraph's text: `text.slice(start, end)`. */
export type Span = Readonly<{ start: number; end: number }>;

/** A date of publication, only as precise as the report prints it. */
export type Published = Readonly<{ year: number; month?: number; day?: number }>;

/** The page that a paragraph is on, as printed; two where it begins on one and ends on another. */
export type Pages = readonly [first: string, last?: string];

/** The unit of retrieval and citation. */
export type Paragraph = Readonly<{
  /** Id of its report. */
  report: string;
  /** The heading above it, of a footnote the heading above its mark; "" before the first heading. */
  section: string;
  /** Position in reading order, from 1. */
  ordinal: number;
  /** The number that the report itself prints, if any. */
  number?: string;
  /** The mark of the footnote that it belongs to, such as "12". */
  note?: string;
  pages?: Pages;
  /** Of an item of a list: the paragraph whose last sentence introduces the list ("The policy must include:"). */
  leadIn?: Paragraph;
  /** Eight letters and digits that depend on the report's id and the text only. */
  code: string;
  /** As shown: markup removed, runs of white space replaced by one space, nothing else changed. */
  text: string;
  /** In order, without overlap; together they cover every word of the text. */
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
  /** The sets it belongs to: the folders above its file, as paths, and those that the owner names. Absent if there are none. */
  sets?: readonly string[];
  /** The owner's note on the source; shown in the list of reports, never searched. */
  note?: string;
  /** Its text was recognized in pictures of its pages, and may have wrong letters. */
  ocr?: boolean;
  /** Path below the knowledge folder. */
  file: string;
  sections: readonly Section[];
}>;

/** Words and phrases that name the same thing. They only make a search find more; they are never shown. */
export type AliasGroup = readonly string[];

/** The reports that one search covers, as one immutable value. A reload makes a new one. */
export type Library = Readonly<{
  reports: readonly Report[];
  aliases: readonly AliasGroup[];
  /** Of a part of a library: the short titles in the whole. */
  shortTitles?: ShortTitles;
  /** Absent where there are no reader pages. */
  pageOf?: PageOf;
}>;

/** The address of a paragraph's reader page; undefined where the pages may not show its report. */
export type PageOf = (report: Report, paragraph: Paragraph) => string | undefined;

type ShortTitles = ReadonlyMap<string, string>;

// Reports and libraries never change, so what is collected from one is collected once: questions ask for it again and again,
// and a library may have thousands of reports with very many paragraphs.

/** In reading order: the paragraph at index i has the ordinal i + 1. */
export const paragraphsOf = oncePer(({ sections }: Report): readonly Paragraph[] =>
  sections.flatMap(({ paragraphs }) => paragraphs),
);

const reportsById = oncePer(
  ({ reports }: Library): ReadonlyMap<string, Report> =>
    new Map(reports.map((report) => [report.id, report])),
);

/** Undefined when the library does not have it. */
export function findReport(library: Library, id: string): Report | undefined {
  return reportsById(library).get(id);
}

/** The paragraph's report. Throws when the library does not have it. */
export function reportOf(library: Library, paragraph: Paragraph): Report {
  const report = findReport(library, paragraph.report);
  if (report === undefined) throw new Error(`no report "${paragraph.report}" in this library`);
  return report;
}

/** The files of both were read as the same: a file that has not changed gives the same object again. */
export function isSameLibrary(one: Library, other: Library): boolean {
  return (
    one.reports.length === other.reports.length &&
    one.reports.every((report, i) => report === other.reports[i]) &&
    (one.aliases === other.aliases || JSON.stringify(one.aliases) === JSON.stringify(other.aliases))
  );
}

/**
 * The library with one report only: ranking, spelling corrections and counts see nothing of the others. Its short name stays
 * the one by which readers tell it from them.
 */
export function scopeTo(library: Library, report: Report): Library {
  return { ...library, reports: [report], shortTitles: shortTitlesOf(library) };
}

/**
 * January to December. A list, because the first Intl.DateTimeFormat of a process takes 13 ms to create: 4 % of an `ask`
 * from the command line (Node 24, measured in fresh processes).
 */
export const MONTHS: readonly string[] = [
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
];

/** "2021", "November 2021" or "13 December 2020", as precise as the date is. */
export function formatPublished({ year, month, day }: Published): string {
  const name = month === undefined ? undefined : MONTHS[month - 1];
  return [day, name, year].filter((part) => part !== undefined).join(" ");
}

/** The title without its subtitle. */
function mainTitle({ title }: Report): string {
  return title.split(/:\s/u)[0] ?? title;
}

/** What the main title is lengthened by, from the shortest addition to the longest; undefined if the report lacks it. */
const ADDITIONS: readonly ((report: Report) => string | undefined)[] = [
  ({ published }) => published && String(published.year),
  ({ published }) =>
    published?.month === undefined
      ? undefined
      : formatPublished({ year: published.year, month: published.month }),
  ({ published }) => (published?.day === undefined ? undefined : formatPublished(published)),
];

/** The names that reports with one main title could have; the last ones always differ. */
function namingsOf(reports: readonly Report[]): readonly (readonly string[])[] {
  const lengthened = (addition: (typeof ADDITIONS)[number]) =>
    reports.map((report) => `${mainTitle(report)} (${addition(report)})`);
  return [
    ...ADDITIONS.filter((addition) => reports.every(addition)).map(lengthened),
    reports.map(({ title }) => title),
    lengthened(({ id }) => id),
  ];
}

/** Readers take titles for the same that differ only in case, spaces and punctuation. */
function foldTitle(title: string): string {
  return title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** By report id: the shortest names by which readers can tell the reports of the library apart. */
export const shortTitlesOf = oncePer((library: Library): ShortTitles => {
  if (library.shortTitles !== undefined) return library.shortTitles;
  const alike = Map.groupBy(library.reports, (report) => foldTitle(mainTitle(report)));
  const used = new Set(alike.keys());
  const names = new Map<string, string>();
  for (const reports of alike.values()) {
    const naming =
      reports.length === 1
        ? reports.map(mainTitle)
        : namingsOf(reports).find(
            (candidates) =>
              new Set([...used, ...candidates.map(foldTitle)]).size === used.size + candidates.length,
          );
    for (const [i, { id }] of reports.entries()) {
      const name = naming?.[i] ?? id;
      names.set(id, name);
      used.add(foldTitle(name));
    }
  }
  return names;
});
