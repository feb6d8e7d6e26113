// Context: a paragraph between its neighbours, so that nothing is read out of its place; page by page through the report.
import { audienceOf, type Command } from "#bot/command.ts";
import { withNote } from "#bot/messages/blocks.ts";
import { CHANGED, contextMessage, type PageLinks } from "#bot/messages/paragraph.ts";
import { findTarget } from "#bot/target.ts";
import type { Excerpt } from "#domain/answer.ts";
import { cite as citationOf } from "#domain/citation.ts";
import { splitIntoExcerpts } from "#domain/excerpt.ts";
import { paragraphsOf, reportOf } from "#domain/report.ts";

export const context: Command = {
  name: "context",
  description: "Show the paragraphs before and after a paragraph",
  usage: "<number|code>",
  options: [{ name: "reference", description: "Paragraph number or code", required: true }],
  button: true,
  async run(invocation, { knowledge: { library }, today }) {
    const { paragraph, changed } = findTarget(invocation.args, library);
    // Sentences are counted in the words that the button was posted with.
    const sentence = changed === undefined ? Number(invocation.args.sentence ?? 0) : 0;
    const from = paragraph.sentences[sentence]?.start ?? 0;
    const pieces = paragraphsOf(reportOf(library, paragraph)).flatMap((one) => splitIntoExcerpts(one));
    const at = pieces.findIndex((piece) => piece.paragraph === paragraph && piece.end > from);
    const { page, searchQueue } = pageAround(pieces, at);
    const quoted = page.map((excerpt) => ({ excerpt, citation: citationOf(excerpt.paragraph, library) }));
    const message = contextMessage(quoted, { library, audience: audienceOf(invocation), today }, searchQueue);
    return changed === undefined ? message : withNote(message, CHANGED[changed]);
  },
};

// A page stays readable on every platform; the piece that was asked for is shown whatever its length.
const PAGE_CHARACTERS = 3000;

type Page = Readonly<{ page: readonly Excerpt[]; searchQueue: PageLinks }>;

/** The piece with the one after it and the one before it, as far as they fit. */
function pageAround(pieces: readonly Excerpt[], at: number): Page {
  const lengthOf = (from: number, to: number) =>
    pieces.slice(from, to + 1).reduce((sum, { start, end }) => sum + end - start, 0);
  const last = at + 1 < pieces.length && lengthOf(at, at + 1) <= PAGE_CHARACTERS ? at + 1 : at;
  const first = at > 0 && lengthOf(at - 1, last) <= PAGE_CHARACTERS ? at - 1 : at;
  const [earlier, later] = [pieces[first - 1], pieces[last + 1]];
  return {
    page: pieces.slice(first, last + 1),
    searchQueue: { ...(earlier === undefined ? {} : { earlier }), ...(later === undefined ? {} : { later }) },
  };
}
