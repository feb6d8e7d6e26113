// /cite: a paragraph by its number, code or section, with its citation ready to paste.
import { audienceOf, type Command } from "#bot/command.ts";
import { findParagraphs, findScope } from "#bot/reference.ts";
import { wordChoices, wordCitation } from "#bot/replies/paragraph.ts";
import { buildExcerpt } from "#retrieval/excerpt.ts";
import { cite as citationOf } from "#retrieval/retriever.ts";

export const cite: Command = {
  name: "cite",
  description: "Show a paragraph by number, code or section, with its citation",
  usage: "<number|code|section> [in:<report>]",
  options: [
    { name: "reference", description: "Paragraph number, code or section", required: true },
    { name: "report", description: "Look in one report only", suggest: "reports" },
  ],
  async run(invocation, { retriever, today }) {
    const { reference = "", report } = invocation.args;
    const { library } = retriever;
    const scope = findScope(report, library);
    const [paragraph, ...others] = findParagraphs(reference, scope === undefined ? library.reports : [scope]);
    const wording = { library, audience: audienceOf(invocation), today };
    if (paragraph === undefined || others.length > 0)
      return wordChoices(
        [paragraph, ...others].flatMap((choice) => choice ?? []),
        wording,
      );
    return wordCitation(buildExcerpt(paragraph), citationOf(paragraph, library), wording);
  },
};
