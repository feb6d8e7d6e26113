// Delete: removes a public reply. Only the person who asked may do so.
import type { Command } from "#bot/command.ts";
import { UsageError } from "#domain/errors.ts";

export const remove: Command = {
  name: "delete",
  description: "Delete the reply",
  usage: "",
  options: [],
  button: true,
  runsAnywhere: () => true,
  async run({ args, asker }) {
    if (args.asker !== asker.id) throw new UsageError("Only the person who asked can delete this reply.");
    return { reply: "delete" };
  },
};
