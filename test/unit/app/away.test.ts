// The whole process while one of its platforms is away at the start.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import { openStore } from "#store/store.ts";
import { environmentFor as discordEnvironment } from "#test/platforms/discord/harness.ts";
import { environmentFor as slackEnvironment } from "#test/platforms/slack/harness.ts";
import { mention as mentionOnDiscord } from "#test/support/fakes/discord/payloads.ts";
import { startDiscord } from "#test/support/fakes/discord/server.ts";
import { freePort, startProcess } from "#test/support/fakes/process.ts";
import { mention as mentionOnSlack } from "#test/support/fakes/slack/payloads.ts";
import { startSlack } from "#test/support/fakes/slack/server.ts";

vi.setConfig({ testTimeout: 120_000 });

const QUESTION = "What would be a red line for Iran's parliament?";
const POLLED = { timeout: 60_000, interval: 50 };

/** Settings with a store in which both platforms have a digest that waits for them to be open again. */
async function settings(platforms: Readonly<Record<string, string>>) {
  const data = mkdtempSync(join(tmpdir(), "data-"));
  await (await openStore(data)).close();
  const store = new DatabaseSync(join(data, "ibid.sqlite"));
  onTestFinished(() => store.close());
  for (const platform of ["slack", "discord"])
    store
      .prepare(
        `insert into subscription values ('${platform}:C9', '${platform}', 'C9', '09:00', 'UTC', 127, null, 0, 1,
          'suspended', 'platform', 'token_revoked', 0, 4102444800000, 1, 'U1', 0, null)`,
      )
      .run();
  const stateOf = (platform: string) =>
    store.prepare("select state from subscription where platform = ?").get(platform)?.state;
  return { environment: { ...platforms, IBID_DATA: data, PORT: String(await freePort()) }, stateOf };
}

async function startServers() {
  const [slack, discord] = [await startSlack(), await startDiscord()];
  onTestFinished(() => Promise.all([slack.stop(), discord.stop()]).then(() => undefined));
  return {
    slack: {
      server: slack,
      ask: () => mentionOnSlack(slack, QUESTION),
      isAnswered: () => slack.state.posts.length > 0,
    },
    discord: {
      server: discord,
      ask: () => mentionOnDiscord(discord, QUESTION),
      isAnswered: () => discord.state.messages.some(({ author }) => author === discord.state.bot.id),
    },
    platforms: { ...slackEnvironment(slack), ...discordEnvironment(discord) },
  };
}

test.each([
  ["slack", "discord"],
  ["discord", "slack"],
] as const)(
  "while %s is away at the start %s serves; once it is back it answers, without a restart",
  async (away, there) => {
    const servers = await startServers();
    const { environment, stateOf } = await settings(servers.platforms);
    const checksOf = async () => {
      const response = await fetch(`http://127.0.0.1:${environment.PORT}/readyz`);
      const { checks } = (await response.json()) as { checks: readonly { name: string; state: string }[] };
      return { status: response.status, state: checks.find(({ name }) => name === away)?.state };
    };
    servers[away].server.outage(true);
    const process = await startProcess(environment);
    onTestFinished(() => process.kill("SIGKILL"));
    expect(process.log).toContainEqual(
      expect.objectContaining({ event: "process.serving", platforms: there }),
    );
    servers[there].ask();
    await expect.poll(servers[there].isAnswered, POLLED).toBe(true);
    expect(await checksOf()).toEqual({ status: 503, state: "starting" });
    expect([stateOf(there), stateOf(away)]).toEqual(["active", "suspended"]);
    servers[away].server.outage(false);
    await expect
      .poll(() => process.log, POLLED)
      .toContainEqual(expect.objectContaining({ event: "platform.serving", platform: away }));
    servers[away].ask();
    await expect.poll(servers[away].isAnswered, POLLED).toBe(true);
    await expect.poll(checksOf, POLLED).toEqual({ status: 200, state: "serving" });
    expect(stateOf(away)).toBe("active");
    expect(await process.stop()).toBe(0);
    expect(process.log.filter(({ event }) => event === "platform.ended")).toEqual([]);
  },
);
