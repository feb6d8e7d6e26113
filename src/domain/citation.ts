// Citations: where a reader can check a quotation, or a statement about a report.
import type { Citation, SourceCitation } from "./answer.ts";
import {
  type Library,
  type Paragraph,
  paragraphsOf,
  type Report,
  reportOf,
  shortTitlesOf,
} from "./report.ts";

/** The name by which readers tell the report from the others in the library; its id if it is not among them. */
export function shortTitle(report: string, library: Library): string {
  return shortTitlesOf(library).get(report) ?? report;
}

/** Cites a report of the library as a whole. */
export function citeReport(
  { id, title, authors, publisher, published, url, tlp, ocr }: Report,
  library: Library,
): SourceCitation {
  return {
    report: id,
    title,
    shortTitle: shortTitle(id, library),
    authors,
    ...(publisher === undefined ? {} : { publisher }),
    ...(published === undefined ? {} : { published }),
    ...(url === undefined ? {} : { url }),
    ...(tlp === undefined ? {} : { tlp }),
    ...(ocr === true ? { ocr } : {}),
  };
}

/** Cites a paragraph. Throws when its report is not in the library. */
export function cite(paragraph: Paragraph, library: Library): Citation {
  const report = reportOf(library, paragraph);
  const { section, ordinal, code, number, note, pages } = paragraph;
  const page = library.pageOf?.(report, paragraph);
  return {
    ...citeReport(report, library),
    section,
    ordinal,
    of: paragraphsOf(report).length,
    code,
    ...(number === undefined ? {} : { number }),
    ...(note === undefined ? {} : { note }),
    ...(pages === undefined ? {} : { pages }),
    ...(page === undefined ? {} : { page }),
  };
}
