// The digest as the process composes it.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { composeDigest } from "#app/digest.ts";
import { createKnowledge } from "#app/knowledge.ts";
import { createBot } from "#bot/bot.ts";
import { commandTable } from "#bot/commands/index.ts";
import { parseConfig } from "#config.ts";
import { TIMING } from "#digest/timing.ts";
import { DAILY } from "#domain/digest.ts";
import type { Platform, PlatformStatus } from "#domain/platform.ts";
import { loadFolder } from "#reports/folder.ts";
import { openStore } from "#store/store.ts";
import { invocation } from "#test/support/bot-fixture.ts";
import { createFakePlatform } from "#test/support/fake-platform.ts";
import { silentLog } from "#test/support/log.ts";
import { openAccess, unscoped } from "#test/support/open-access.ts";

const where = { platform: "test", channel: "C1" };
const settings = { time: "09:00", zone: "UTC", days: DAILY, repeat: false };
const announcement = { audience: "channel", summary: "", blocks: [] } as const;

/** The digest over a store of its own, and the platform that it posts to. */
async function compose() {
  const store = await openStore(mkdtempSync(join(tmpdir(), "ibid-wired-")));
  const { library } = await loadFolder("knowledge");
  const fakePlatform = createFakePlatform(Date.now);
  const status: { now: PlatformStatus } = { now: "serving" };
  let ticks = 0;
  const platform: Platform = {
    ...fakePlatform.poster,
    name: "test",
    start: async () => undefined,
    stop: async () => undefined,
    status: () => status.now,
    sender: () => async () => undefined,
  };
  const digest = await composeDigest({
    config: parseConfig({ IBID_ADMINS: "U7, U8" }),
    // Every tick asks for the reports as they are now.
    library() {
      ticks += 1;
      return library;
    },
    database: store.database,
    access: openAccess,
    running: () => [platform],
    log: silentLog,
    timing: { ...TIMING, interval: 10 },
  });
  return { ...digest, store, library, fakePlatform, status, ticks: () => ticks };
}

test("nothing is posted to a platform that has lost its connection; when it is back, what was due is", async () => {
  const { scheduler, subscriptions, store, fakePlatform, status, ticks } = await compose();
  await subscriptions.switchOn(where, { event: "E1", settings, by: "U1", announcement });
  status.now = "disconnected";
  await subscriptions.postNow(where, "E2");
  const before = ticks();
  scheduler.start();
  // One whole tick, and the beginning of the next.
  await expect.poll(ticks, { timeout: 10_000 }).toBeGreaterThan(before + 1);
  expect(fakePlatform.tried).toHaveLength(1);
  status.now = "serving";
  await expect.poll(() => fakePlatform.posts.length, { timeout: 10_000 }).toBe(2);
  await scheduler.stop();
  await store.close();
});

test("a mention in a channel whose digest is suspended brings it back; a slash command does not", async () => {
  const { scheduler, subscriptions, bot, store, library, fakePlatform } = await compose();
  expect(bot.digest).toMatchObject({ zone: "UTC", admins: ["U7", "U8"] });
  await subscriptions.switchOn(where, { event: "E1", settings, by: "U1", announcement });
  fakePlatform.faults.push({ closed: "channel" });
  await subscriptions.postNow(where, "E2");
  scheduler.start();
  const stateOf = async () => (await subscriptions.status(where))?.subscription.state;
  await expect.poll(stateOf, { timeout: 10_000 }).toBe("suspended");
  const knowledge = await createKnowledge(library);
  const { respond } = createBot({
    ...bot,
    access: openAccess,
    liveLibrary: {
      current: () => unscoped(knowledge),
      status: () => ({ diagnostics: [], loadedAt: new Date(0) }),
    },
    commands: commandTable,
    prefix: "",
    log: silentLog,
    now: () => new Date(),
    newId: () => "7f3a",
  });
  const deps = { address: {}, acknowledge: async () => undefined, send: async () => undefined };
  await respond({ ...deps, invocation: invocation("ask", { question: "?" }, "command") });
  expect(await stateOf()).toBe("suspended");
  await respond({ ...deps, invocation: invocation("ask", { question: "?" }, "mention") });
  expect(await stateOf()).toBe("active");
  await scheduler.stop();
  await store.close();
});
