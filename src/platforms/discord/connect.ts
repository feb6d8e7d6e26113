// Discord over its gateway: the real discord.js, wired so that nothing is answered twice and no failure leaves it deaf.
import { Client, Events, GatewayIntentBits, Partials, REST, SimpleShardingStrategy } from "discord.js";
import { commandTable } from "#bot/commands/index.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Bot, Platform, PlatformDeps, PlatformStatus } from "#domain/platform.ts";
import { createInFlight } from "#platforms/shared/in-flight.ts";
import { type Credentials, parseDigestSettings, refusal, remedyFor } from "./credentials.ts";
import { diagnose } from "./diagnose.ts";
import { createGuilds } from "./guilds.ts";
import { listen } from "./listen.ts";
import { logClient } from "./log.ts";
import { createPost } from "./post.ts";
import { createSender } from "./reply.ts";

// A request that hangs is given up after this many milliseconds.
const REQUEST_TIMEOUT = 10_000;
// From login to the first event, in milliseconds: the library itself would try for ever.
const START_TIMEOUT = 45_000;

/** Undefined when Discord is not set up. */
export function createDiscord(
  settings: Readonly<Record<string, string | undefined>>,
  deps: PlatformDeps,
): Platform | undefined {
  const credentials = parseDigestSettings(settings);
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
  refused.promise.catch(() => undefined);
  const close = async () => {
    status = "stopped";
    await client.destroy();
  };
  logClient(client, log);
  watch(client, {
    serving() {
      if (status === "disconnected") reconnected?.();
      if (status !== "stopped") status = "serving";
    },
    lost: () => (status = status === "serving" ? "disconnected" : status),
    refused(reason) {
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
      await Promise.race([login, refused.promise, tooLate(START_TIMEOUT)]).catch(async (error) => {
        await close();
        throw error instanceof ConfigError ? error : refusal(error);
      });
    },
    sender,
    ...createPost({ client, once, token }),
    async stop() {
      const wasOpen = status !== "stopped";
      status = "stopped";
      // What was acknowledged is answered first: closing takes the token away.
      await inFlight.idle();
      if (wasOpen) await close();
    },
  };
}

type Watcher = Readonly<{ serving(): void; lost(): void; refused(reason: ConfigError): void }>;

/** The library stays silent and deaf after a connection that was closed for good. */
function watch(client: Client, { serving, lost, refused }: Watcher): void {
  client.on(Events.ShardReady, serving);
  client.on(Events.ShardResume, serving);
  client.on(Events.ShardReconnecting, lost);
  client.on(Events.ShardDisconnect, ({ code }) => {
    refused(new ConfigError(remedyFor(code) ?? `Discord closed the connection for good (${code}).`));
  });
}

/** Resolves when the servers are known too: before that the library holds back what comes in. */
async function logIn(client: Client, token: string): Promise<void> {
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(token);
  await ready;
}

/** For what may not be repeated blindly, and for interactions, which Discord counts apart from all other requests. */
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
    // A direct conversation is not known before its first message.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    enforceNonce: true,
    rest: { api, timeout: REQUEST_TIMEOUT },
    ws: {
      buildStrategy(manager) {
        // A connection that is just coming back would come back after it was closed: once stopped it waits for ever.
        const { retrieveSessionInfo } = manager.options;
        manager.options.retrieveSessionInfo = (segment) =>
          isStopped() ? new Promise(() => undefined) : retrieveSessionInfo(segment);
        return new SimpleShardingStrategy(manager);
      },
    },
  });
}

async function tooLate(milliseconds: number): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
  throw new Error(`no connection within ${milliseconds / 1000} s`);
}
