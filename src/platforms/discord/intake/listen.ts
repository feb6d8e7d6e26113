// Receives everything that Discord delivers: each event is stored and acknowledged, then answered where it was asked.
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
import type { Bot, Platform } from "#domain/platform.ts";
import { reasonOf } from "#platforms/discord/connection/log.ts";
import { LIMITS } from "#platforms/discord/limits.ts";
import { renderMessage } from "#platforms/discord/render.ts";
import { acknowledge, addressOfInteraction, addressOfMessage } from "#platforms/discord/reply.ts";
import type { InFlight } from "#platforms/shared/in-flight.ts";
import { truncate } from "#text/truncate.ts";
import type { Guilds } from "./guilds.ts";
import { readInteraction, readMessage, readOrigin } from "./invocation.ts";

type ListenDeps = Readonly<{
  bot: Bot;
  commands: readonly Command[];
  /** IBID_COMMAND_PREFIX. */
  prefix: string;
  guilds: Guilds;
  inFlight: InFlight;
  sender: Platform["sender"];
  log: Log;
}>;

export function listen(client: Client, deps: ListenDeps): void {
  const { inFlight, log } = deps;
  // Errors before there is an invocation; after that the bot handles its own.
  const run = (work: Promise<void>, channel: string | null) =>
    inFlight
      .run(work)
      .catch((error) =>
        log.error("answer.lost", { platform: "discord", channel: channel ?? "", error: reasonOf(error) }),
      );
  client.on(Events.InteractionCreate, (interaction) =>
    run(onInteraction(interaction, deps), interaction.channelId),
  );
  client.on(Events.MessageCreate, (message) => run(onMessage(message, deps), message.channelId));
}

async function onInteraction(interaction: Interaction, deps: ListenDeps): Promise<void> {
  const { bot, commands, prefix, guilds, sender, log } = deps;
  const { guildId, user } = interaction;
  const isServed = await guilds.serves(guildId, user.id);
  if (interaction.isAutocomplete()) return isServed ? suggest(interaction, bot) : interaction.respond([]);
  if (!isServed && !guilds.isFirstRefusal(guildId ?? user.id)) return;
  const isButton = interaction.isButton();
  if (!isButton && !interaction.isChatInputCommand() && !interaction.isMessageContextMenuCommand()) return;
  if (!isServed) {
    await acknowledge(interaction, log);
    await (isButton
      ? interaction.followUp({ ...notServed(), flags: PRIVATE })
      : interaction.editReply(notServed()));
    return;
  }
  const invocation = readInteraction(interaction, { prefix, commands });
  if (invocation === undefined) return acknowledge(interaction, log);
  const address = addressOfInteraction(interaction);
  await bot.respond({
    invocation,
    address,
    acknowledge: () => acknowledge(interaction, log),
    refuse: (reply) => interaction.reply({ ...renderMessage(reply), flags: PRIVATE }),
    send: sender(invocation, address),
  });
}

const PRIVATE = [MessageFlags.IsComponentsV2, MessageFlags.Ephemeral] as const;

function notServed() {
  return renderMessage(elsewhereMessage());
}

async function suggest(interaction: AutocompleteInteraction, bot: Bot): Promise<void> {
  // Discord.js calls it a string; it is a number where the command that was registered has a numeric option.
  const suggestions = await bot.suggestReports(
    String(interaction.options.getFocused()),
    readOrigin(interaction),
  );
  await interaction.respond(
    suggestions
      .filter(({ id }) => id.length <= LIMITS.choiceValue)
      .slice(0, LIMITS.choices)
      .map(({ title, id }) => ({ name: truncate(title, LIMITS.choiceName), value: id })),
  );
}

async function onMessage(message: DiscordMessage, deps: ListenDeps): Promise<void> {
  const { bot, commands, guilds, sender } = deps;
  const [ask] = commands;
  const invocation = ask && readMessage(message, ask);
  if (invocation === undefined) return;
  if (await guilds.serves(message.guildId, message.author.id)) {
    const address = addressOfMessage(message);
    // The gateway expects no acknowledgement of a message.
    const acknowledgeMessage = async () => undefined;
    const send = sender(invocation, address);
    await bot.respond({ invocation, address, acknowledge: acknowledgeMessage, send });
  } else if (guilds.isFirstRefusal(message.guildId ?? message.author.id)) await message.reply(notServed());
}
