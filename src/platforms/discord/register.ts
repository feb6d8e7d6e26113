// Registers the command table with Discord. Writing the same list twice changes nothing, so nothing is compared.
import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from "discord.js";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import { ConfigError } from "#domain/errors.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";
import { type Credentials, configErrorOf, parseCredentials } from "./connection/credentials.ts";
import { createRest, idOf } from "./connection/rest.ts";

type CommandDescription = RESTPostAPIApplicationCommandsJSONBody;

/**
 * Registers for the servers of DISCORD_GUILD_IDS, otherwise everywhere. Returns one line for each place with the number
 * of its commands. Throws ConfigError with the remedy, other errors when Ibid itself failed.
 */
export async function register(settings: PlatformSettings): Promise<readonly string[]> {
  const credentials = parseCredentials(settings);
  if (credentials === undefined) throw new ConfigError("Set DISCORD_TOKEN to register the commands.");
  try {
    return await write(credentials, settings.IBID_COMMAND_PREFIX ?? "");
  } catch (error) {
    throw configErrorOf(error);
  }
}

async function write({ token, api, guildIds }: Credentials, prefix: string): Promise<readonly string[]> {
  const rest = createRest(api, token)();
  const id = idOf(await rest.get(Routes.currentApplication()));
  const commands = describeCommands(commandTable, prefix);
  const global = guildIds.length === 0 ? commands.map(withGlobalScope) : [];
  for (const guild of guildIds)
    await rest.put(Routes.applicationGuildCommands(id, guild), { body: commands });
  // For named servers the global list is emptied: commands registered in both would appear twice.
  await rest.put(Routes.applicationCommands(id), { body: global });
  return [
    ...guildIds.map((guild) => `server ${guild}: ${commands.length} commands`),
    `everywhere: ${global.length} commands`,
  ];
}

/** Slash commands and message menus of the table. */
export function describeCommands(
  commands: readonly Command[],
  prefix: string,
): readonly CommandDescription[] {
  const slash = commands.filter(({ button }) => button !== true).map((command) => describe(command, prefix));
  const menus = commands.flatMap(({ shortcut }) =>
    shortcut === undefined ? [] : [{ type: ApplicationCommandType.Message, name: shortcut } as const],
  );
  return [...slash, ...menus];
}

function describe({ name, description, options }: Command, prefix: string): CommandDescription {
  // Discord wants required options first.
  const ordered = options.toSorted((one, other) => Number(other.required ?? 0) - Number(one.required ?? 0));
  return {
    type: ApplicationCommandType.ChatInput,
    name: prefix + name,
    description,
    options: ordered.map(describeOption),
  };
}

function describeOption({
  name,
  description,
  required,
  suggest,
  choices,
}: Command["options"][number]): APIApplicationCommandOption {
  const option = {
    type: ApplicationCommandOptionType.String,
    name,
    description,
    required: required ?? false,
  } as const;
  if (suggest !== undefined) return { ...option, autocomplete: true };
  if (choices === undefined) return option;
  return { ...option, choices: choices.map((choice) => ({ name: choice, value: choice })) };
}

/** Available in servers that installed the bot and in direct messages to it; nobody can take it to other servers. */
function withGlobalScope(command: CommandDescription): CommandDescription {
  return {
    ...command,
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  };
}
