// Slack over Socket Mode: the real Bolt, wired so that nothing is answered twice and nothing is lost in silence.
import { App, SocketModeReceiver } from "@slack/bolt";
import { commandTable } from "#bot/command-table.ts";
import { createInFlight } from "#bot/in-flight.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Bot, Platform, PlatformEdges, PlatformStatus } from "#domain/platform.ts";
import { diagnose } from "./diagnose.ts";
import { listen } from "./listen.ts";
import { createLogger } from "./log.ts";
import { createPosting } from "./post.ts";

type Settings = Readonly<Record<string, string | undefined>>;

// A request that hangs is given up after this many milliseconds; what became of it is then unknown.
const REQUEST_TIMEOUT = 10_000;
// After a routine refresh Bolt is deaf for this long; its default is 5,000 milliseconds.
const PING_TIMEOUT = 2_000;

/** Undefined when Slack is not set up. Throws ConfigError when it is set up by half. */
export function createSlack(settings: Settings, edges: PlatformEdges): Platform | undefined {
  const { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slackApiUrl = "" } = settings;
  if (token === undefined && appToken === undefined) return undefined;
  if (token === undefined || appToken === undefined) {
    const missing = token === undefined ? "SLACK_BOT_TOKEN" : "SLACK_APP_TOKEN";
    throw new ConfigError(
      `Slack is set up by half: ${missing} is missing. The README tells where to find it.`,
    );
  }
  return {
    ...connect({ token, appToken, slackApiUrl }, edges),
    diagnose: () => diagnose({ token, appToken, slackApiUrl, prefix: edges.prefix }),
  };
}

type Credentials = Readonly<{ token: string; appToken: string; slackApiUrl: string }>;

function connect(credentials: Credentials, edges: PlatformEdges): Platform {
  const { app, receiver } = createApp(credentials, edges);
  const inFlight = createInFlight();
  let status: PlatformStatus = "starting";
  receiver.client.on("connected", () => (status = "serving"));
  receiver.client.on("reconnecting", () => (status = "deaf"));
  return {
    name: "slack",
    status: () => status,
    async start(bot: Bot) {
      await app.init().catch(refuse("SLACK_BOT_TOKEN"));
      listen(app, { bot, commands: commandTable, prefix: edges.prefix, inFlight, log: edges.log });
      await app.start().catch(refuse("SLACK_APP_TOKEN"));
    },
    ...createPosting(app.client),
    async stop() {
      if (status !== "starting") {
        const closed = new Promise((resolve) => receiver.client.once("disconnected", resolve));
        await app.stop();
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, PING_TIMEOUT).unref())]);
      }
      // What came in is acknowledged already; its answers go out over HTTP and are waited for.
      await inFlight.idle();
      status = "stopped";
    },
  };
}

/**
 * Two sets of client options: Bolt writes 100 retries into the ones that it is given for the socket. Posting never
 * retries by itself, for a request whose answer was lost may have been posted.
 */
function createApp({ token, appToken, slackApiUrl }: Credentials, { log }: PlatformEdges) {
  const logger = createLogger(log);
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: PING_TIMEOUT,
    installerOptions: {
      clientOptions: {
        slackApiUrl,
        retryConfig: { retries: 1000, minTimeout: 500, maxTimeout: 30_000 },
      },
    },
  });
  const app = new App({
    token,
    receiver,
    logger,
    convoStore: false,
    deferInitialization: true,
    clientOptions: {
      slackApiUrl,
      timeout: REQUEST_TIMEOUT,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      fetch: (input, init) =>
        fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(REQUEST_TIMEOUT) }),
    },
  });
  app.error(async (error) => log("slack failed", { error: error.message }));
  return { app, receiver };
}

// What Slack calls a token that it does not take.
const REFUSED =
  /invalid_auth|not_authed|account_inactive|token_revoked|token_expired|not_allowed_token_type|missing_scope/u;

function refuse(variable: string) {
  return (error: unknown): never => {
    const why = error instanceof Error ? error.message : String(error);
    const code = REFUSED.exec(why)?.[0];
    if (code === undefined)
      throw new ConfigError(`Slack cannot be reached (${why}). Check the network and SLACK_API_URL.`);
    throw new ConfigError(
      `Slack refuses ${variable} (${code}). Copy it again from the app's settings; the README tells where.`,
    );
  };
}
