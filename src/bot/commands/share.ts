// Share: posts a private answer to the channel, with its citation and the name of the person who shared it.
import type { Command } from "#bot/command.ts";
import { sharedMessage } from "#bot/messages/paragraph.ts";
import { findTarget } from "#bot/reference.ts";
import { cite as citationOf } from "#domain/citation.ts";
import { UsageError } from "#domain/errors.ts";
import { buildExcerpt } from "#domain/excerpt.ts";

export const share: Command = {
  name: "share",
  description: "Post the answer to the channel",
  usage: "<code>",
  options: [{ name: "reference", description: "Paragraph code", required: true }],
  button: true,
  posts: true,
  async run({ args, asker, channel, message }, { knowledge: { library }, now: today, reserve, access }) {
    await access.requirePost();
    const { paragraph, changed } = findTarget(args, library);
    // Other words than the asker saw must not be posted in the asker's name.
    if (changed !== undefined)
      throw new UsageError("The text has changed since this was posted, so it was not shared. Ask again.");
    // Where the platform names no message, the paragraph identifies it.
    if (!(await reserve(`share:${channel.id}:${message ?? paragraph.code}:${asker.id}`)))
      throw new UsageError("You have already shared this answer. To share it again, ask again.");
    const excerpt = buildExcerpt(paragraph, paragraph.sentences[Number(args.marked)]);
    const closest = args.wording === "closest";
    return { reply: sharedMessage(excerpt, citationOf(paragraph, library), { today, closest, by: asker }) };
  },
};
