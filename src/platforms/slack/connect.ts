// Slack over Socket Mode with Bolt, set up so that nothing is answered twice and no failure goes unnoticed.
import { App, type Logger } from "@slack/bolt";
import { commandTable } from "#bot/commands/index.ts";
import type { Bot, Platform, PlatformDeps, PlatformStatus } from "#domain/platform.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";
import { createInFlight } from "#platforms/shared/in-flight.ts";
import { configErrorOf, parseCredentials, refusedError } from "./credentials.ts";
import { diagnose } from "./diagnose.ts";
import { REQUEST_TIMEOUT } from "./limits.ts";
import { listen } from "./listen.ts";
import { createLogger } from "./log.ts";
import { createPost } from "./post.ts";
import { createSender } from "./reply.ts";
import { createSocket, type Socket } from "./socket.ts";

/** Undefined when Slack is not configured. Throws ConfigError when only one of its tokens is set. */
export function createSlack(settings: PlatformSettings, deps: PlatformDeps): Platform | undefined {
  const credentials = parseCredentials(settings);
  if (credentials === undefined) return undefined;
  const { token, appToken, slackApiUrl } = credentials;
  const logger = createLogger(deps.log);
  const socket = createSocket({ appToken, slackApiUrl, logger });
  const app = createApp({ token, slackApiUrl, socket, logger });
  return {
    ...connect({ app, socket, appToken }, deps),
    diagnose: () => diagnose(credentials, deps.prefix),
  };
}

type Connection = Readonly<{ app: App; socket: Socket; appToken: string }>;

function connect({ app, socket, appToken }: Connection, deps: PlatformDeps): Platform {
  const inFlight = createInFlight();
  const { client } = socket.receiver;
  const sender = createSender({ client: app.client, log: deps.log });
  let status: PlatformStatus = "starting";
  client.on("connected", () => {
    if (status === "disconnected") deps.reconnected?.();
    status = "serving";
  });
  client.on("close", () => {
    if (status === "serving") status = "disconnected";
  });
  app.error(async (error) => deps.log.error("slack.failed", { error: error.message }));
  return {
    name: "slack",
    status: () => status,
    async start(bot: Bot) {
      await app.init().catch((error) => {
        throw configErrorOf(error, "SLACK_BOT_TOKEN");
      });
      listen(app, { bot, commands: commandTable, prefix: deps.prefix, inFlight, sender });
      try {
        // Checks the token once: after some refusals Bolt would retry for ever.
        await app.client.apps.connections.open({ token: appToken });
        await app.start();
      } catch (error) {
        throw configErrorOf(error, "SLACK_APP_TOKEN");
      }
      socket.guard((code) => {
        status = "stopped";
        deps.ended(refusedError("SLACK_APP_TOKEN", code));
      });
    },
    sender,
    ...createPost(app.client),
    async stop() {
      if (status === "serving" || status === "disconnected") await socket.close(() => app.stop());
      // Everything received is acknowledged by now; the answers go out over HTTP and need no socket.
      await inFlight.idle();
      status = "stopped";
    },
  };
}

type AppOptions = Readonly<{ token: string; slackApiUrl: string; socket: Socket; logger: Logger }>;

function createApp({ token, slackApiUrl, socket, logger }: AppOptions): App {
  return new App({
    token,
    receiver: socket.receiver,
    logger,
    convoStore: false,
    // Otherwise the constructor checks the token, and a wrong one ends the process by an unhandled rejection.
    deferInitialization: true,
    // No retries and no waiting: a request without an answer may have been posted, and a rate limit holds up all others.
    clientOptions: {
      slackApiUrl,
      timeout: REQUEST_TIMEOUT,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
}
