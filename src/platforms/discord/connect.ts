// Discord over its gateway with discord.js, set up so that nothing is answered twice and a lost connection never goes
// unnoticed.
import { Client, Events, GatewayIntentBits, Partials, REST } from "discord.js";
import { commandTable } from "#bot/commands/index.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Bot, Platform, PlatformDeps, PlatformStatus } from "#domain/platform.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";
import { createInFlight } from "#platforms/shared/in-flight.ts";
import { type Credentials, closedError, configErrorOf, parseCredentials } from "./credentials.ts";
import { diagnose } from "./diagnose.ts";
import { createGuilds } from "./guilds.ts";
import { REQUEST_TIMEOUT } from "./limits.ts";
import { listen } from "./listen.ts";
import { logClient } from "./log.ts";
import { stopReconnecting } from "./patches.ts";
import { createPost } from "./post.ts";
import { createSender } from "./reply.ts";

// From login to the first event, in milliseconds; the library itself would try for ever.
const START_TIMEOUT = 45_000;

/** Undefined when Discord is not configured. */
export function createDiscord(settings: PlatformSettings, deps: PlatformDeps): Platform | undefined {
  const credentials = parseCredentials(settings);
  return credentials && { ...connect(credentials, deps), diagnose: () => diagnose(credentials) };
}

function connect(
  { token, api, guildIds }: Credentials,
  { log, prefix, ended, reconnected }: PlatformDeps,
): Platform {
  let status: PlatformStatus = "starting";
  const client = createClient(api, () => status === "stopped");
  const once = createOnce(api);
  const inFlight = createInFlight();
  const sender = createSender({ client, once, token, log });
  const refused = Promise.withResolvers<never>();
  // `start` waits for it too; without this a refusal after the start would be an unhandled rejection.
  refused.promise.catch(() => undefined);
  const close = async () => {
    status = "stopped";
    await client.destroy();
  };
  logClient(client, log);
  watchConnection(client, {
    onServing() {
      if (status === "disconnected") reconnected?.();
      if (status !== "stopped") status = "serving";
    },
    onLost() {
      if (status === "serving") status = "disconnected";
    },
    onRefused(reason) {
      refused.reject(reason);
      if (status !== "starting") void close().finally(() => ended(reason));
    },
  });
  return {
    name: "discord",
    status: () => status,
    async start(bot: Bot) {
      const guilds = createGuilds(guildIds, client);
      listen(client, { bot, commands: commandTable, prefix, guilds, inFlight, sender, log });
      const login = logIn(client, token);
      await Promise.race([login, refused.promise, rejectAfter(START_TIMEOUT)]).catch(async (error) => {
        await close();
        throw error instanceof ConfigError ? error : configErrorOf(error);
      });
    },
    sender,
    ...createPost({ client, once, token }),
    async stop() {
      const wasOpen = status !== "stopped";
      status = "stopped";
      // Finish the answers first: closing the client also takes its token away.
      await inFlight.idle();
      if (wasOpen) await close();
    },
  };
}

type Watcher = Readonly<{ onServing(): void; onLost(): void; onRefused(reason: ConfigError): void }>;

/** After a close for good (ShardDisconnect) the library neither reconnects nor reports an error. */
function watchConnection(client: Client, { onServing, onLost, onRefused }: Watcher): void {
  client.on(Events.ShardReady, onServing);
  client.on(Events.ShardResume, onServing);
  client.on(Events.ShardReconnecting, onLost);
  client.on(Events.ShardDisconnect, ({ code }) => onRefused(closedError(code)));
}

/** Resolves once the servers are known as well: until then the library holds back every event. */
async function logIn(client: Client, token: string): Promise<void> {
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
}

/**
 * For requests that must not be repeated blindly, and for answers to interactions: Discord does not count these towards
 * the global rate limit, but the library would.
 */
function createOnce(api: string): REST {
  return new REST({
    api,
    retries: 0,
    timeout: REQUEST_TIMEOUT,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    rejectOnRateLimit: ["/channels"],
  });
}

function createClient(api: string, isStopped: () => boolean): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    // The channel of a direct message is not in the cache before its first message.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    enforceNonce: true,
    rest: { api, timeout: REQUEST_TIMEOUT },
    ws: { buildStrategy: stopReconnecting(isStopped) },
  });
}

async function rejectAfter(milliseconds: number): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
  throw new Error(`no connection within ${milliseconds / 1000} s`);
}
