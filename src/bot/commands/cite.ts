// /cite: a paragraph by its number, code or section, or several in a row, with the citation ready to paste.
import { audienceOf, type Command } from "#bot/command.ts";
import { withNote } from "#bot/messages/blocks.ts";
import { CHANGED, choicesMessage, citationMessage, citationsMessage } from "#bot/messages/paragraph.ts";
import { findParagraphs, findRange, findScope } from "#bot/reference.ts";
import { findTarget } from "#bot/target.ts";
import { cite as citationOf } from "#domain/citation.ts";
import { buildExcerpt, MAX_EXCERPT_CHARACTERS } from "#domain/excerpt.ts";

export const cite: Command = {
  name: "cite",
  description: "Show a paragraph by number, code or section, with its citation",
  usage: "<number|code|section> [in:<report>]",
  options: [
    {
      name: "reference",
      description: "Paragraph number such as 12 or 12-14, code or section",
      required: true,
    },
    { name: "report", description: "Look in one report only", suggest: "reports" },
  ],
  async run(invocation, { knowledge: { library }, today }) {
    const { reference = "", report, source } = invocation.args;
    const wording = { library, audience: audienceOf(invocation), today };
    if (source !== undefined) {
      const { paragraph, changed } = findTarget(invocation.args, library);
      const message = citationMessage(buildExcerpt(paragraph), citationOf(paragraph, library), wording);
      return changed === undefined ? message : withNote(message, CHANGED[changed]);
    }
    const scope = findScope(report, library);
    const reports = scope === undefined ? library.reports : [scope];
    const range = findRange(reference, reports);
    const paragraphs = range ?? findParagraphs(reference, reports);
    if (range === undefined && paragraphs.length > 1) return choicesMessage(paragraphs, wording);
    const most =
      paragraphs.length === 1 ? MAX_EXCERPT_CHARACTERS : Math.floor(TOGETHER_CHARACTERS / paragraphs.length);
    const quoted = paragraphs.map((paragraph) => ({
      excerpt: buildExcerpt(paragraph, undefined, most),
      citation: citationOf(paragraph, library),
    }));
    return citationsMessage(quoted, wording);
  },
};

// What several paragraphs share of a message.
const TOGETHER_CHARACTERS = 2500;
