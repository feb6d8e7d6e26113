// Discord's settings, and what to tell the operator when Discord refuses them.
import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from "discord.js";
import { ConfigError } from "#domain/errors.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";
import { reasonOf } from "./log.ts";

export type Credentials = Readonly<{
  token: string;
  /** Address of the API, without a slash at the end. */
  api: string;
  /** The servers to serve; when empty, all that the bot is in. */
  guildIds: readonly string[];
}>;

/** Undefined when Discord is not configured. */
export function parseCredentials(settings: PlatformSettings): Credentials | undefined {
  const {
    DISCORD_TOKEN: token,
    DISCORD_API_URL = "https://discord.com/api",
    DISCORD_GUILD_IDS = "",
  } = settings;
  if (token === undefined) return undefined;
  const guildIds = DISCORD_GUILD_IDS.split(/[\s,]+/u).filter((id) => id !== "");
  return { token, api: DISCORD_API_URL.replace(/\/+$/u, ""), guildIds };
}

const BAD_TOKEN =
  "Discord refuses DISCORD_TOKEN. Copy it again (Bot page of the application, Reset Token); the README tells where.";

/** Why a request failed, in one sentence with the remedy. */
export function configErrorOf(error: unknown): ConfigError {
  const badToken =
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    (error instanceof DiscordAPIError && error.status === 401);
  if (badToken) return new ConfigError(BAD_TOKEN);
  if (error instanceof DiscordAPIError && error.status === 403)
    return new ConfigError(
      `Discord refuses access (${reasonOf(error)}). Invite the bot with the scope applications.commands, and check DISCORD_GUILD_IDS.`,
    );
  return new ConfigError(
    `Discord cannot be reached (${reasonOf(error)}). Check the network and DISCORD_API_URL.`,
  );
}

/** Why the gateway closed the connection for good, with the remedy. `code`: the close code of the WebSocket. */
export function closedError(code: number): ConfigError {
  return new ConfigError(remedyFor(code) ?? `Discord closed the connection for good (${code}).`);
}

function remedyFor(code: number): string | undefined {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return BAD_TOKEN;
    case GatewayCloseCodes.InvalidIntents:
    case GatewayCloseCodes.DisallowedIntents:
      return `Discord refuses the events that Ibid asks for (${code}). It needs no privileged intent: update Ibid, or check that DISCORD_TOKEN is a bot's.`;
    case GatewayCloseCodes.InvalidShard:
    case GatewayCloseCodes.ShardingRequired:
      return `Discord wants this bot to be split up (${code}): it is in too many servers for one process. Remove it from servers that it need not serve.`;
    case GatewayCloseCodes.InvalidAPIVersion:
      return `Discord no longer speaks this version of its gateway (${code}). Update Ibid.`;
    default:
      return undefined;
  }
}
