// /ibid: help, the status of the loaded reports, and what the channel may see.
import { type Args, audienceOf, type Command } from "#bot/command.ts";
import { helpMessage, libraryStatusMessage } from "#bot/messages/library.ts";
import { isAdministrator, runScope } from "./scope.ts";

export const ibid: Command = {
  name: "ibid",
  description: "What Ibid does, and its commands; status: what is loaded; scope: what this channel may see",
  usage: "[status | scope [set <sets> [up to <label>] | reset]]",
  options: [
    { name: "topic", description: "What to tell", choices: ["help", "status", "scope"] },
    {
      name: "scope",
      description: 'For administrators: "all", or sets, and a label: iran up to TLP:GREEN; or reset',
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
    return { reply: libraryStatusMessage(status, shown, isAdministrator(invocation, digest.admins)) };
  },
};

function topicOf({ topic = "" }: Args): string {
  return topic.toLowerCase();
}

/** On Discord the topic need not be chosen where a scope is given. */
function isScope(args: Args): boolean {
  return topicOf(args) === "scope" || (topicOf(args) === "" && (args.scope ?? "") !== "");
}
