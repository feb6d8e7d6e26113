// Discord's settings, and what to tell the operator when Discord refuses them.
import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  HTTPError,
  RateLimitError,
} from "discord.js";
import { ConfigError } from "#domain/errors.ts";
import { isNetworkError, isUnreadable, waitOf } from "#platforms/discord/failure.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";
import { plural } from "#text/plural.ts";
import { reasonOf } from "./log.ts";

export type Credentials = Readonly<{
  token: string;
  /** Address of the API, without a version and without a slash at the end. */
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
  // The library adds the version. Addresses are often pasted with one.
  return { token, api: DISCORD_API_URL.replace(/(?:\/v\d+)?\/*$/u, ""), guildIds };
}

const BAD_TOKEN =
  'Discord refuses DISCORD_TOKEN. Copy it again from the Bot page of the application (Reset Token); see "Connect Discord" in the README.';

/** Discord refuses the token: trying again is useless. */
export function isBadToken(error: unknown): boolean {
  return (
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    (error instanceof DiscordAPIError && error.status === 401)
  );
}

/** Why a request failed, with the remedy. What is no fault of the settings, Discord or the network comes back as it is: a bug. */
export function configErrorOf(error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  if (isBadToken(error)) return new ConfigError(BAD_TOKEN);
  const reason = reasonOf(error);
  if (error instanceof DiscordAPIError) return new ConfigError(refusalMessage(error, reason));
  if (error instanceof HTTPError)
    return new ConfigError(`Discord itself has failed (${reason}). Wait, and try again.`);
  if (error instanceof RateLimitError)
    return new ConfigError(
      `Discord accepts no more requests for now. Wait ${plural(Math.ceil(waitOf(error)), "second")}, and try again.`,
    );
  if (isUnreadable(error))
    return new ConfigError(
      `Something other than Discord answers at DISCORD_API_URL (${reason}). Check the address.`,
    );
  if (!isNetworkError(error)) return error;
  return new ConfigError(`Discord cannot be reached (${reason}). Check the network and DISCORD_API_URL.`);
}

/** Discord answered and says no. */
function refusalMessage({ status, url }: DiscordAPIError, reason: string): string {
  const { pathname } = new URL(url);
  const refused = `${pathname}: status ${status}, ${reason}`;
  switch (status) {
    case 403:
      return `Discord refuses access (${refused}). Invite the bot with the scope applications.commands, and check DISCORD_GUILD_IDS.`;
    case 404:
      return `Discord knows nothing at this address (${refused}). DISCORD_API_URL must end in /api; the version is added.`;
    default:
      return `Discord refuses a request of Ibid (${refused}). Update Ibid.`;
  }
}

/** Why the gateway closed the connection for good, with the remedy; undefined when Ibid may connect again. */
export function closedError(code: number): ConfigError | undefined {
  const remedy = remedyFor(code);
  return remedy === undefined ? undefined : new ConfigError(remedy);
}

function remedyFor(code: number): string | undefined {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return BAD_TOKEN;
    case GatewayCloseCodes.InvalidIntents:
    case GatewayCloseCodes.DisallowedIntents:
      return `Discord refuses the events that Ibid asks for (${code}). Ibid needs no privileged intent: update it, or check that DISCORD_TOKEN is the token of a bot.`;
    case GatewayCloseCodes.InvalidShard:
    case GatewayCloseCodes.ShardingRequired:
      return `Discord requires sharding for this bot (${code}), because it is in too many servers for one connection. Remove it from servers that do not need it.`;
    case GatewayCloseCodes.InvalidAPIVersion:
      return `Discord no longer supports the gateway version that Ibid uses (${code}). Update Ibid.`;
    default:
      return undefined;
  }
}
