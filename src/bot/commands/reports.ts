// /reports: what is on the shelf.
import { audienceOf, type Command } from "#bot/command.ts";
import { reportsMessage } from "#bot/messages/library.ts";

export const reports: Command = {
  name: "reports",
  description: "List the loaded reports",
  usage: "",
  options: [],
  async run(invocation, { knowledge, today }) {
    return reportsMessage({ library: knowledge.library, audience: audienceOf(invocation), today });
  },
};
