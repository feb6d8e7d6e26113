// Which servers are served: all, or those on the list. Whoever writes directly must be a member of one of them.
import { type Client, DiscordAPIError, RESTJSONErrorCodes } from "discord.js";

export type Guilds = Readonly<{
  serves(guildId: string | null, userId: string): Promise<boolean>;
  /** True once for a place that is not served: it is told so, and nothing more. */
  isFirstRefusal(place: string): boolean;
}>;

/** `listed`: server ids; none serves every server that the bot is in. */
export function createGuilds(listed: readonly string[], client: Client): Guilds {
  const refused = new Set<string>();
  // Members come from the library's cache after their first question; a stranger costs a request a server.
  const isMember = async (guildId: string, userId: string) =>
    (await client.guilds.cache.get(guildId)?.members.fetch(userId).catch(unlessStranger)) !== undefined;
  return {
    async serves(guildId, userId) {
      if (listed.length === 0) return true;
      if (guildId !== null) return listed.includes(guildId);
      const memberships = await Promise.all(listed.map((id) => isMember(id, userId)));
      return memberships.includes(true);
    },
    isFirstRefusal(place) {
      if (refused.has(place)) return false;
      refused.add(place);
      return true;
    },
  };
}

function unlessStranger(error: unknown): undefined {
  if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMember) return undefined;
  throw error;
}
