// Slack over Socket Mode with Bolt, set up so that nothing is answered twice and no failure goes unnoticed.
import { App, webApi } from "@slack/bolt";
import { commandTable } from "#bot/commands/index.ts";
import type { Platform, PlatformDeps } from "#domain/platform.ts";
import type { PlatformSettings } from "#platforms/shared/create-platform.ts";
import { createInFlight } from "#platforms/shared/in-flight.ts";
import { clientOptions } from "./connection/client.ts";
import { type Credentials, parseCredentials } from "./connection/credentials.ts";
import { createLogger } from "./connection/log.ts";
import { createScopes } from "./connection/scopes.ts";
import { createSession } from "./connection/session.ts";
import { createSocket } from "./connection/socket.ts";
import { createWorkspace } from "./connection/workspace.ts";
import { diagnose } from "./diagnose.ts";
import { createExposure } from "./exposure.ts";
import { listen } from "./intake/listen.ts";
import { createPost } from "./post.ts";
import { createSender } from "./reply.ts";
import { createSignIn } from "./sign-in.ts";

/** Undefined when Slack is not configured. Throws ConfigError when only one of its tokens is set. */
export function createSlack(settings: PlatformSettings, deps: PlatformDeps): Platform | undefined {
  const credentials = parseCredentials(settings);
  if (credentials === undefined) return undefined;
  return {
    ...connect(credentials, deps),
    diagnose: () => diagnose(credentials, deps.prefix),
  };
}

function connect({ token, appToken, slackApiUrl }: Credentials, deps: PlatformDeps): Platform {
  const { log, prefix } = deps;
  const session = createSession(deps);
  const logger = createLogger(log, () => session.status() === "serving");
  const client = new webApi.WebClient(token, { ...clientOptions(slackApiUrl), logger });
  const scopes = createScopes(log);
  const workspace = createWorkspace(client, scopes);
  const exposure = createExposure({ client, workspace, scopes });
  const socket = createSocket({ appToken, slackApiUrl, logger });
  const app = new App({
    // Bolt's own way, a token, asks Slack for the bot's id while the App is made, where a failure cannot be handled.
    authorize: async () => {
      const { botId, botUserId } = await workspace();
      return { botToken: token, ...(botId && { botId }), ...(botUserId && { botUserId }) };
    },
    receiver: socket.receiver,
    logger,
    convoStore: false,
    clientOptions: clientOptions(slackApiUrl),
  });
  app.error(async (error) => log.error("slack.failed", { error: error.message }));
  const inFlight = createInFlight();
  const stopping = new AbortController();
  const sender = createSender({ client, log, stopping: stopping.signal });
  return {
    name: "slack",
    status: session.status,
    async start(bot) {
      listen(app, { bot, commands: commandTable, prefix, inFlight, sender, workspace, log });
      const { promise: served, resolve, reject } = Promise.withResolvers<void>();
      let hasServed = false;
      const onServing = () => {
        hasServed = true;
        resolve();
      };
      const onRefused = (error: Error) => (hasServed ? deps.ended(error) : reject(error));
      void session.run({ socket, workspace, onServing }).catch(onRefused);
      await served;
    },
    exposure,
    signIn: createSignIn({ slackApiUrl, workspace, exposure }),
    limitation: scopes.limitation,
    sender,
    ...createPost(client, workspace),
    stop: () =>
      session.stop(async () => {
        stopping.abort();
        await socket.close();
        // Everything received is acknowledged by now; the answers go out over HTTP and need no socket.
        await inFlight.idle();
      }),
  };
}
