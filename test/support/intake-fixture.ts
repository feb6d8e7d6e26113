// Processes with a bot over one real store and one clock, and a platform that keeps what is sent to it.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import { commandTable } from "#bot/commands/index.ts";
import { startRecovery } from "#bot/intake/recovery.ts";
import type { InvocationLog } from "#domain/log.ts";
import type { Platform, Request, Send } from "#domain/platform.ts";
import { loadFolder } from "#reports/folder.ts";
import { kyselyOf } from "#store/database.ts";
import { createInbox } from "#store/inbox.ts";
import { openStore } from "#store/store.ts";
import { invocation, wordsOf } from "#test/support/bot-fixture.ts";
import { createFakePlatform } from "#test/support/fake-platform.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";
import { openAccess, unscoped } from "#test/support/open-access.ts";

export const MINUTE = 60_000;

const { library } = await loadFolder("knowledge");
const knowledge = await createKnowledge(library);

/** Answered with a paragraph that contains "red line". */
export const asked = {
  ...invocation("ask", { question: "What would be a red line for Iran's parliament?" }, "mention"),
  keys: ["event:1", "message:a"],
};
const address = { ts: "7" };

export const request = (deps: Partial<Request> & Pick<Request, "send">): Request => ({
  invocation: asked,
  address,
  acknowledge: async () => undefined,
  ...deps,
});

/** In place of a step at which the process dies or hangs: nothing happens after it. */
export const never = () => new Promise<never>(() => undefined);

export type IntakeFixture = Awaited<ReturnType<typeof openIntake>>;

/** `more`: what the platform is besides; by default it serves, and nothing about it can be repeated. */
export async function openIntake(more: Partial<Platform> = {}) {
  const { database, close } = await openStore(mkdtempSync(join(tmpdir(), "ibid-")));
  const clock = { now: Date.UTC(2026, 10, 25) };
  const now = () => new Date(clock.now);
  const logged: LoggedLine[] = [];
  const log = createTestLog(logged);
  const observed: InvocationLog[] = [];
  const sent: string[] = [];
  const send: Send = async (reply) => {
    sent.push(typeof reply === "string" ? reply : wordsOf(reply));
  };
  const platform: Platform = {
    ...createFakePlatform(now().getTime).poster,
    name: "test",
    start: async () => undefined,
    stop: async () => undefined,
    status: () => "serving",
    sender: (_, to) => async (reply) => {
      expect(to).toEqual(address);
      await send(reply);
    },
    ...more,
  };
  /** Starts a process; `watch` looks once for the requests that others left behind. */
  const start = (owner: string, platforms: readonly Platform[] = [platform]) => {
    const inbox = createInbox(database, { owner, now });
    const bot = createBot({
      inbox,
      log,
      now,
      commands: commandTable,
      prefix: "",
      newId: () => "7f3a",
      access: openAccess,
      liveLibrary: {
        current: () => unscoped(knowledge),
        status: () => ({ diagnostics: [], loadedAt: now() }),
      },
      digest: { zone: "UTC", admins: [] },
      onHandled: (handled) => observed.push(handled),
    });
    const watch = () => startRecovery({ inbox, bot, running: () => platforms, log, now })();
    return { bot, watch };
  };
  /** The requests that are not completed. */
  const open = () =>
    kyselyOf(database).selectFrom("inbox").select(["key", "leaving"]).where("body", "is not", null).execute();
  return { close, clock, logged, observed, sent, send, platform, start, open };
}
