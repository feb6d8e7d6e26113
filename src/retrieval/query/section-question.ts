// A question that names a section and nothing else ("what does it say about the implications?") is answered with the
// first paragraph of the section.
import type { Library, Paragraph } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import { contentTerms, isContentWord, type Term, tokenize } from "#retrieval/analysis/tokenizer.ts";
import { readLines } from "#retrieval/data/word-lists.ts";

/** The first paragraph of the section that a question names; undefined if it names none, or something else as well. */
export type SectionFinder = (question: readonly Term[]) => Paragraph | undefined;

const SECTION_WORDS = new Set(
  readLines("section-words").flatMap((line) => contentTerms(line).map(({ stem }) => stem)),
);

/** If several sections have the same name, the first one is found. */
export async function createSectionFinder({ reports }: Library, slices: TimeSlices): Promise<SectionFinder> {
  const openings = new Map<string, Paragraph>();
  const stems = new Set<string>();
  for (const { sections } of reports) {
    for (const { heading, paragraphs } of sections) {
      if (slices.isOver()) await slices.next();
      const [opening] = paragraphs;
      const name = nameOf(tokenize(heading));
      if (opening === undefined || name === "" || openings.has(name)) continue;
      openings.set(name, opening);
      for (const stem of name.split(" ")) stems.add(stem);
    }
  }
  // Nearly every question has a word that no heading has, which is quicker to see than its name.
  const mayName = (term: Term) =>
    !isContentWord(term) || stems.has(term.stem) || SECTION_WORDS.has(term.stem);
  return (question) => (question.every(mayName) ? openings.get(nameOf(question)) : undefined);
}

/** A key that texts with the same content words share, in any order; SECTION_WORDS are left out. */
function nameOf(text: readonly Term[]): string {
  const stems = text.filter(isContentWord).map(({ stem }) => stem);
  return [...new Set(stems)]
    .filter((stem) => !SECTION_WORDS.has(stem))
    .sort()
    .join(" ");
}
