// The platforms of a process, each a small one in memory that the test lets come, refuse or stay away.
import { expect, onTestFinished, test, vi } from "vitest";
import { createPlatforms } from "#app/platforms.ts";
import { parseConfig } from "#config.ts";
import { ConfigError } from "#domain/errors.ts";
import type { Platform, PlatformStatus } from "#domain/platform.ts";
import { createFakePlatform } from "#test/support/fake-platform.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";
import { silentBot } from "#test/support/silent-bot.ts";

function createAwayPlatform(name: string, limitation?: string) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let status: PlatformStatus = "starting";
  const platform: Platform = {
    ...createFakePlatform(Date.now).poster,
    name,
    start: () => promise,
    stop: async () => undefined,
    status: () => status,
    limitation: () => limitation,
    sender: () => async () => undefined,
  };
  return {
    platform,
    comes() {
      status = "serving";
      resolve();
    },
    refuses: (reason: string) => reject(new ConfigError(reason)),
  };
}

function start() {
  const slack = createAwayPlatform("slack");
  const discord = createAwayPlatform("discord");
  const lines: LoggedLine[] = [];
  const platforms = createPlatforms(parseConfig({}), {
    log: createTestLog(lines),
    factories: [() => slack.platform, () => discord.platform],
  });
  platforms.allStopped.catch(() => undefined);
  const served: string[] = [];
  const started = platforms.start(silentBot, async (name) => void served.push(name));
  let isStarted = false;
  void started.then(
    () => {
      isStarted = true;
    },
    () => undefined,
  );
  return { slack, discord, lines, platforms, served, started, isStarted: () => isStarted };
}

test("a platform that is away at the start does not hold up the other, and is announced when it comes", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { slack, discord, lines, platforms, served, isStarted } = start();
  discord.comes();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(isStarted()).toBe(false);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isStarted()).toBe(true);
  expect(served).toEqual(["discord"]);
  expect(platforms.statuses()).toEqual({ slack: "starting", discord: "serving" });
  expect([...platforms.running()].map(({ name }) => name)).toEqual(["slack", "discord"]);
  await vi.advanceTimersByTimeAsync(3_600_000);
  slack.comes();
  await vi.advanceTimersByTimeAsync(0);
  expect(served).toEqual(["discord", "slack"]);
  expect(platforms.statuses()).toEqual({ slack: "serving", discord: "serving" });
  expect(lines).toEqual([
    { event: "platform.serving", level: "info", platform: "discord" },
    { event: "platform.serving", level: "info", platform: "slack" },
  ]);
});

test("while every platform is away the start waits for the first to come, however long that takes", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { slack, discord, lines, isStarted } = start();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect([isStarted(), lines]).toEqual([false, []]);
  slack.comes();
  discord.comes();
  await vi.advanceTimersByTimeAsync(0);
  expect(isStarted()).toBe(true);
});

test("only a refusal ends a platform, and its reason is kept", async () => {
  const { slack, discord, lines, platforms, started } = start();
  slack.refuses("Slack refuses SLACK_BOT_TOKEN (invalid_auth).");
  discord.comes();
  await started;
  expect(platforms.statuses()).toEqual({ slack: "stopped", discord: "serving" });
  expect(platforms.endReasons()).toEqual({ slack: "Slack refuses SLACK_BOT_TOKEN (invalid_auth)." });
  expect([...platforms.running()].map(({ name }) => name)).toEqual(["discord"]);
  expect(lines.map(({ event }) => event).toSorted()).toEqual(["platform.ended", "platform.serving"]);
});

test("a start whose platforms all refuse ends with every reason", async () => {
  const { slack, discord, platforms, started } = start();
  slack.refuses("Slack refuses.");
  discord.refuses("Discord refuses.");
  await expect(started).rejects.toThrow("slack: Slack refuses.\ndiscord: Discord refuses.");
  await expect(platforms.allStopped).rejects.toThrow(ConfigError);
});

test("what a platform cannot do is told by its name", () => {
  const limited = createAwayPlatform("slack", "Digests do not work.");
  const { limitations } = createPlatforms(parseConfig({}), {
    log: createTestLog([]),
    factories: [() => limited.platform, () => createAwayPlatform("discord").platform],
  });
  expect(limitations()).toEqual({ slack: "Digests do not work." });
});
