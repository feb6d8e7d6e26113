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
    of: paragraphsOf(report).length,
    code,
    ...(number === undefined ? {} : { number }),
  };
}
