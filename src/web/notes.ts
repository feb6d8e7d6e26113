// Which footnote a mark in the text leads to, and back.
import { oncePer } from "#domain/once-per.ts";
import { type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";

export type Notes = Readonly<{
  /** The text in pieces; those that are the mark of a note lead to it. */
  piecesOf(paragraph: Paragraph, text: string): readonly Readonly<{ text: string; note?: Paragraph }>[];
  /** Of a note: the paragraph that refers to it. */
  referrerOf(note: Paragraph): Paragraph | undefined;
}>;

// As the report shows it: `[12]`.
const MARK = /(\[[^[\]\s]{1,8}\])/u;

/** Made once for each report, whose pages are many. */
export const notesOf = oncePer(createNotes);

function createNotes(report: Report): Notes {
  const all = paragraphsOf(report);
  const notes = Map.groupBy(
    all.filter(({ note }) => note !== undefined),
    ({ note }) => `[${note}]`,
  );
  // Where marks begin anew in each section, only the one of the same section is meant.
  const find = (mark: string, { section }: Paragraph) => {
    const own = notes.get(mark) ?? [];
    return own.length === 1 ? own[0] : own.find((note) => note.section === section);
  };
  const referrers = new Map<Paragraph, Paragraph>();
  if (notes.size > 0)
    for (const paragraph of all)
      for (const [mark] of paragraph.text.matchAll(new RegExp(MARK, "gu"))) {
        const note = find(mark, paragraph);
        if (note !== undefined && note !== paragraph && !referrers.has(note)) referrers.set(note, paragraph);
      }
  return {
    piecesOf(paragraph, text) {
      if (notes.size === 0) return [{ text }];
      return text
        .split(MARK)
        .filter((piece) => piece !== "")
        .map((piece) => {
          const note = MARK.test(piece) ? find(piece, paragraph) : undefined;
          return note === undefined || note === paragraph ? { text: piece } : { text: piece, note };
        });
    },
    referrerOf: (note) => (note.note === undefined ? undefined : referrers.get(note)),
  };
}
