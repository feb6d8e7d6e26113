// Slack as the process runs it, over the project's reports, in the process of the test and against the fake server.
import { createAccess } from "#access/access.ts";
import { composeBot, openLibrary } from "#app/compose.ts";
import { defaultScope } from "#app/default-scope.ts";
import { refusalLine } from "#bot/messages/scope.ts";
import { parseConfig } from "#config.ts";
import type { Platform } from "#domain/platform.ts";
import { createSlack } from "#platforms/slack/connect.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";

export const QUESTION = "What would be a red line for Iran's parliament?";
/** How the paragraph that answers it begins. */
export const ANSWER = "Iran and Azerbaijan share a 700km border";

/** What people from outside are told, and those who ask where they read along. */
export const REFUSAL = refusalLine({ kind: "refused", why: "outside" });

const config = parseConfig({});

export type OpenSlack = Readonly<{
  server: SlackServer;
  slack: Platform;
  log: readonly LoggedLine[];
  /** The reasons that the platform gave for ending. */
  ended: readonly string[];
  start(): Promise<void>;
  /** The words of everything posted, oldest first. */
  words(): readonly string[];
  close(): Promise<void>;
}>;

/** Not started yet. `settings`: in the place of those for the fake server. */
export async function openSlack(settings: Readonly<Record<string, string>> = {}): Promise<OpenSlack> {
  const server = await startSlack();
  const log: LoggedLine[] = [];
  const ended: string[] = [];
  const { botToken, appToken } = server.state;
  const slack = createSlack(
    { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: server.url, ...settings },
    { prefix: "", log: createTestLog(log), ended: ({ message }) => void ended.push(message) },
  );
  if (slack === undefined) throw new Error("Slack is not configured");
  const liveLibrary = await openLibrary(config, createTestLog(log));
  const access = createAccess({
    scopes: { find: async () => undefined },
    exposureIn: () => slack.exposure,
    defaults: defaultScope(config),
  });
  return {
    server,
    slack,
    log,
    ended,
    start: () => slack.start(composeBot(liveLibrary, config, { log: createTestLog(log), access })),
    words: () => server.state.posts.map((post) => readPost(post).words),
    async close() {
      server.outage(false);
      await slack.stop();
      await server.stop();
    },
  };
}

/** The same, started. */
export async function serveSlack(): Promise<OpenSlack> {
  const one = await openSlack();
  await one.start();
  return one;
}
