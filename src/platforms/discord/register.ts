// The command table as Discord's application commands, written only where it differs from what is registered.
import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  REST,
  type RESTGetAPIApplicationCommandsResult,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from "discord.js";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import { ConfigError } from "#domain/errors.ts";
import { type Credentials, parseDigestSettings, refusal } from "./credentials.ts";

type Settings = Readonly<Record<string, string | undefined>>;
type Registered = RESTPostAPIApplicationCommandsJSONBody;

/** Registers for the servers of DISCORD_GUILD_IDS, else everywhere. Returns what changed, one line a command. */
export async function register(settings: Settings): Promise<readonly string[]> {
  const credentials = parseDigestSettings(settings);
  if (credentials === undefined) throw new ConfigError("Set DISCORD_TOKEN to register the commands.");
  try {
    return await write(credentials, settings.IBID_COMMAND_PREFIX ?? "");
  } catch (error) {
    throw refusal(error);
  }
}

async function write({ token, api, guildIds }: Credentials, prefix: string): Promise<readonly string[]> {
  const rest = new REST({ api }).setToken(token);
  const { id } = (await rest.get(Routes.currentApplication())) as { id: string };
  const wanted = describeCommands(commandTable, prefix);
  const everywhere = { name: "everywhere", route: Routes.applicationCommands(id) };
  if (guildIds.length === 0) return replace(rest, everywhere, wanted.map(forEverywhere));
  const lines: string[] = [];
  for (const guild of guildIds) {
    const place = { name: `server ${guild}`, route: Routes.applicationGuildCommands(id, guild) };
    lines.push(...(await replace(rest, place, wanted)));
  }
  // What is registered everywhere too would stand in the menus twice.
  return [...lines, ...(await replace(rest, everywhere, []))];
}

/** Slash commands and message menus of the table. */
export function describeCommands(commands: readonly Command[], prefix: string): readonly Registered[] {
  const slash = commands.filter(({ button }) => button !== true).map((command) => describe(command, prefix));
  const menus = commands.flatMap(({ shortcut }) =>
    shortcut === undefined ? [] : [{ type: ApplicationCommandType.Message, name: shortcut } as const],
  );
  return [...slash, ...menus];
}

function describe({ name, description, options }: Command, prefix: string): Registered {
  // Discord wants the options that must be given before the others.
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

/** In the servers that install the bot and in direct conversations with it; no one carries it elsewhere. */
function forEverywhere(command: Registered): Registered {
  return {
    ...command,
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  };
}

type Place = Readonly<{ name: string; route: ReturnType<typeof Routes.applicationCommands> }>;

async function replace(
  rest: REST,
  { name, route }: Place,
  wanted: readonly Registered[],
): Promise<readonly string[]> {
  const present = (await rest.get(route)) as RESTGetAPIApplicationCommandsResult;
  const changes = compare(wanted, present as Registered[]);
  if (changes.length > 0) await rest.put(route, { body: wanted });
  return changes.map((change) => `${name}: ${change}`);
}

/** `+ /ask`, `~ /cite`, `- /old`: what writing `wanted` over `present` adds, changes and takes away. */
function compare(wanted: readonly Registered[], present: readonly Registered[]): readonly string[] {
  const before = new Map(present.map((command) => [labelOf(command), command]));
  const after = new Map(wanted.map((command) => [labelOf(command), command]));
  return [
    ...[...after.keys()].filter((label) => !before.has(label)).map((label) => `+ ${label}`),
    ...[...after].flatMap(([label, command]) => {
      const old = before.get(label);
      return old === undefined || sameShape(command, old) ? [] : [`~ ${label}`];
    }),
    ...[...before.keys()].filter((label) => !after.has(label)).map((label) => `- ${label}`),
  ];
}

function labelOf({ type = ApplicationCommandType.ChatInput, name }: Registered): string {
  return type === ApplicationCommandType.ChatInput ? `/${name}` : `menu "${name}"`;
}

/** Compares only what we write: Discord adds fields of its own and leaves out what is false or empty. */
function sameShape(wanted: unknown, present: unknown): boolean {
  if (Array.isArray(wanted)) {
    const other = Array.isArray(present) ? present : [];
    return wanted.length === other.length && wanted.every((item, at) => sameShape(item, other[at]));
  }
  if (typeof wanted !== "object" || wanted === null) return wanted === (present ?? false);
  const other = (present ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([key, value]) => sameShape(value, other[key]));
}
