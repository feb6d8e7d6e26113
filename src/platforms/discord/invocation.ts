// Discord's events become invocations. Undefined for what is none of ours: other bots, role and everyone mentions, system messages.
import {
  type BaseInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Message,
  type MessageContextMenuCommandInteraction,
  MessageType,
  PermissionFlagsBits,
  type PermissionsBitField,
} from "discord.js";
import { type Command, parseArgs } from "#bot/command.ts";
import type { Invocation } from "#domain/platform.ts";
import { decodeAction } from "#platforms/shared/action.ts";
import { unescapeText } from "./escape.ts";

const PLATFORM = "discord";

export type CommandInteraction = ChatInputCommandInteraction | MessageContextMenuCommandInteraction;
/** What somebody waits for an answer to. */
export type Interaction = CommandInteraction | ButtonInteraction;
type Known = Readonly<{ prefix: string; commands: readonly Command[] }>;

/** Undefined for a button of an older version that says nothing any more. */
export function readInteraction(
  interaction: Interaction,
  { prefix, commands }: Known,
): Invocation | undefined {
  if (interaction.isButton()) return readButton(interaction);
  if (interaction.isChatInputCommand()) return readSlashCommand(interaction, prefix);
  return readMenu(interaction, commands);
}

/** Options come typed; one that a stale registration no longer knows stays with the command to refuse. */
function readSlashCommand(interaction: ChatInputCommandInteraction, prefix: string): Invocation {
  const given = interaction.options.data.map(({ name, value }) => [name, String(value ?? "")] as const);
  return {
    ...readOrigin(interaction),
    command: interaction.commandName.slice(prefix.length),
    args: Object.fromEntries(given),
    via: "command",
  };
}

/** The message's text as the first option of the command whose shortcut this is. */
function readMenu(
  interaction: MessageContextMenuCommandInteraction,
  commands: readonly Command[],
): Invocation {
  const { commandName, targetMessage } = interaction;
  const { name, options } = commands.find(({ shortcut }) => shortcut === commandName) ?? {
    name: commandName,
    options: [],
  };
  const args = Object.fromEntries(
    options.slice(0, 1).map((first) => [first.name, unescapeText(targetMessage.content)]),
  );
  return { ...readOrigin(interaction), command: name, args, via: "shortcut" };
}

function readButton(interaction: ButtonInteraction): Invocation | undefined {
  const action = decodeAction(interaction.customId);
  return action && { ...readOrigin(interaction), ...action, via: "button" };
}

function readOrigin(interaction: BaseInteraction) {
  const { id, user, channelId, guildId, memberPermissions } = interaction;
  const name = interaction.inCachedGuild() ? interaction.member.displayName : user.displayName;
  return {
    platform: PLATFORM,
    keys: [`interaction:${id}`],
    asker: { id: user.id, name, mayManage: guildId === null || mayManage(memberPermissions) },
    channel: { id: channelId ?? "", kind: guildId === null ? ("direct" as const) : ("channel" as const) },
  };
}

/** What a message asks when it mentions the bot by name or stands in a direct conversation. */
export function readMessage(message: Message, ask: Command): Invocation | undefined {
  const { author, guildId, client } = message;
  const written = message.type === MessageType.Default || message.type === MessageType.Reply;
  if (author.bot || message.webhookId !== null || !written) return undefined;
  // Neither @everyone, nor a role of the bot's, nor the ping of a plain reply to it is a question.
  const named = message.mentions.has(client.user, {
    ignoreEveryone: true,
    ignoreRoles: true,
    ignoreRepliedUser: true,
  });
  if (guildId !== null && !named) return undefined;
  const permissions = message.inGuild() ? message.member?.permissionsIn(message.channel) : undefined;
  return {
    platform: PLATFORM,
    keys: [`message:${message.id}`],
    command: ask.name,
    args: parseArgs(ask, questionOf(message)),
    asker: {
      id: author.id,
      name: message.member?.displayName ?? author.displayName,
      mayManage: guildId === null || mayManage(permissions ?? null),
    },
    channel: { id: message.channelId, kind: guildId === null ? "direct" : "channel" },
    via: guildId === null ? "direct" : "mention",
  };
}

/** The message's own words; without any, those of the message that it replies to, where Discord delivers them. */
function questionOf({ content, reference, channel }: Message): string {
  const own = unescapeText(content);
  if (own !== "") return own;
  const repliedTo = channel.messages.cache.get(reference?.messageId ?? "");
  return unescapeText(repliedTo?.content ?? "");
}

/** Discord's own measure of who decides what a channel gets. */
function mayManage(permissions: Readonly<PermissionsBitField> | null): boolean {
  return permissions?.any([PermissionFlagsBits.ManageGuild, PermissionFlagsBits.ManageChannels]) ?? false;
}
