// Context: a paragraph between its neighbours, so that nothing is read out of its place.
import { audienceOf, type Command } from "#bot/command.ts";
import { findParagraph } from "#bot/reference.ts";
import { wordContext } from "#bot/replies/paragraph.ts";
import { paragraphsOf, reportOf } from "#domain/report.ts";
import { buildExcerpt } from "#retrieval/excerpt.ts";
import { cite as citationOf } from "#retrieval/retriever.ts";

export const context: Command = {
  name: "context",
  description: "Show the paragraphs before and after a paragraph",
  usage: "<number|code>",
  options: [{ name: "reference", description: "Paragraph number or code", required: true }],
  button: true,
  async run(invocation, { retriever: { library }, today }) {
    const paragraph = findParagraph(invocation.args, library);
    const around = paragraphsOf(reportOf(library, paragraph)).filter(
      (other) => Math.abs(other.ordinal - paragraph.ordinal) <= 1,
    );
    return wordContext(
      around.map((other) => ({ excerpt: buildExcerpt(other), citation: citationOf(other, library) })),
      { library, audience: audienceOf(invocation), today },
    );
  },
};
