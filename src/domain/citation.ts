// Citations: where a reader can check a quotation, or a statement about a report.
import type { Citation, SourceCitation } from "./answer.ts";
import { type Library, type Paragraph, paragraphsOf, type Report, reportOf } from "./report.ts";

/** Cites a report as a whole. */
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

/** Cites a paragraph. Throws when its report is not in the library. */
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

const counts = new WeakMap<Report, number>();

/** Counted once for each report, because a report may have very many paragraphs. */
function countParagraphs(report: Report): number {
  const count = counts.get(report) ?? paragraphsOf(report).length;
  counts.set(report, count);
  return count;
}
