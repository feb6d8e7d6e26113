// /ibid: what the bot is, what it is not, and its commands.
import { audienceOf, type Command } from "#bot/command.ts";
import { wordHelp } from "#bot/replies/shelf.ts";

export const ibid: Command = {
  name: "ibid",
  description: "What Ibid does, and its commands",
  usage: "",
  options: [],
  async run(invocation, { retriever, commands, prefix, today }) {
    return wordHelp(commands, prefix, {
      library: retriever.library,
      audience: audienceOf(invocation),
      today,
    });
  },
};
