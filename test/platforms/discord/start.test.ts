// Discord may be away when Ibid starts, and later. Ibid then goes on trying, and says so in the log.
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { createConnection } from "#platforms/discord/connection/connection.ts";
import { mention } from "#test/support/fakes/discord/payloads.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import type { Fault } from "#test/support/fakes/discord/state.ts";
import { createTestLog, type LoggedLine } from "#test/support/log.ts";
import { beginFixture, type Fixture, openFixture } from "./fixture.ts";

const TIMEOUT = 60_000;
const QUESTION = "What would be a red line for Iran's parliament?";
const ANSWER = /para\. 4 of 17/u;

let fixture: Fixture | undefined;
afterEach(async () => {
  await fixture?.close();
  expect(fixture?.server.state.violations ?? []).toEqual([]);
  fixture = undefined;
});

async function begin(...args: Parameters<typeof beginFixture>): Promise<Fixture> {
  fixture = await beginFixture(...args);
  return fixture;
}

const reasons = (log: readonly LoggedLine[]) =>
  log.filter(({ event }) => event === "platform.disconnected").map(({ reason }) => String(reason));
const isTold = ({ log }: Fixture, reason: RegExp) => reasons(log).some((told) => reason.test(told));

/** The start is over, the log said so, and a question that is asked now gets its answer. */
async function expectServed({ server, discord, started, log, ends, posted, words }: Fixture): Promise<void> {
  await started;
  expect(discord.status()).toBe("serving");
  expect(log).toContainEqual({ event: "platform.connected", level: "info", platform: "discord" });
  mention(server, QUESTION);
  await server.until(() => posted().length > 0 && ANSWER.test(words()), TIMEOUT);
  expect(ends).toEqual([]);
}

describe("a start while Discord is away goes on trying, and serves when Discord is back:", () => {
  test("nobody answers at its address", { timeout: TIMEOUT }, async () => {
    const one = await begin({}, {}, (server) => server.outage(true));
    await one.server.until(() => one.server.gateway.count.lookups >= 3, TIMEOUT);
    expect(one.discord.status()).toBe("starting");
    expect(reasons(one.log)).not.toEqual([]);
    expect(new Set(reasons(one.log)).size, "each reason is told once").toBe(reasons(one.log).length);
    expect(reasons(one.log)[0]).toMatch(/Discord cannot be reached .*\([A-Z_]+\).*DISCORD_API_URL/u);
    one.server.outage(false);
    await expectServed(one);
  });

  const faults: readonly (readonly [string, Fault, RegExp])[] = [
    ["errors of its own", { kind: "status", status: 503 }, /Discord itself has failed \(503 .*Wait/u],
    [
      "a rate limit",
      { kind: "limited", seconds: 0.1 },
      /accepts no more requests for now\. Wait \d+ seconds?,/u,
    ],
    ["an error page", { kind: "text", status: 404, type: "text/html", text: "<p>" }, /must end in \/api/u],
    [
      "broken JSON",
      { kind: "text", status: 200, type: "application/json", text: "{" },
      /other than Discord/u,
    ],
    ["a hang", { kind: "hang" }, /cannot be reached/u],
    ["a body without an end", { kind: "drip" }, /cannot be reached/u],
  ];

  test.each(faults)("%s", { timeout: TIMEOUT }, async (_, fault, reason) => {
    const one = await begin({}, {}, (server) => server.fault("gateway", fault));
    await one.server.until(() => isTold(one, reason), TIMEOUT);
    expect(one.discord.status()).toBe("starting");
    await expectServed(one);
    expect(reasons(one.log)).toHaveLength(1);
  });

  test("a gateway that closes every connection, which is told at once", { timeout: TIMEOUT }, async () => {
    const one = await begin({}, {}, ({ state }) => {
      state.closesWith = 4000;
    });
    // Long before a start that hangs would be given up.
    await one.server.until(() => isTold(one, /closed the connection \(4000 UnknownError\)/u), 20_000);
    await one.server.until(() => one.server.gateway.count.attempts >= 3, TIMEOUT);
    expect(reasons(one.log)).toHaveLength(1);
    one.server.state.closesWith = undefined;
    await expectServed(one);
  });

  test("a gateway behind a proxy that refuses the upgrade", { timeout: TIMEOUT }, async () => {
    const one = await begin({}, {}, ({ state }) => {
      state.upgradesWith = 503;
    });
    await one.server.until(() => isTold(one, /Unexpected server response: 503/u));
    one.server.state.upgradesWith = undefined;
    await expectServed(one);
  });

  test("the reason of a network failure has its name: refused, or no TLS", { timeout: TIMEOUT }, async () => {
    const refused = await begin({ DISCORD_API_URL: "http://127.0.0.1:1/api" });
    await refused.server.until(() => isTold(refused, /ECONNREFUSED/u));
    await refused.close();
    const plain = await startDiscord();
    const noTls = await begin({ DISCORD_API_URL: plain.url.replace("http", "https") });
    await noTls.server.until(() => isTold(noTls, /ERR_SSL_\w+|EPROTO/u));
    await plain.stop();
  });
});

describe("stopped while it starts,", () => {
  test("it tries no more, and the start is never over", { timeout: TIMEOUT }, async () => {
    const one = await begin({}, {}, (server) => server.outage(true));
    const { count } = one.server.gateway;
    await one.server.until(() => count.lookups >= 2);
    // Into the pause before the third try, and then longer than that pause.
    await sleep(200);
    await one.discord.stop();
    const before = count.lookups;
    one.server.outage(false);
    const outcome = await Promise.race([one.started.then(() => "over"), sleep(3_000, "pending")]);
    expect({ outcome, lookups: count.lookups }).toEqual({ outcome: "pending", lookups: before });
    expect(one.discord.status()).toBe("stopped");
  });

  test("also between the gateway's address and the first event", { timeout: TIMEOUT }, async () => {
    const one = await begin({}, {}, ({ state }) => {
      state.closesWith = 4000;
    });
    const { count } = one.server.gateway;
    await one.server.until(() => count.attempts >= 2);
    await one.discord.stop();
    const before = count.attempts;
    await sleep(3_000);
    expect(count.attempts).toBe(before);
  });
});

test("a connection that is lost before the servers arrived does not serve when the library gives them up", async () => {
  const one = await begin({}, {}, ({ state }) => {
    state.withholdsGuilds = true;
  });
  await one.server.until(() => one.server.gateway.count.identifies > 0);
  await sleep(500);
  one.server.outage(true);
  one.server.gateway.close(4000);
  await one.server.until(() => reasons(one.log).length > 0);
  // The library waits for servers for 15 seconds.
  await sleep(17_000);
  expect(one.discord.status()).not.toBe("serving");
  expect(one.log.map(({ event }) => event)).not.toContain("platform.connected");
}, 60_000);

describe("a connection that is lost later", () => {
  test("is tried again ever more seldom, and the log tells the loss and the return once", async () => {
    fixture = await openFixture();
    const { server, discord, log } = fixture;
    const { count } = server.gateway;
    server.state.closesWith = 4000;
    const before = count.attempts;
    server.gateway.close(4000);
    await server.until(() => discord.status() === "disconnected");
    await sleep(8_000);
    // Without pauses that grow there are two a second.
    expect(count.attempts - before).toBeLessThanOrEqual(5);
    server.state.closesWith = undefined;
    await server.until(() => discord.status() === "serving");
    expect(reasons(log)).toHaveLength(1);
    expect(log.filter(({ event }) => event === "platform.connected")).toHaveLength(1);
  });

  test("and does not come back for long is made anew, from the gateway's address on", async () => {
    const server: DiscordServer = await startDiscord();
    const log: LoggedLine[] = [];
    const connection = createConnection({
      credentials: { token: server.state.token, api: server.url, guildIds: [] },
      log: createTestLog(log),
      maxAbsence: 1_000,
      onRestored: () => undefined,
      onRefused: () => undefined,
    });
    await connection.open(() => undefined);
    const first = connection.client();
    server.state.upgradesWith = 503;
    server.gateway.drop();
    await server.until(() => reasons(log).some((reason) => reason.includes("no connection for 1 s")));
    server.state.upgradesWith = undefined;
    await server.until(() => connection.status() === "serving");
    expect(connection.client()).not.toBe(first);
    expect(server.gateway.count.lookups).toBeGreaterThan(1);
    await connection.close();
    await server.stop();
  });

  test("and then refused ends the platform", { timeout: TIMEOUT }, async () => {
    fixture = await openFixture();
    const { server, discord, ends } = fixture;
    server.state.isTokenReset = true;
    server.gateway.forget();
    server.gateway.drop();
    await server.until(() => ends.length > 0);
    expect(ends).toEqual([expect.stringMatching(/refuses DISCORD_TOKEN/u)]);
    expect(discord.status()).toBe("stopped");
  });
});
