// Context: shows a paragraph with its neighbours, with buttons to page through the whole report.
import { audienceOf, type Command } from "#bot/command.ts";
import { withNote } from "#bot/messages/blocks.ts";
import { CHANGED, contextMessage, type PageLinks } from "#bot/messages/paragraph.ts";
import { findTarget } from "#bot/reference.ts";
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
  async run(invocation, { knowledge: { library }, now: today }) {
    const { paragraph, changed } = findTarget(invocation.args, library);
    // The sentence number refers to the words with which the button was posted.
    const sentence = changed === undefined ? Number(invocation.args.sentence ?? 0) : 0;
    const start = paragraph.sentences[sentence]?.start ?? 0;
    const { ordinal } = paragraph;
    const excerpts = paragraphsOf(reportOf(library, paragraph))
      .slice(Math.max(0, ordinal - 1 - REACH), ordinal + REACH)
      .flatMap((one) => splitIntoExcerpts(one));
    const index = excerpts.findIndex((excerpt) => excerpt.paragraph === paragraph && excerpt.end > start);
    const { page, links } = pageAround(excerpts, index);
    const quoted = page.map((excerpt) => ({ excerpt, citation: citationOf(excerpt.paragraph, library) }));
    const message = contextMessage(quoted, { library, audience: audienceOf(invocation), today }, links);
    return { reply: changed === undefined ? message : withNote(message, CHANGED[changed]) };
  },
};

// Readable in one message on every platform. The excerpt that was asked for is shown even if it is longer.
const MAX_PAGE_CHARACTERS = 3000;

// How many paragraphs before and after one its page and the buttons for the pages around it can reach.
const REACH = 2;

type Page = Readonly<{ page: readonly Excerpt[]; links: PageLinks }>;

/** The excerpt at `index`, with the one after it and then the one before it as far as they fit. */
function pageAround(excerpts: readonly Excerpt[], index: number): Page {
  const lengthOf = (first: number, last: number) =>
    excerpts.slice(first, last + 1).reduce((sum, { start, end }) => sum + end - start, 0);
  const last =
    index + 1 < excerpts.length && lengthOf(index, index + 1) <= MAX_PAGE_CHARACTERS ? index + 1 : index;
  const first = index > 0 && lengthOf(index - 1, last) <= MAX_PAGE_CHARACTERS ? index - 1 : index;
  const [earlier, later] = [excerpts[first - 1], excerpts[last + 1]];
  return {
    page: excerpts.slice(first, last + 1),
    links: { ...(earlier === undefined ? {} : { earlier }), ...(later === undefined ? {} : { later }) },
  };
}
