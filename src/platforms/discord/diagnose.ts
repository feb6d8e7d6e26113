// The doctor's questions to Discord: is the token accepted, and what may the bot do in the servers that it serves?
import {
  PermissionFlagsBits,
  PermissionsBitField,
  type REST,
  RESTEvents,
  type RESTGetAPICurrentUserGuildsResult,
  type RESTGetAPIGatewayBotResult,
  Routes,
} from "discord.js";
import type { CheckResult } from "#domain/diagnostic.ts";
import { ConfigError, messageOf } from "#domain/errors.ts";
import type { Diagnosis } from "#domain/platform.ts";
import { plural } from "#text/plural.ts";
import { type Credentials, configErrorOf } from "./connection/credentials.ts";
import { createRest, idOf } from "./connection/rest.ts";

// Needed to answer, in every channel where the bot is asked. The names are those of Discord's settings.
const NEEDED = {
  "View Channels": PermissionFlagsBits.ViewChannel,
  "Send Messages": PermissionFlagsBits.SendMessages,
  "Send Messages in Threads": PermissionFlagsBits.SendMessagesInThreads,
  "Read Message History": PermissionFlagsBits.ReadMessageHistory,
  "Add Reactions": PermissionFlagsBits.AddReactions,
};
// Discord allows 1,000 connections a day (docs.discord.com/developers/events/gateway). With fewer left than this, a bot
// that keeps restarting is about to be locked out until the next day.
const FEW_CONNECTIONS = 20;
const HOUR = 3_600_000;

/** Asks over REST only, without connecting to the gateway. Never throws. */
export async function diagnose({ token, api, guildIds }: Credentials): Promise<Diagnosis> {
  const rest = createRest(api, token)();
  let date: string | null = null;
  rest.on(RESTEvents.Response, (_, response) => {
    date = response.headers.get("date");
  });
  try {
    const id = idOf(await rest.get(Routes.currentApplication()));
    const gateway = (await rest.get(Routes.gatewayBot())) as RESTGetAPIGatewayBotResult;
    const guilds = (await rest.get(Routes.userGuilds())) as RESTGetAPICurrentUserGuildsResult;
    const served = guildIds.length === 0 ? guilds : guilds.filter((guild) => guildIds.includes(guild.id));
    const commands = await Promise.all(served.map((guild) => checkCommands(rest, id, guild)));
    return {
      results: [
        { ...ABOUT, severity: "ok", message: "DISCORD_TOKEN is accepted; no privileged intent is asked for" },
        ...checkConnectionsLeft(gateway),
        ...checkMembership(guilds, guildIds),
        ...served.map(checkPermissions),
        ...commands.flat(),
      ],
      ...(date === null ? {} : { time: new Date(date) }),
    };
  } catch (error) {
    return { results: [failureResult(error)] };
  }
}

const ABOUT = { about: "discord" } as const;

function failureResult(error: unknown): CheckResult {
  const reason = configErrorOf(error);
  if (reason instanceof ConfigError)
    return { ...ABOUT, severity: "error", message: reason.message, hint: "then run doctor again" };
  const message = `Ibid could not read Discord's answer: ${messageOf(reason)}`;
  return { ...ABOUT, severity: "error", message, hint: "this is a bug in Ibid; please report it" };
}

type Guild = Pick<RESTGetAPICurrentUserGuildsResult[number], "id" | "name" | "permissions">;

function checkConnectionsLeft({ session_start_limit }: RESTGetAPIGatewayBotResult): readonly CheckResult[] {
  const { remaining, reset_after } = session_start_limit;
  if (remaining >= FEW_CONNECTIONS) return [];
  const message = `only ${plural(remaining, "connection")} left for the next ${plural(Math.ceil(reset_after / HOUR), "hour")}`;
  return [{ ...ABOUT, severity: "warning", message, hint: "find out why the process is restarted so often" }];
}

function checkMembership(guilds: readonly Guild[], listed: readonly string[]): readonly CheckResult[] {
  if (guilds.length === 0) {
    const hint = 'invite it; see "Connect Discord" in the README';
    return [{ ...ABOUT, severity: "error", message: "the bot is not in any server", hint }];
  }
  return listed
    .filter((id) => !guilds.some((guild) => guild.id === id))
    .map((id) => {
      const hint = "invite it there, or remove the server from DISCORD_GUILD_IDS";
      return { ...ABOUT, severity: "error", message: `the bot is not in server ${id}`, hint };
    });
}

function checkPermissions({ name, permissions }: Guild): CheckResult {
  const granted = new PermissionsBitField(BigInt(permissions));
  const missing = Object.entries(NEEDED).filter(([, bit]) => !granted.has(bit));
  if (missing.length === 0) return { ...ABOUT, severity: "ok", message: `"${name}": may read and answer` };
  const message = `"${name}": may not ${missing.map(([permission]) => permission).join(", ")}`;
  return { ...ABOUT, severity: "error", message, hint: "give the bot's role this permission in the server" };
}

/** Without the scope applications.commands Discord refuses to list a server's commands. */
async function checkCommands(rest: REST, application: string, guild: Guild): Promise<readonly CheckResult[]> {
  try {
    await rest.get(Routes.applicationGuildCommands(application, guild.id));
    return [];
  } catch (error) {
    const message = `"${guild.name}": ${messageOf(configErrorOf(error))}`;
    const hint = "invite the bot with the scope applications.commands";
    return [{ ...ABOUT, severity: "error", message, hint }];
  }
}
