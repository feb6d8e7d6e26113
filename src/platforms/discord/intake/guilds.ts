// Which servers are served: all, or those on the operator's list. Direct messages are answered for their members only.
import { DiscordAPIError, type REST, Routes } from "discord.js";
import { createMemory } from "#platforms/shared/memory.ts";

// Membership is asked of Discord, since without a privileged intent nobody tells the bot that a person has left. The answer
// is good for so many milliseconds: a person who is removed loses access soon, and not every message costs a request.
export const MAX_MEMBERSHIP_AGE = 60_000;
// Notices to people and servers that are not served are remembered for so many of them.
const MAX_REFUSED = 10_000;

export type Guilds = Readonly<{
  serves(guildId: string | null, userId: string): Promise<boolean>;
  /** True on the first call for a server or person that is not served: it gets one notice, then no more replies. */
  isFirstRefusal(id: string): boolean;
}>;

type GuildsDeps = Readonly<{
  /** Server ids; when empty, every server that the bot is in is served. */
  listed: readonly string[];
  isMember(guildId: string, userId: string): Promise<boolean>;
  /** In milliseconds. */
  maxAge?: number;
}>;

export function createGuilds({ listed, isMember, maxAge = MAX_MEMBERSHIP_AGE }: GuildsDeps): Guilds {
  const refused = new Set<string>();
  const isMemberOfOne = createMemory(
    async (userId) => {
      const results = await Promise.allSettled(listed.map((id) => isMember(id, userId)));
      if (results.some((result) => result.status === "fulfilled" && result.value)) return true;
      for (const result of results) if (result.status === "rejected") throw result.reason;
      return false;
    },
    { maxAge },
  );
  return {
    async serves(guildId, userId) {
      if (listed.length === 0) return true;
      if (guildId !== null) return listed.includes(guildId);
      return isMemberOfOne(userId);
    },
    isFirstRefusal(id) {
      if (refused.has(id)) return false;
      if (refused.size === MAX_REFUSED) refused.clear();
      refused.add(id);
      return true;
    },
  };
}

/** Asks Discord. Throws when it cannot tell. */
export async function fetchMembership(rest: REST, guildId: string, userId: string): Promise<boolean> {
  try {
    await rest.get(Routes.guildMember(guildId, userId));
    return true;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 404) return false;
    throw error;
  }
}
