// What a report is called whose front matter does not say it.
import type { TextDiagnostic } from "#domain/diagnostic.ts";
import { isOrganisation } from "#text/organisation.ts";
import type { SourceBlock } from "./markdown.ts";

// Headings that many reports have; "2. Overview" and "Annex B" are no titles either.
const EVERY_REPORTS_HEADING =
  /^(?:(?:\d+|[ivx]+)[.)]?\s+)?(?:(?:table of |list of )?(?:contents|figures|tables)|abbreviations|abstract|acknowledge?ments?|about (?:this|the) (?:report|paper|author)s?|(?:annex|appendix)\b.{0,4}|background|conclusions?|cover(?: page)?|disclaimer|document|executive summary|foreword|glossary|introduction|introductory remarks|index|key (?:findings|judge?ments|points|takeaways)|notes?|notices?|overview|preface|purpose|references|report|revision history|scope|summary|title page|untitled)\s*:?$/iu;
// "AN AL Y S I S R E P O R T", printed with wide spaces.
const LETTER_SPACED = /^(?:\S{1,2}\s+){3,}\S{1,2}$/u;
// "Report of the Committee on Science": what it is called besides says that it is a document.
const DOCUMENT =
  /\b(?:Analysis|Assessment|Brief|Briefing|Directive|Findings|Framework|Guide|Guidance|Investigation|Letter|Memorandum|Plan|Policy|Report|Review|Standard|Statement|Strategy|Study|Survey|Testimony|Update)\b|\d|:/iu;

/** A title, or a heading that says nothing of the report: one that every report has, or the letterhead's. */
function canBeTitle(text: string): boolean {
  if (EVERY_REPORTS_HEADING.test(text) || LETTER_SPACED.test(text)) return false;
  return !isOrganisation(text) || DOCUMENT.test(text);
}

/** The first heading above all text that can be a title; else the file's name. */
export function guessTitle(
  blocks: readonly SourceBlock[],
  file: string,
): Readonly<{ title: string; diagnostics: readonly TextDiagnostic[] }> {
  const firstText = blocks.findIndex(({ kind }) => kind !== "heading");
  const headings = firstText === -1 ? blocks : blocks.slice(0, firstText);
  const heading = headings.find(({ text }) => canBeTitle(text));
  const title = heading?.text ?? file.replace(/^.*\//u, "").replace(/\.[^.]+$/u, "");
  const origin = heading === undefined ? "the name of the file" : "its first heading";
  return {
    title,
    diagnostics: [
      {
        severity: "warning",
        line: heading?.line ?? 0,
        message: "no title in the front matter",
        hint: `cited as "${title}", ${origin}; if that is not its title, add the line "title: …" at the top`,
      },
    ],
  };
}
