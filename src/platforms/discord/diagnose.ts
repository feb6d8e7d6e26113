// What the doctor asks Discord: whether the token is taken, and what the bot may do in the servers that it serves.
import {
  PermissionFlagsBits,
  PermissionsBitField,
  REST,
  RESTEvents,
  type RESTGetAPICurrentUserGuildsResult,
  type RESTGetAPIGatewayBotResult,
  Routes,
} from "discord.js";
import type { CheckResult } from "#domain/diagnostic.ts";
import type { Diagnosis } from "#domain/platform.ts";
import { type Credentials, refusal } from "./credentials.ts";

// What answering needs, in every channel where it is asked.
const NEEDED = {
  "View Channels": PermissionFlagsBits.ViewChannel,
  "Send Messages": PermissionFlagsBits.SendMessages,
  "Send Messages in Threads": PermissionFlagsBits.SendMessagesInThreads,
  "Read Message History": PermissionFlagsBits.ReadMessageHistory,
  "Add Reactions": PermissionFlagsBits.AddReactions,
};
const TIMEOUT = 10_000;
// A connection costs one; a bot that starts over and over runs out and has to wait for a day.
const FEW_STARTS = 20;

export async function diagnose({ token, api, guildIds }: Credentials): Promise<Diagnosis> {
  const rest = new REST({ api, retries: 0, timeout: TIMEOUT }).setToken(token);
  let date: string | null = null;
  rest.on(RESTEvents.Response, (_, response) => {
    date = response.headers.get("date");
  });
  try {
    const { id } = (await rest.get(Routes.currentApplication())) as { id: string };
    const gateway = (await rest.get(Routes.gatewayBot())) as RESTGetAPIGatewayBotResult;
    const guilds = (await rest.get(Routes.userGuilds())) as RESTGetAPICurrentUserGuildsResult;
    const platforms = guildIds.length === 0 ? guilds : guilds.filter((guild) => guildIds.includes(guild.id));
    const commands = await Promise.all(platforms.map((guild) => commandsFinding(rest, id, guild)));
    return {
      results: [
        { ...ABOUT, severity: "ok", message: "DISCORD_TOKEN is taken; no privileged intent is asked for" },
        ...startsFindings(gateway),
        ...missingGuilds(guilds, guildIds),
        ...platforms.map(permissionFinding),
        ...commands.flat(),
      ],
      ...(date === null ? {} : { time: new Date(date) }),
    };
  } catch (error) {
    const { message } = refusal(error);
    return { results: [{ ...ABOUT, severity: "error", message: message, hint: "do that, and ask again" }] };
  }
}

const ABOUT = { about: "discord" } as const;

type Guild = Pick<RESTGetAPICurrentUserGuildsResult[number], "id" | "name" | "permissions">;

function startsFindings({ session_start_limit }: RESTGetAPIGatewayBotResult): readonly CheckResult[] {
  const { remaining, reset_after } = session_start_limit;
  if (remaining >= FEW_STARTS) return [];
  const hours = Math.ceil(reset_after / 3_600_000);
  const what = `only ${remaining} connections are left for ${hours} hours`;
  return [{ ...ABOUT, severity: "warning", message: what, hint: "find out why it starts so often" }];
}

function missingGuilds(guilds: readonly Guild[], listed: readonly string[]): readonly CheckResult[] {
  if (guilds.length === 0)
    return [
      {
        ...ABOUT,
        severity: "error",
        message: "the bot is in no server",
        hint: "invite it; the README tells how",
      },
    ];
  return listed
    .filter((id) => !guilds.some((guild) => guild.id === id))
    .map((id) => {
      const hint = "invite it there, or take the server off DISCORD_GUILD_IDS";
      return { ...ABOUT, severity: "error", message: `the bot is not in server ${id}`, hint };
    });
}

function permissionFinding({ name, permissions }: Guild): CheckResult {
  const has = new PermissionsBitField(BigInt(permissions));
  const missing = Object.entries(NEEDED).filter(([, bit]) => !has.has(bit));
  if (missing.length === 0) return { ...ABOUT, severity: "ok", message: `"${name}": may read and answer` };
  const what = `"${name}": may not ${missing.map(([permission]) => permission).join(", ")}`;
  return { ...ABOUT, severity: "error", message: what, hint: "grant that to the bot's role in the server" };
}

/** Without the scope applications.commands Discord refuses to tell them. */
async function commandsFinding(
  rest: REST,
  application: string,
  guild: Guild,
): Promise<readonly CheckResult[]> {
  try {
    await rest.get(Routes.applicationGuildCommands(application, guild.id));
    return [];
  } catch (error) {
    const what = `"${guild.name}": ${refusal(error).message}`;
    return [
      {
        ...ABOUT,
        severity: "error",
        message: what,
        hint: "invite the bot with the scope applications.commands",
      },
    ];
  }
}
