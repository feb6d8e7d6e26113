// Turns Discord's events into invocations. Undefined for messages that are not ours to answer: other bots', system
// messages, mentions of a role or of everyone.
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
import { unescapeText } from "#platforms/discord/escape.ts";
import { decodeAction } from "#platforms/shared/action.ts";
import { textOf } from "./message-text.ts";

const PLATFORM = "discord";

type CommandInteraction = ChatInputCommandInteraction | MessageContextMenuCommandInteraction;
/** The interactions that are answered with a message. */
export type Interaction = CommandInteraction | ButtonInteraction;
type Commands = Readonly<{ prefix: string; commands: readonly Command[] }>;

/** Undefined for a button whose value cannot be decoded, such as one of an older version. */
export function readInteraction(
  interaction: Interaction,
  { prefix, commands }: Commands,
): Invocation | undefined {
  if (interaction.isButton()) return readButton(interaction);
  if (interaction.isChatInputCommand()) return readSlashCommand(interaction, prefix);
  return readMenu(interaction, commands);
}

/** Discord has already parsed the options. One that the command no longer has is passed on: the command refuses it. */
function readSlashCommand(interaction: ChatInputCommandInteraction, prefix: string): Invocation {
  const given = interaction.options.data.map(({ name, value }) => [name, String(value ?? "")] as const);
  return {
    ...readOrigin(interaction),
    command: interaction.commandName.slice(prefix.length),
    args: Object.fromEntries(given),
    via: "command",
  };
}

/** The text of the message becomes the first option, unparsed, of the command that has this shortcut. */
function readMenu(
  interaction: MessageContextMenuCommandInteraction,
  commands: readonly Command[],
): Invocation {
  const { commandName, targetMessage } = interaction;
  const { name, options } = commands.find(({ shortcut }) => shortcut === commandName) ?? {
    name: commandName,
    options: [],
  };
  const args = Object.fromEntries(options.slice(0, 1).map((first) => [first.name, textOf(targetMessage)]));
  return { ...readOrigin(interaction), command: name, args, via: "shortcut" };
}

function readButton(interaction: ButtonInteraction): Invocation | undefined {
  const action = decodeAction(interaction.customId);
  return action && { ...readOrigin(interaction), ...action, message: interaction.message.id, via: "button" };
}

/** Who used something, and where. */
export function readOrigin(interaction: BaseInteraction) {
  const { id, user, channelId, guildId, memberPermissions } = interaction;
  const name = interaction.inCachedGuild() ? interaction.member.displayName : user.displayName;
  return {
    platform: PLATFORM,
    keys: [`interaction:${id}`],
    asker: { id: user.id, name, ...permissionsIn(guildId, memberPermissions) },
    channel: { id: channelId ?? "", kind: guildId === null ? ("direct" as const) : ("channel" as const) },
  };
}

/** The question of a message that mentions the bot by name or is a direct message to it. */
export function readMessage(message: Message, ask: Command): Invocation | undefined {
  const { author, guildId, client } = message;
  const isWritten = message.type === MessageType.Default || message.type === MessageType.Reply;
  if (author.bot || message.webhookId !== null || !isWritten) return undefined;
  // A mention of @everyone or of the bot's role, or the ping of a plain reply to the bot, is not a question.
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
      ...permissionsIn(guildId, permissions ?? null),
    },
    channel: { id: message.channelId, kind: guildId === null ? "direct" : "channel" },
    via: guildId === null ? "direct" : "mention",
  };
}

/** The text of the message or, when it has none, of the message that it forwards or replies to, if Discord delivered that. */
function questionOf({ content, reference, channel, messageSnapshots }: Message): string {
  const own = [unescapeText(content), ...messageSnapshots.map(textOf)].find((text) => text !== "");
  const repliedTo = channel.messages.cache.get(reference?.messageId ?? "");
  return own ?? unescapeText(repliedTo?.content ?? "");
}

/** As far as Discord lets a person configure the channel and the server. `guildId`: null in a direct conversation. */
function permissionsIn(guildId: string | null, permissions: Readonly<PermissionsBitField> | null) {
  const { ManageGuild, ManageChannels } = PermissionFlagsBits;
  return {
    mayManage: guildId === null || (permissions?.any([ManageGuild, ManageChannels]) ?? false),
    ...(guildId !== null && permissions?.has(ManageGuild) === true ? { mayAdminister: true } : {}),
  };
}
