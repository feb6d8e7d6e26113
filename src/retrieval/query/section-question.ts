// A question that names a section and nothing else ("what does it say about the implications?") is answered with the
// paragraph that opens the section.
import type { Library, Paragraph } from "#domain/report.ts";
import type { Turns } from "#domain/turns.ts";
import { contentTerms, isContentWord, type Term, tokenize } from "#retrieval/analysis/tokenizer.ts";
import { readLines } from "#retrieval/data/word-lists.ts";

/** The opening paragraph of the section that a question names; undefined when it names none or asks for more. */
export type SectionFinder = (question: readonly Term[]) => Paragraph | undefined;

const SECTION_WORDS = new Set(
  readLines("section-words").flatMap((line) => contentTerms(line).map(({ stem }) => stem)),
);

/** Of sections with the same name the first is found. */
export async function createSectionFinder({ reports }: Library, turns: Turns): Promise<SectionFinder> {
  const openings = new Map<string, Paragraph>();
  for (const { sections } of reports) {
    for (const { heading, paragraphs } of sections) {
      if (turns.isOver()) await turns.next();
      const [opening] = paragraphs;
      const name = nameOf(tokenize(heading));
      if (opening !== undefined && name !== "" && !openings.has(name)) openings.set(name, opening);
    }
  }
  return (question) => openings.get(nameOf(question));
}

/** The same for all texts with the same content words, section words left out. */
function nameOf(text: readonly Term[]): string {
  const stems = text.filter(isContentWord).map(({ stem }) => stem);
  return [...new Set(stems)]
    .filter((stem) => !SECTION_WORDS.has(stem))
    .sort()
    .join(" ");
}
