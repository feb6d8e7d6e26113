// Where a quotation, or a statement about a report as a whole, can be checked.
import type { Citation, SourceCitation } from "./answer.ts";
import { type Library, type Paragraph, paragraphsOf, type Report, reportOf } from "./report.ts";

export function citeReport({ id, title, authors, publisher, published, url, tlp }: Report): SourceCitation {
  return {
    report: id,
    title,
    authors,
    ...(publisher === undefined ? {} : { publisher }),
    ...(published === undefined ? {} : { published }),
    ...(url === undefined ? {} : { url }),
    ...(tlp === undefined ? {} : { tlp }),
  };
}

const counts = new WeakMap<Report, number>();

/** Counted once a report: it may have a million. */
function countParagraphs(report: Report): number {
  const count = counts.get(report) ?? paragraphsOf(report).length;
  counts.set(report, count);
  return count;
}

/** Where the paragraph can be checked. */
export function cite(paragraph: Paragraph, library: Library): Citation {
  const report = reportOf(library, paragraph);
  const { section, ordinal, code, number } = paragraph;
  return {
    ...citeReport(report),
    section,
    ordinal,
    of: countParagraphs(report),
    code,
    ...(number === undefined ? {} : { number }),
  };
}
