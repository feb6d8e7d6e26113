// Slack and Discord served by one process, as `npm start` starts it when both are configured.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Args } from "#bot/command.ts";
import { slashCommand as discordCommand } from "#test/support/fakes/discord/payloads.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import { ADA } from "#test/support/fakes/discord/state.ts";
import { type Host, hostOf, startProcess } from "#test/support/fakes/process.ts";
import { slashCommand as slackCommand } from "#test/support/fakes/slack/payloads.ts";
import { type SlackServer, startSlack } from "#test/support/fakes/slack/server.ts";
import { expectAnswer, QUESTION, replyTo } from "./contract/case.ts";
import { environmentFor as discordEnvironment, discordHarness, HEARTBEAT } from "./discord/harness.ts";
import type { Harness } from "./harness.ts";
import { environmentFor as slackEnvironment, slackHarness } from "./slack/harness.ts";

const TIMEOUT = 60_000;

type Servers = Readonly<{ slack: SlackServer; discord: DiscordServer }>;

async function startServers(discord: Promise<DiscordServer> = startDiscord()): Promise<Servers> {
  return { slack: await startSlack(), discord: await discord };
}

function settings({ slack, discord }: Servers): Readonly<Record<string, string>> {
  return {
    ...slackEnvironment(slack),
    ...discordEnvironment(discord),
    IBID_DATA: mkdtempSync(join(tmpdir(), "ibid-")),
  };
}

async function stopServers({ slack, discord }: Servers): Promise<void> {
  await slack.stop();
  await discord.stop();
}

describe("in one process", () => {
  let servers: Servers;
  let host: Host;
  let both: readonly Harness[];
  beforeEach(async () => {
    servers = await startServers(startDiscord({ heartbeat: HEARTBEAT }));
    // The ids of ada on Slack and on Discord: she may change digests.
    host = hostOf({ ...settings(servers), IBID_ADMINS: `U1 ${ADA}` });
    await host.start();
    both = [slackHarness(servers.slack, host), discordHarness(servers.discord, host)];
    expect(host.log).toContainEqual(
      expect.objectContaining({ event: "process.serving", platforms: "slack discord" }),
    );
    return async () => {
      await host.stop();
      await stopServers(servers);
      expect(both.flatMap((harness) => harness.violations())).toEqual([]);
      expect(host.log.filter(({ event }) => event === "platform.ended")).toEqual([]);
    };
  }, TIMEOUT);

  const onBoth = (act: (harness: Harness) => Promise<void>) => Promise.all(both.map(act));

  test(
    "what is asked on both at once is answered where it was asked, and nowhere else",
    async () => {
      await onBoth(async (harness) => {
        await expectAnswer(await replyTo(harness, () => harness.command("ask", { question: QUESTION })));
        await expectAnswer(await replyTo(harness, () => harness.mention(QUESTION)));
        await expectAnswer(await replyTo(harness, () => harness.direct(QUESTION)));
      });
      expect(both.map((harness) => harness.views().length)).toEqual([3, 3]);
    },
    TIMEOUT,
  );

  test(
    "each has digests of its own, which go on after a restart",
    async () => {
      const posted = (harness: Harness) =>
        harness.views().filter(({ quotes, onlyFor }) => quotes.length > 0 && onlyFor === undefined);
      const digest = (harness: Harness, args: Args) =>
        replyTo(harness, () => harness.command("digest", args));
      await onBoth(async (harness) => {
        await digest(harness, { action: "on", time: "09:00" });
        // The channel gets an announcement first. The digest is on once the person who made it is told so.
        await harness.until(() => harness.views().some(({ words }) => words.startsWith("The digest is on")));
        await digest(harness, { action: "now" });
        await harness.until(() => posted(harness).length === 1);
      });
      expect(await host.stop()).toBe(0);
      await host.start();
      await onBoth(async (harness) => {
        await digest(harness, { action: "now" });
        await harness.until(() => posted(harness).length === 2);
        const [first, second] = posted(harness);
        expect(second?.quotes).not.toEqual(first?.quotes);
      });
    },
    TIMEOUT,
  );

  test(
    "a stop in mid-answer finishes the answers on both, and exits with 0",
    async () => {
      const events = both.map((harness) => {
        harness.fault("limited");
        return harness.mention(QUESTION);
      });
      await Promise.all(
        both.map((harness, index) => harness.until(() => events[index]?.acknowledged() === true)),
      );
      expect(await host.stop()).toBe(0);
      for (const harness of both) {
        expect(harness.views()).toHaveLength(1);
        for (const view of harness.views()) await expectAnswer(view);
      }
    },
    TIMEOUT,
  );
});

describe("of two platforms", () => {
  let servers: Servers;
  beforeEach(async () => {
    servers = await startServers();
    return () => stopServers(servers);
  });

  async function expectSlackServes({ slack }: Servers): Promise<void> {
    const before = slack.state.posts.length;
    slackCommand(slack, "/ibid", "");
    await slack.until(() => slack.state.posts.length > before);
  }

  async function expectDiscordServes({ discord }: Servers): Promise<void> {
    const { interaction } = discordCommand(discord, "ibid");
    await discord.until(() => interaction.answered !== undefined);
  }

  const starts = [
    ["Discord's token is wrong", { DISCORD_TOKEN: "wrong" }, "discord", expectSlackServes, "platform.ended"],
    [
      "nobody answers at Discord's address",
      { DISCORD_API_URL: "http://127.0.0.1:1/api" },
      "discord",
      expectSlackServes,
      "platform.disconnected",
    ],
    [
      "Slack's token is wrong",
      { SLACK_BOT_TOKEN: "xoxb-wrong" },
      "slack",
      expectDiscordServes,
      "platform.ended",
    ],
    [
      "nobody answers at Slack's address",
      { SLACK_API_URL: "http://127.0.0.1:1/api/" },
      "slack",
      expectDiscordServes,
      "platform.disconnected",
    ],
  ] as const;

  test.each(starts)(
    "when %s at the start, the other one serves, and the log says why",
    async (_, wrong, name, expectServes, event) => {
      const process = await startProcess({ ...settings(servers), ...wrong });
      await expectServes(servers);
      expect(process.log).toContainEqual(
        expect.objectContaining({
          event,
          platform: name,
          reason: expect.stringMatching(/DISCORD_|SLACK_|bad port/u),
        }),
      );
      expect(await process.stop()).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "when Discord ends later, Slack goes on serving, and the log says what to do",
    async () => {
      const process = await startProcess(settings(servers));
      servers.discord.gateway.close(4004);
      await servers.discord.until(() => process.log.some(({ event }) => event === "platform.ended"));
      expect(process.log).toContainEqual(
        expect.objectContaining({ platform: "discord", reason: expect.stringContaining("DISCORD_TOKEN") }),
      );
      await expectSlackServes(servers);
      expect(await process.stop()).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "when Discord's network is gone, Slack goes on serving, and Discord comes back",
    async () => {
      const process = await startProcess(settings(servers));
      servers.discord.outage(true);
      await expectSlackServes(servers);
      servers.discord.outage(false);
      await servers.discord.until(() => servers.discord.gateway.connections() > 0, TIMEOUT);
      await expectDiscordServes(servers);
      expect(await process.stop()).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "when Discord's network is gone, a stop ends the process all the same",
    async () => {
      const process = await startProcess(settings(servers));
      servers.discord.outage(true);
      await expectSlackServes(servers);
      expect(await process.stop()).toBe(0);
    },
    TIMEOUT,
  );
});

describe("when no platform is left", () => {
  test(
    "the process ends with 1 and says what to do",
    async () => {
      const servers = await startServers();
      const { IBID_DATA = "" } = settings(servers);
      const process = await startProcess({ ...discordEnvironment(servers.discord), IBID_DATA });
      servers.discord.gateway.close(4014);
      expect(await process.exited).toBe(1);
      expect(process.complaints.join("\n")).toMatch(/^ibid: discord: .*no privileged intent/u);
      const start = startProcess({
        ...discordEnvironment(servers.discord),
        DISCORD_TOKEN: "wrong",
        IBID_DATA,
      });
      await expect(start).rejects.toThrow(/ibid: discord: Discord refuses DISCORD_TOKEN/u);
      await stopServers(servers);
    },
    TIMEOUT,
  );
});
