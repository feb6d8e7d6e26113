// Builds paragraphs and libraries from plain texts, without files.
import type { Library, Paragraph, Report } from "#domain/report.ts";
import { splitSentences } from "#reports/parse/sentences.ts";

/** A paragraph of the report "r1" with the sentences that a parsed report would have. */
export function paragraphOf(text: string, fields: Partial<Paragraph> = {}): Paragraph {
  const sentences = splitSentences(text);
  return { report: "r1", section: "", ordinal: 1, code: "aaaaaaaa", text, sentences, line: 1, ...fields };
}

/** A report with these paragraphs in one section. */
export function reportOfTexts(id: string, texts: readonly string[]): Report {
  const paragraphs = texts.map((text, i) =>
    paragraphOf(text, { report: id, ordinal: i + 1, code: `${id}-${i + 1}` }),
  );
  return { id, title: id, authors: [], file: `${id}.md`, sections: [{ heading: "", paragraphs }] };
}

/** Reports "r1", "r2" …, each given as its paragraphs. */
export function libraryOf(...reports: readonly (readonly string[])[]): Library {
  return { reports: reports.map((texts, i) => reportOfTexts(`r${i + 1}`, texts)), aliases: [] };
}
