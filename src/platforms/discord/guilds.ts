// Which servers are served: all, or those on the operator's list. Direct messages are answered for their members only.
import { type Client, DiscordAPIError, RESTJSONErrorCodes } from "discord.js";

export type Guilds = Readonly<{
  serves(guildId: string | null, userId: string): Promise<boolean>;
  /** True on the first call for a server or person that is not served: it gets one notice, then no more replies. */
  isFirstRefusal(id: string): boolean;
}>;

/** `listed`: server ids; when empty, every server that the bot is in is served. */
export function createGuilds(listed: readonly string[], client: Client): Guilds {
  const refused = new Set<string>();
  // Members are in the library's cache after their first question; a stranger costs one request for each server.
  const isMember = async (guildId: string, userId: string) =>
    (await client.guilds.cache.get(guildId)?.members.fetch(userId).catch(unlessStranger)) !== undefined;
  return {
    async serves(guildId, userId) {
      if (listed.length === 0) return true;
      if (guildId !== null) return listed.includes(guildId);
      const memberships = await Promise.all(listed.map((id) => isMember(id, userId)));
      return memberships.includes(true);
    },
    isFirstRefusal(id) {
      if (refused.has(id)) return false;
      refused.add(id);
      return true;
    },
  };
}

function unlessStranger(error: unknown): undefined {
  if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMember) return undefined;
  throw error;
}
