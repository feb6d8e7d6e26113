// Which channels are read by people from outside: those of servers that the operator has not listed. Who asks is decided when
// the event arrives (`intake/guilds.ts`): members of those servers only.
import type { Client } from "discord.js";
import type { Platform } from "#domain/platform.ts";
import { reasonOf } from "./connection/log.ts";
import { readFailure } from "./failure.ts";

type ExposureDeps = Readonly<{
  /** Server ids; when empty, every server that the bot is in is served. */
  listed: readonly string[];
  /** Undefined before the platform is started. */
  client: () => Client | undefined;
}>;

export function createExposure({ listed, client }: ExposureDeps): Platform["exposure"] {
  return {
    async channel(id) {
      if (listed.length === 0) return { kind: "internal" };
      const connected = client();
      if (connected?.isReady() !== true) return { kind: "unknown", reason: "not connected" };
      try {
        const channel = await connected.channels.fetch(id);
        const isListed = channel !== null && "guildId" in channel && listed.includes(channel.guildId ?? "");
        return { kind: isListed ? "internal" : "external" };
      } catch (error) {
        const isClosed = readFailure(error).kind === "closed";
        return { kind: "unknown", reason: reasonOf(error), isClosed };
      }
    },
    person: async () => ({ kind: "internal" }),
  };
}
