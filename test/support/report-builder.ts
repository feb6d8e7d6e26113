// Reports made of sentences, without the parser.
import type { Library, Paragraph, Report, Span } from "#domain/report.ts";

/** A report with one untitled section; each paragraph is a list of its sentences. */
export function buildReport(paragraphs: readonly (readonly string[])[], facts: Partial<Report> = {}): Report {
  const id = facts.id ?? "report";
  const section = {
    heading: "",
    paragraphs: paragraphs.map((sentences, i) => buildParagraph(sentences, { report: id, ordinal: i + 1 })),
  };
  return { id, title: "", authors: [], file: `${id}.md`, sections: [section], ...facts };
}

/** The sentences joined by spaces. */
export function buildParagraph(
  sentences: readonly string[],
  { report = "report", section = "", ordinal = 1 }: Partial<Paragraph> = {},
): Paragraph {
  const spans: Span[] = [];
  let start = 0;
  for (const sentence of sentences) {
    spans.push({ start, end: start + sentence.length });
    start += sentence.length + 1;
  }
  return {
    report,
    section,
    ordinal,
    code: `${report}-${ordinal}`,
    text: sentences.join(" "),
    sentences: spans,
    line: 1,
  };
}

/** A library of such reports, without aliases. */
export function buildLibrary(...reports: readonly (readonly (readonly string[])[])[]): Library {
  return { reports: reports.map((report, i) => buildReport(report, { id: `report-${i}` })), aliases: [] };
}
