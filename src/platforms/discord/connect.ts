// Discord over its gateway with discord.js, set up so that nothing is answered twice and a lost connection never goes
// unnoticed.
import { commandTable } from "#bot/commands/index.ts";
import type { Bot, Platform, PlatformDeps } from "#domain/platform.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";
import { createInFlight } from "#platforms/shared/in-flight.ts";
import { createConnection } from "./connection/connection.ts";
import { type Credentials, parseCredentials } from "./connection/credentials.ts";
import { createRest } from "./connection/rest.ts";
import { withRetries } from "./connection/retry.ts";
import { diagnose } from "./diagnose.ts";
import { createExposure } from "./exposure.ts";
import { createGuilds, fetchMembership } from "./intake/guilds.ts";
import { listen } from "./intake/listen.ts";
import { createPost } from "./post.ts";
import { createSender } from "./reply.ts";
import { createSignIn } from "./sign-in.ts";

// In milliseconds: a command has to be acknowledged within three seconds, and not before it is known whom it serves.
const MAX_ASKING_TIME = 2_000;

/** Undefined when Discord is not configured. */
export function createDiscord(settings: PlatformSettings, deps: PlatformDeps): Platform | undefined {
  const credentials = parseCredentials(settings);
  return credentials && { ...connect(credentials, deps), diagnose: () => diagnose(credentials) };
}

function connect(credentials: Credentials, { log, prefix, ended, reconnected }: PlatformDeps): Platform {
  const { token, api, guildIds } = credentials;
  const rest = createRest(api, token);
  const connection = createConnection({
    credentials,
    log,
    onRestored: () => reconnected?.(),
    onRefused: ended,
  });
  const { client, status } = connection;
  const inFlight = createInFlight();
  const sender = createSender({ rest, log });
  const guilds = createGuilds({
    listed: guildIds,
    isMember: async (guild, person) =>
      client()?.guilds.cache.has(guild) === true &&
      (await withRetries(() => fetchMembership(rest(), guild, person), {
        over: AbortSignal.timeout(MAX_ASKING_TIME),
        repeatable: true,
        log,
      })) === true,
  });
  return {
    name: "discord",
    status,
    start: (bot: Bot) =>
      connection.open((one) =>
        listen(one, { bot, commands: commandTable, prefix, guilds, inFlight, sender, log }),
      ),
    sender,
    exposure: createExposure({ listed: guildIds, client }),
    signIn: createSignIn({ api, guilds }),
    ...createPost({ client, rest }),
    async stop() {
      connection.mute();
      // Finish the answers first: closing the client also takes its token away.
      await inFlight.idle();
      await connection.close();
    },
  };
}
