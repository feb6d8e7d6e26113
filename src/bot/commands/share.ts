// Share: a private answer is posted for the whole channel, with its citation and the name of who shared it.
import type { Command } from "#bot/command.ts";
import { findParagraph } from "#bot/reference.ts";
import { wordShared } from "#bot/replies/paragraph.ts";
import { buildExcerpt } from "#retrieval/excerpt.ts";
import { cite as citationOf } from "#retrieval/retriever.ts";

export const share: Command = {
  name: "share",
  description: "Post the answer to the channel",
  usage: "<code>",
  options: [{ name: "reference", description: "Paragraph code", required: true }],
  button: true,
  async run({ args, asker }, { retriever: { library }, today }) {
    const paragraph = findParagraph(args, library);
    const excerpt = buildExcerpt(paragraph, paragraph.sentences[Number(args.marked)]);
    const closest = args.wording === "closest";
    return wordShared(excerpt, citationOf(paragraph, library), { today, closest, by: asker });
  },
};
