// How large a report may be. The process takes a report over from the parser's thread in one step, and ranks a paragraph in one
// step: nobody is served meanwhile.
import type { TextDiagnostic } from "#domain/diagnostic.ts";
import type { Section } from "#domain/report.ts";

// A report of a million words has some 60,000. So many in as many paragraphs are taken over in 0.15 seconds.
export const MAX_SENTENCES = 100_000;
// UTF-16 code units: some thirty pages. Longer is what was saved without empty lines between its paragraphs.
export const MAX_PARAGRAPH_LENGTH = 100_000;

/** What is too large, and what to do about it. */
export function sizeErrors(sections: readonly Section[]): readonly TextDiagnostic[] {
  const paragraphs = sections.flatMap((section) => section.paragraphs);
  const sentences = paragraphs.reduce((sum, paragraph) => sum + paragraph.sentences.length, 0);
  const long = paragraphs.find(({ text }) => text.length > MAX_PARAGRAPH_LENGTH);
  const errors: TextDiagnostic[] = [];
  if (sentences > MAX_SENTENCES) {
    const message = `${sentences} sentences and lines, more than ${MAX_SENTENCES}`;
    errors.push({ severity: "error", line: 0, message, hint: "left out; split it into several files" });
  }
  if (long !== undefined) {
    const message = `a paragraph of ${long.text.length} characters, more than ${MAX_PARAGRAPH_LENGTH}`;
    const hint = "left out; split it with empty lines, and end each part with a full stop";
    errors.push({ severity: "error", line: long.line, message, hint });
  }
  return errors;
}

// More than anybody reads, and few enough to be taken over in one step.
export const MAX_DIAGNOSTICS = 10_000;

/** The first of them, and how many more there were. Errors and warnings are never left out for notes. */
export function limitDiagnostics(found: readonly TextDiagnostic[]): readonly TextDiagnostic[] {
  if (found.length <= MAX_DIAGNOSTICS) return found;
  const isNote = ({ severity }: TextDiagnostic) => severity === "note";
  const notesLast = found.toSorted((a, b) => Number(isNote(a)) - Number(isNote(b)));
  const message = `${found.length - MAX_DIAGNOSTICS} more notes`;
  return [...notesLast.slice(0, MAX_DIAGNOSTICS), { severity: "note", line: 0, message, hint: "not listed" }];
}
