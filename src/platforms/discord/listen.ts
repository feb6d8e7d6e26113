// What Discord sends in: acknowledged first, always; then answered where it was asked.
import {
  type AutocompleteInteraction,
  type Client,
  type Message as DiscordMessage,
  Events,
  type Interaction,
  MessageFlags,
  type REST,
} from "discord.js";
import { clip } from "#bot/clip.ts";
import type { Command } from "#bot/command.ts";
import type { InFlight } from "#bot/in-flight.ts";
import { wordElsewhere } from "#bot/replies/failure.ts";
import type { Log } from "#domain/log.ts";
import type { Bot } from "#domain/platform.ts";
import type { Guilds } from "./guilds.ts";
import { readButton, readMenu, readMessage, readSlashCommand } from "./invocation.ts";
import { LIMITS } from "./limits.ts";
import { reasonOf } from "./log.ts";
import { renderMessage } from "./render.ts";
import { acknowledge, answerButton, answerCommand, answerMessage } from "./reply.ts";

export type Listening = Readonly<{
  bot: Bot;
  commands: readonly Command[];
  prefix: string;
  guilds: Guilds;
  inFlight: InFlight;
  once: REST;
  log: Log;
}>;

export function listen(client: Client, listening: Listening): void {
  const { inFlight, log } = listening;
  // The last boundary: an answer that could be neither sent nor apologised for is in the log.
  const keep = (work: Promise<void>, channel: string | null) =>
    inFlight
      .run(work)
      .catch((error) =>
        log("answer lost", { platform: "discord", channel: channel ?? "", error: reasonOf(error) }),
      );
  client.on(Events.InteractionCreate, (interaction) =>
    keep(onInteraction(interaction, listening), interaction.channelId),
  );
  client.on(Events.MessageCreate, (message) => keep(onMessage(message, listening), message.channelId));
}

async function onInteraction(interaction: Interaction, listening: Listening): Promise<void> {
  const { bot, commands, prefix, guilds, once } = listening;
  const { guildId, user } = interaction;
  const served = await guilds.serves(guildId, user.id);
  if (interaction.isAutocomplete()) return served ? suggest(interaction, bot) : interaction.respond([]);
  if (!served && !guilds.isFirstRefusal(guildId ?? user.id)) return;
  if (interaction.isButton()) {
    await acknowledge(interaction);
    const invocation = readButton(interaction);
    if (served && invocation !== undefined) await answerButton(interaction, invocation, { bot, once });
    if (!served) await interaction.followUp({ ...elsewhere(), flags: PRIVATE });
    return;
  }
  if (!interaction.isChatInputCommand() && !interaction.isMessageContextMenuCommand()) return;
  await acknowledge(interaction);
  const invocation = interaction.isChatInputCommand()
    ? readSlashCommand(interaction, prefix)
    : readMenu(interaction, commands);
  if (served) await answerCommand(interaction, invocation, { bot, once });
  else await interaction.editReply(elsewhere());
}

const PRIVATE = [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] as const;

function elsewhere() {
  return renderMessage(wordElsewhere());
}

async function suggest(interaction: AutocompleteInteraction, bot: Bot): Promise<void> {
  const fitting = bot.suggestReports(interaction.options.getFocused());
  await interaction.respond(
    fitting
      .filter(({ id }) => id.length <= LIMITS.choiceValue)
      .slice(0, LIMITS.choices)
      .map(({ title, id }) => ({ name: clip(title, LIMITS.choiceName), value: id })),
  );
}

async function onMessage(message: DiscordMessage, listening: Listening): Promise<void> {
  const { bot, commands, guilds, log } = listening;
  const [ask] = commands;
  const invocation = ask && readMessage(message, ask);
  if (invocation === undefined) return;
  if (await guilds.serves(message.guildId, message.author.id))
    return answerMessage(message, invocation, { bot, log });
  if (guilds.isFirstRefusal(message.guildId ?? message.author.id)) await message.reply(elsewhere());
}
