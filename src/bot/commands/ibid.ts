// /ibid: what the bot is, what it is not, and its commands; and how its shelf is doing.
import { audienceOf, type Command } from "#bot/command.ts";
import { helpMessage, libraryStatusMessage } from "#bot/messages/library.ts";

export const ibid: Command = {
  name: "ibid",
  description: "What Ibid does, and its commands; status: what is loaded and what is odd about it",
  usage: "[status]",
  options: [{ name: "topic", description: "What to tell", choices: ["help", "status"] }],
  async run(invocation, { knowledge: { library }, commands, prefix, status, today }) {
    const wording = { library, audience: audienceOf(invocation), today };
    const { topic = "" } = invocation.args;
    return topic.trim().toLowerCase() === "status"
      ? libraryStatusMessage(status, wording)
      : helpMessage(commands, prefix, wording);
  },
};
