// A question that names a section and nothing else ("what does it say about the implications?") is answered by the
// paragraph that opens the section.
import type { Library, Paragraph } from "#domain/report.ts";
import { contentTerms, isContentWord, type Term, tokenize } from "#retrieval/analysis/tokenizer.ts";

/** The opening paragraph of the section that a question names; undefined when it names none or asks for more. */
export type SectionFinder = (question: readonly Term[]) => Paragraph | undefined;

// What such a question says besides the section's name.
const SAYING = new Set(
  contentTerms(
    "report brief paper document study say said tell mention mentioned section chapter part summarise summary",
  ).map(({ stem }) => stem),
);

export function createSectionFinder({ reports }: Library): SectionFinder {
  const openings = new Map<string, Paragraph>();
  for (const { sections } of reports) {
    for (const { heading, paragraphs } of sections) {
      const [opening] = paragraphs;
      const name = nameOf(tokenize(heading));
      if (opening !== undefined && name !== "" && !openings.has(name)) openings.set(name, opening);
    }
  }
  return (question) => openings.get(nameOf(question));
}

/** The same for all texts with the same content words, words of saying apart. */
function nameOf(text: readonly Term[]): string {
  const stems = text.filter(isContentWord).map(({ stem }) => stem);
  return [...new Set(stems)]
    .filter((stem) => !SAYING.has(stem))
    .sort()
    .join(" ");
}
