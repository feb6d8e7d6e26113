// Slack over Socket Mode: the real Bolt, wired so that nothing is answered twice and nothing is lost in silence.
import { App, type Logger } from "@slack/bolt";
import { commandTable } from "#bot/commands/index.ts";
import { ConfigError, messageOf } from "#domain/errors.ts";
import type { Bot, Platform, PlatformDeps, PlatformStatus } from "#domain/platform.ts";
import { createInFlight } from "#platforms/shared/in-flight.ts";
import { diagnose } from "./diagnose.ts";
import { refusal } from "./failure.ts";
import { listen } from "./listen.ts";
import { createLogger } from "./log.ts";
import { createPosting } from "./post.ts";
import { createSender } from "./reply.ts";
import { REQUEST_TIMEOUT } from "./respond.ts";
import { createSocket, type Socket } from "./socket.ts";

type Settings = Readonly<Record<string, string | undefined>>;

/** Undefined when Slack is not set up. Throws ConfigError when it is set up by half. */
export function createSlack(settings: Settings, deps: PlatformDeps): Platform | undefined {
  const { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slackApiUrl = "" } = settings;
  if (token === undefined && appToken === undefined) return undefined;
  if (token === undefined || appToken === undefined) {
    const missing = token === undefined ? "SLACK_BOT_TOKEN" : "SLACK_APP_TOKEN";
    throw new ConfigError(
      `Slack is set up by half: ${missing} is missing. The README tells where to find it.`,
    );
  }
  const logger = createLogger(deps.log);
  const socket = createSocket({ appToken, slackApiUrl, logger });
  const app = createApp({ token, slackApiUrl, socket, logger });
  return {
    ...connect({ app, socket, appToken }, deps),
    diagnose: () => diagnose({ token, appToken, slackApiUrl, prefix: deps.prefix }),
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
      await app.init().catch(explain("SLACK_BOT_TOKEN"));
      listen(app, { bot, commands: commandTable, prefix: deps.prefix, inFlight, sender });
      // Bolt asks again for ever after some refusals: what is wrong with the token is asked for once before.
      await app.client.apps.connections.open({ token: appToken }).catch(explain("SLACK_APP_TOKEN"));
      await app.start().catch(explain("SLACK_APP_TOKEN"));
      socket.guard((code) => {
        status = "stopped";
        deps.ended(refused("SLACK_APP_TOKEN", code));
      });
    },
    sender,
    ...createPosting(app.client),
    async stop() {
      if (status === "serving" || status === "disconnected") await socket.close(() => app.stop());
      // What came in is acknowledged already; its answers go out over HTTP and are waited for.
      await inFlight.idle();
      status = "stopped";
    },
  };
}

type Parts = Readonly<{ token: string; slackApiUrl: string; socket: Socket; logger: Logger }>;

/** Nothing is retried and no rate limit is waited out here: a request whose answer was lost may have been posted. */
function createApp({ token, slackApiUrl, socket, logger }: Parts): App {
  return new App({
    token,
    receiver: socket.receiver,
    logger,
    convoStore: false,
    // Otherwise a wrong token ends the process by an unhandled rejection.
    deferInitialization: true,
    clientOptions: {
      slackApiUrl,
      timeout: REQUEST_TIMEOUT,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
}

function explain(variable: string) {
  return (error: unknown): never => {
    const code = refusal(error);
    if (code !== undefined) throw refused(variable, code);
    const why = messageOf(error);
    throw new ConfigError(`Slack cannot be reached (${why}). Check the network and SLACK_API_URL.`);
  };
}

function refused(variable: string, code: string): ConfigError {
  return new ConfigError(
    `Slack refuses ${variable} (${code}). Copy it again from the app's settings; the README tells where.`,
  );
}
