// /reports: what is on the shelf.
import { audienceOf, type Command } from "#bot/command.ts";
import { wordShelf } from "#bot/replies/shelf.ts";

export const reports: Command = {
  name: "reports",
  description: "List the loaded reports",
  usage: "",
  options: [],
  async run(invocation, { retriever, today }) {
    return wordShelf({ library: retriever.library, audience: audienceOf(invocation), today });
  },
};
