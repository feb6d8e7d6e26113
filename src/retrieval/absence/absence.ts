// The words of a question of which it may be said that the reports never mention them.
import { oncePer } from "#domain/once-per.ts";
import { formatPublished, type Library, type Paragraph, paragraphsOf, type Report } from "#domain/report.ts";
import type { TimeSlices } from "#domain/time-slices.ts";
import { type FoldedText, foldText } from "#retrieval/analysis/folded-text.ts";
import type { Query } from "#retrieval/query/query.ts";
import { createMentionTest } from "./mention.ts";
import { namesSomething } from "./naming.ts";

// More are of no use to a reader, and each is looked for in all of the text.
const MAX_WORDS = 8;
// Folding takes about 1.5 times the memory of the text. Of larger libraries nothing is said.
const MAX_PARAGRAPHS = 200_000;

type Asked = Readonly<{ query: Query; library: Library; slices: TimeSlices }>;

/** As typed. A word is left out if it names nothing, or if any form of it is anywhere in the reports. */
export async function absentWords({ query, library, slices }: Asked): Promise<readonly string[]> {
  const paragraphs = library.reports.reduce((sum, report) => sum + paragraphsOf(report).length, 0);
  if (paragraphs > MAX_PARAGRAPHS) return [];
  let open = query.terms
    .filter((term) => !term.indexedOrAlias && namesSomething(term, query))
    .slice(0, MAX_WORDS)
    .map(({ original }) => ({ original, isMentioned: createMentionTest(original, query) }));
  for (const report of library.reports) {
    for (const piece of piecesOf(report)) {
      if (open.length === 0) return [];
      if (slices.isOver()) await slices.next();
      const folded = foldedPiece(piece);
      open = open.filter(({ isMentioned }) => !isMentioned(folded));
    }
  }
  return open.map(({ original }) => original);
}

/**
 * As typed: the words of the question that name something and of which no form is in the paragraph, the heading of its section
 * or the report's title. Of a word with other names, one of these may be there instead.
 */
export function wordsMissingIn(paragraph: Paragraph, report: Report, query: Query): readonly string[] {
  const printed = [report.title, paragraph.section, paragraph.text].join("\n").toLowerCase();
  // Most words of the question are in the paragraph as they are: to fold it takes long beside that.
  const open = query.terms.filter(
    (term) =>
      term.aliasGroup === undefined &&
      !printed.includes(term.folded.slice(0, SURE_LENGTH)) &&
      namesSomething(term, query),
  );
  if (open.length === 0) return [];
  const folded = foldedIn(report)(paragraph);
  return open
    .filter(({ original }) => !createMentionTest(original, query)(folded))
    .slice(0, MAX_WORDS)
    .map(({ original }) => original);
}

// Often the same paragraphs are the closest ones.
const foldedIn = oncePer(({ title }: Report) =>
  oncePer(({ section, text }: Paragraph) => foldText([title, section, text].join("\n"))),
);

// What begins with these letters of a word counts as a form of it.
const SURE_LENGTH = 4;

type Piece = Readonly<{ texts: readonly string[] }>;

// UTF-16 code units that are folded in one go, which takes a few milliseconds.
const PIECE_LENGTH = 50_000;
const OVERLAP = 50;

/** All words of a report, those of its front matter and headings included. */
const piecesOf = oncePer((report: Report): readonly Piece[] => {
  const pieces: { texts: string[] }[] = [{ texts: [...frontMatterOf(report)] }];
  const headings = report.sections.map(({ heading }) => heading);
  const paragraphs = paragraphsOf(report).map(({ text }) => text);
  let length = PIECE_LENGTH;
  let before = "";
  for (const text of [...headings, ...paragraphs]) {
    if (length >= PIECE_LENGTH) {
      // A scan may break a word at the end of a page, and so of a paragraph.
      pieces.push({ texts: [before.slice(-OVERLAP)] });
      length = 0;
    }
    pieces.at(-1)?.texts.push(text);
    length += text.length;
    before = text;
  }
  return pieces;
});

function frontMatterOf({ title, file, authors, publisher, published, url, tlp, sets, note }: Report) {
  const date = published === undefined ? undefined : formatPublished(published);
  const all = [title, file, ...authors, publisher, date, url, tlp, ...(sets ?? []), note];
  return all.filter((text) => text !== undefined);
}

const foldedPiece = oncePer(({ texts }: Piece): FoldedText => foldText(texts.join("\n")));
