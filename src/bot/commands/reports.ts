// /reports: lists the loaded reports.
import { audienceOf, type Command } from "#bot/command.ts";
import { reportsMessage } from "#bot/messages/library.ts";

export const reports: Command = {
  name: "reports",
  description: "List the loaded reports",
  usage: "",
  options: [],
  async run(invocation, { knowledge: { library } }) {
    return { reply: reportsMessage({ library, audience: audienceOf(invocation) }) };
  },
};
