// What Discord sends in: written down and acknowledged first, then answered where it was asked.
import {
  type AutocompleteInteraction,
  type Client,
  type Message as DiscordMessage,
  Events,
  type Interaction,
  MessageFlags,
} from "discord.js";
import type { Command } from "#bot/command.ts";
import { elsewhereMessage } from "#bot/messages/failure.ts";
import type { Log } from "#domain/log.ts";
import type { Message } from "#domain/message.ts";
import type { Bot, Platform } from "#domain/platform.ts";
import type { InFlight } from "#platforms/shared/in-flight.ts";
import { truncate } from "#text/truncate.ts";
import type { Guilds } from "./guilds.ts";
import { type CommandInteraction, readInteraction, readMessage } from "./invocation.ts";
import { LIMITS } from "./limits.ts";
import { reasonOf } from "./log.ts";
import { renderMessage } from "./render.ts";
import { acknowledge, addressOfInteraction, addressOfMessage } from "./reply.ts";

export type Listening = Readonly<{
  bot: Bot;
  commands: readonly Command[];
  prefix: string;
  guilds: Guilds;
  inFlight: InFlight;
  sender: Platform["sender"];
  log: Log;
}>;

export function listen(client: Client, listening: Listening): void {
  const { inFlight, log } = listening;
  // What goes wrong before there is a question to answer.
  const keep = (work: Promise<void>, channel: string | null) =>
    inFlight
      .run(work)
      .catch((error) =>
        log.error("answer.lost", { platform: "discord", channel: channel ?? "", error: reasonOf(error) }),
      );
  client.on(Events.InteractionCreate, (interaction) =>
    keep(onInteraction(interaction, listening), interaction.channelId),
  );
  client.on(Events.MessageCreate, (message) => keep(onMessage(message, listening), message.channelId));
}

async function onInteraction(interaction: Interaction, listening: Listening): Promise<void> {
  const { bot, commands, prefix, guilds, sender } = listening;
  const { guildId, user } = interaction;
  const platforms = await guilds.serves(guildId, user.id);
  if (interaction.isAutocomplete()) return platforms ? suggest(interaction, bot) : interaction.respond([]);
  if (!platforms && !guilds.isFirstRefusal(guildId ?? user.id)) return;
  const isButton = interaction.isButton();
  if (!isButton && !interaction.isChatInputCommand() && !interaction.isMessageContextMenuCommand()) return;
  const acknowledging = () => acknowledge(interaction);
  if (!platforms) {
    await acknowledging();
    await (isButton
      ? interaction.followUp({ ...elsewhere(), flags: PRIVATE })
      : interaction.editReply(elsewhere()));
    return;
  }
  const invocation = readInteraction(interaction, { prefix, commands });
  if (invocation === undefined) return acknowledging();
  const address = addressOfInteraction(interaction);
  const send = sender(invocation, address);
  const way = { acknowledge: acknowledging, ...(isButton ? {} : { refuse: refusing(interaction) }) };
  await bot.respond({ invocation, address, ...way, send });
}

function refusing(interaction: CommandInteraction) {
  return (reply: Message) => interaction.reply({ ...renderMessage(reply), flags: PRIVATE });
}

const PRIVATE = [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] as const;

function elsewhere() {
  return renderMessage(elsewhereMessage());
}

async function suggest(interaction: AutocompleteInteraction, bot: Bot): Promise<void> {
  const fitting = bot.suggestReports(interaction.options.getFocused());
  await interaction.respond(
    fitting
      .filter(({ id }) => id.length <= LIMITS.choiceValue)
      .slice(0, LIMITS.choices)
      .map(({ title, id }) => ({ name: truncate(title, LIMITS.choiceName), value: id })),
  );
}

async function onMessage(message: DiscordMessage, listening: Listening): Promise<void> {
  const { bot, commands, guilds, sender } = listening;
  const [ask] = commands;
  const invocation = ask && readMessage(message, ask);
  if (invocation === undefined) return;
  if (await guilds.serves(message.guildId, message.author.id)) {
    const address = addressOfMessage(message);
    // The gateway asks for no acknowledgement of a message.
    const acknowledge = async () => undefined;
    await bot.respond({ invocation, address, acknowledge, send: sender(invocation, address) });
  } else if (guilds.isFirstRefusal(message.guildId ?? message.author.id)) await message.reply(elsewhere());
}
