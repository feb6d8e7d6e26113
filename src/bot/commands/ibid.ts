// /ibid: help, and the status of the loaded reports.
import { audienceOf, type Command } from "#bot/command.ts";
import { helpMessage, libraryStatusMessage } from "#bot/messages/library.ts";

export const ibid: Command = {
  name: "ibid",
  description: "What Ibid does, and its commands; status: what is loaded and what is odd about it",
  usage: "[status]",
  options: [{ name: "topic", description: "What to tell", choices: ["help", "status"] }],
  async run(invocation, { knowledge: { library }, commands, prefix, status }) {
    const context = { library, audience: audienceOf(invocation) };
    const { topic = "" } = invocation.args;
    const isStatus = topic.toLowerCase() === "status";
    return {
      reply: isStatus ? libraryStatusMessage(status, context) : helpMessage(commands, prefix, context),
    };
  },
};
