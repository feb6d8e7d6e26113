// Discord inside the test process: the real client against the fake server, with a bot that records its invocations.
import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import { commandTable } from "#bot/commands/index.ts";
import type { Bot, Invocation, Platform } from "#domain/platform.ts";
import { createDiscord } from "#platforms/discord/connect.ts";
import { loadFolder } from "#reports/folder.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore, type Store } from "#store/store.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import { type DiscordServer, type Options, startDiscord } from "#test/support/fakes/discord/server.ts";
import type { Stored } from "#test/support/fakes/discord/state.ts";
import { createTestLog } from "#test/support/log.ts";
import { openAccess, unscoped } from "#test/support/open-access.ts";
import { environmentFor } from "./harness.ts";

type LogLine = Readonly<Record<string, unknown>>;

export type Fixture = Readonly<{
  server: DiscordServer;
  discord: Platform;
  started: Promise<void>;
  store: Store;
  handled: readonly Invocation[];
  log: readonly LogLine[];
  /** The reasons for which the platform ended by itself. */
  ends: readonly string[];
  /** The messages of the bot, oldest first. */
  posted(): readonly Stored[];
  /** The words of the newest post. */
  words(): string;
  close(): Promise<void>;
}>;

const knowledge = await createKnowledge((await loadFolder("knowledge")).library);

/** Starts the platform. `settings` override those that connect it; `prepare` runs before it starts. */
export async function openFixture(...args: Parameters<typeof beginFixture>): Promise<Fixture> {
  const fixture = await beginFixture(...args);
  try {
    await fixture.started;
  } catch (error) {
    await fixture.close();
    throw error;
  }
  return fixture;
}

/** The same without waiting for the start. */
export async function beginFixture(
  settings: Readonly<Record<string, string>> = {},
  options: Options = {},
  prepare: (server: DiscordServer) => void = () => undefined,
): Promise<Fixture> {
  const server = await startDiscord(options);
  prepare(server);
  const store = await openStore(mkdtempSync(join(tmpdir(), "ibid-")));
  const log: LogLine[] = [];
  const handled: Invocation[] = [];
  const ends: string[] = [];
  const bot = botOn(store, log, handled);
  const discord = createDiscord(
    { ...environmentFor(server), ...settings },
    {
      prefix: "",
      log: createTestLog(log),
      ended: ({ message }) => ends.push(message),
    },
  );
  if (discord === undefined) throw new Error("Discord is not configured");
  const started = discord.start(bot);
  started.catch(() => undefined);
  const posted = () =>
    server.state.messages.filter(({ author, pending }) => author === server.state.bot.id && !pending);
  const words = () => readMessage(posted().at(-1) ?? { content: "", components: [] }).words;
  const close = async () => {
    await discord.stop();
    await store.close();
    await server.stop();
  };
  return { server, discord, started, store, handled, log, ends, posted, words, close };
}

/** Appends its log to `log` and its invocations to `handled`. */
export function botOn(store: Store, log: LogLine[], handled: Invocation[] = []): Bot {
  const inbox = createInbox(store.database, { owner: randomUUID(), now: () => new Date() });
  const bot = createBot({
    access: openAccess,
    liveLibrary: {
      current: () => unscoped(knowledge),
      status: () => ({ diagnostics: [], loadedAt: new Date(0) }),
    },
    commands: commandTable,
    digest: { zone: "UTC", admins: [] },
    inbox,
    prefix: "",
    log: createTestLog(log),
    now: () => new Date("2026-11-24T12:00:00Z"),
    newId: () => "7f3a",
  });
  return {
    ...bot,
    respond(request) {
      handled.push(request.invocation);
      return bot.respond(request);
    },
  };
}
