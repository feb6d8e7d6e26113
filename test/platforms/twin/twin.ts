// Starts `discord-digital-twin`, which imitates Discord and knows nothing of Ibid, with two corrections: it listens on the
// loopback interface only, and a message that mentions people says whom.
import { Server } from "node:net";
import { DigitalDiscord, type DigitalDiscordCommandOption, DiscordGateway } from "discord-digital-twin";
import type { Twin } from "./interface.ts";

const ADA = "710000000000000101";
const CHANNEL = "710000000000000102";
const GUILD_TEXT = 0;

export async function openTwin(): Promise<Twin> {
  const discord = new DigitalDiscord({
    botToken: `${Buffer.from("710000000000000103").toString("base64")}.Gabcde.${"x".repeat(38)}`,
    botUser: { id: "710000000000000103", username: "Ibid" },
    users: [{ id: ADA, username: "ada" }],
    channels: [{ id: CHANNEL, name: "reports", type: GUILD_TEXT }],
  });
  nameMentioned(discord);
  await onLoopback(() => discord.start());
  const channel = discord.channel(CHANNEL);
  const ada = channel.user(ADA);
  return {
    url: discord.restUrl,
    token: discord.botToken,
    bot: discord.botUserId,
    async command(name, options = {}) {
      const typed = Object.entries(options).map(
        ([option, value]): DigitalDiscordCommandOption => ({ name: option, type: 3, value }),
      );
      return (await ada.runSlashCommand({ name, options: typed })).id;
    },
    click: async (messageId, customId) => (await ada.clickButton({ messageId, customId })).id,
    say: async (content) => (await ada.sendMessage({ content })).id,
    messages: () => channel.getMessages(),
    callback: (interaction) => channel.getInteractionResponse(interaction),
    commands: () => discord.prisma.applicationCommand.findMany(),
    reactions: () => discord.prisma.reaction.findMany(),
    stop: () => discord.stop(),
  };
}

/** The twin sends every message without its mentions. */
function nameMentioned({ botUserId }: DigitalDiscord): void {
  const bot = {
    id: botUserId,
    username: "Ibid",
    discriminator: "0",
    global_name: null,
    avatar: null,
    bot: true,
  };
  DiscordGateway.prototype.broadcastMessageCreate = function (message, guild_id) {
    const mentions = message.content.includes(`<@${botUserId}>`) ? [bot] : [];
    this.broadcast("MESSAGE_CREATE", { ...message, guild_id, mentions });
  };
}

/** The twin names no address to listen on, and has no setting for one. */
async function onLoopback(start: () => Promise<void>): Promise<void> {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (this: Server, port: number, listening: () => void) {
    return Reflect.apply(listen, this, [port, "127.0.0.1", listening]);
  } as typeof listen;
  try {
    await start();
  } finally {
    Server.prototype.listen = listen;
  }
}
