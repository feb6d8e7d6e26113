// /ibid: help, the status of the loaded reports, and what the channel may see.
import { type Args, audienceOf, type Command } from "#bot/command.ts";
import { helpMessage, libraryStatusMessage } from "#bot/messages/library.ts";
import { isAdministrator, runScope } from "./scope.ts";

export const ibid: Command = {
  name: "ibid",
  description:
    "Show what Ibid does and its commands; status: what is loaded; scope: what this channel may see",
  usage: "[status | scope [set <sets> [up to <label>] | reset]]",
  options: [
    { name: "topic", description: "What to show", choices: ["help", "status", "scope"] },
    {
      name: "scope",
      description: "For administrators: sets and the highest label, such as iran up to TLP:GREEN, or reset",
    },
  ],
  parse(line) {
    const [, topic = "", scope = ""] = /^(\S*)\s*(.*)$/su.exec(line) ?? [];
    return { topic, scope };
  },
  runsAnywhere: (invocation, admins) => isScope(invocation.args) && isAdministrator(invocation, admins),
  async run(invocation, context) {
    const { knowledge, commands, prefix, status, digest } = context;
    const { args } = invocation;
    if (isScope(args)) return { reply: await runScope(args.scope ?? "", invocation, context) };
    const shown = { library: knowledge.library, audience: audienceOf(invocation) };
    if (topicOf(args) !== "status") return { reply: helpMessage(commands, prefix, shown) };
    // What only administrators may see is not for a reply that everybody in the channel reads.
    const forAdministrator = shown.audience === "asker" && isAdministrator(invocation, digest.admins);
    return { reply: libraryStatusMessage(status, shown, forAdministrator) };
  },
};

function topicOf({ topic = "" }: Args): string {
  return topic.toLowerCase();
}

/** On Discord the topic need not be chosen where a scope is given. */
function isScope(args: Args): boolean {
  return topicOf(args) === "scope" || (topicOf(args) === "" && (args.scope ?? "") !== "");
}
