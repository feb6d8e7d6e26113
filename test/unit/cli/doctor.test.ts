// `ibid doctor` as an operator runs it, as service units call it, against both loopback platforms.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kyselyOf } from "#store/database.ts";
import { openStore } from "#store/store.ts";
import { canaries, runWithCanaries, slackEnvironment, startCanarySlack } from "#test/support/canaries.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import { GUILD, OTHER_GUILD } from "#test/support/fakes/discord/state.ts";
import type { SlackServer } from "#test/support/fakes/slack/server.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let slack: SlackServer;
let discord: DiscordServer;

beforeEach(async () => {
  slack = await startCanarySlack();
  discord = await startDiscord();
});

afterEach(() => Promise.all([slack.stop(), discord.stop()]));

async function runDoctor(more: Readonly<Record<string, string>> = {}) {
  const started = runWithCanaries(["src/main.ts", "doctor"], {
    ...slackEnvironment(slack),
    DISCORD_TOKEN: discord.state.token,
    DISCORD_API_URL: discord.url,
    DISCORD_GUILD_IDS: GUILD,
    ...more,
  });
  const code = await started.exited;
  expect(started.output()).not.toContain(discord.state.token);
  return { code, lines: started.output().split("\n") };
}

test("where all is well each check has its line, and the exit code is 0", async () => {
  const { code, lines } = await runDoctor();
  expect(lines.map((line) => line.replace(/\d{2,}.*/u, "…"))).toEqual([
    "ok      settings: every variable can be read",
    "ok      knowledge: 1 report, …",
    expect.stringMatching(/^ok {6}store: ".*data-.*/u),
    "ok      clock: …",
    "ok      time zones: data …",
    "ok      slack: SLACK_BOT_TOKEN is accepted for T",
    "ok      slack: the bot has every scope that it needs",
    "ok      slack: optional scopes that are not granted: channels:history, groups:history",
    "ok      slack: SLACK_APP_TOKEN is accepted",
    "ok      discord: DISCORD_TOKEN is accepted; no privileged intent is asked for",
    'ok      discord: "Team": may read and answer',
    "no errors, no warnings",
    "",
  ]);
  expect(code).toBe(0);
});

test("all problems are reported at once, each with what to do about it, and the exit code is 1", async () => {
  slack.state.scopes.delete("app_mentions:read");
  discord.state.granted = 0n;
  const knowledge = mkdtempSync(join(tmpdir(), "knowledge-"));
  writeFileSync(join(knowledge, "bad.md"), "---\ntitle: [\n---\n\nText.");
  const { code, lines } = await runDoctor({
    IBID_KNOWLEDGE: knowledge,
    IBID_DATA: "/dev/null/data",
    SLACK_APP_TOKEN: "xapp-of-another-app",
    DISCORD_GUILD_IDS: `${GUILD} 600000000000000009`,
  });
  const errors = lines.filter((line) => line.startsWith("error"));
  for (const [index, line] of lines.entries())
    if (line.startsWith("error"))
      expect(lines.slice(index).find((next) => /^ {8}→ \S/u.test(next))).toBeDefined();
  expect(errors).toEqual([
    expect.stringContaining("knowledge: There is no report in"),
    expect.stringContaining('store: The data folder "/dev/null/data" cannot be used'),
    "error   slack: scopes are missing: app_mentions:read",
    "error   slack: SLACK_APP_TOKEN is refused (invalid_auth)",
    "error   discord: the bot is not in server 600000000000000009",
    'error   discord: "Team": may not View Channels, Send Messages, Send Messages in Threads, Read Message History, Add Reactions',
  ]);
  expect(code).toBe(1);
  expect(discord.state.guilds.has(OTHER_GUILD)).toBe(true);
});

test("refused tokens, a half configured platform and bad settings are reported without a stack", async () => {
  const refused = await runDoctor({
    SLACK_BOT_TOKEN: "xoxb-wrong",
    DISCORD_TOKEN: canaries.DISCORD_TOKEN ?? "",
  });
  expect(refused.code).toBe(1);
  expect(refused.lines).toContain("error   slack: SLACK_BOT_TOKEN is refused (invalid_auth)");
  expect(refused.lines.join("\n")).toContain("Discord refuses DISCORD_TOKEN");
  const half = await runDoctor({ SLACK_APP_TOKEN: "" });
  expect(half.lines.join("\n")).toContain("SLACK_APP_TOKEN is missing");
  const bad = await runDoctor({ PORT: "eighty" });
  expect(bad.lines.join("\n")).toContain("PORT: must be a number");
  expect(`${refused.lines}${half.lines}${bad.lines}`).not.toContain("    at ");
});

test("a platform that cannot be reached is reported with the network's code", async () => {
  // Nobody listens there, and no test that runs beside this one is ever given this port.
  const { code, lines } = await runDoctor({ SLACK_API_URL: "http://127.0.0.1:2/api/" });
  expect(code).toBe(1);
  expect(lines).toContain("error   slack: cannot be reached (fetch failed: ECONNREFUSED)");
});

test("for the store of a newer version the only remedy is that version or another folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "data-"));
  const store = await openStore(folder);
  await sql`insert into kysely_migration (name, timestamp) values ('999-future', '2030')`.execute(
    kyselyOf(store.database),
  );
  await store.close();
  const { code, lines } = await runDoctor({ IBID_DATA: folder });
  const at = lines.findIndex((line) => line.startsWith("error   store: "));
  expect(code).toBe(1);
  expect(lines[at]).toMatch(
    /newer version of Ibid .* Run that version, or set IBID_DATA to another folder\.$/u,
  );
  expect(lines[at + 1]).not.toContain("→");
});

test("scopes that an app from before lacks are a warning, with what does not work and the three steps", async () => {
  for (const scope of ["channels:read", "im:read", "users:read"]) slack.state.scopes.delete(scope);
  const { code, lines } = await runDoctor();
  const at = lines.findIndex((line) => line.startsWith("warning"));
  expect(lines.slice(at, at + 2)).toEqual([
    "warning slack: Until the Slack app has the scopes channels:read, im:read, users:read, " +
      "Share, shared channels and digests do not work, and guests are answered like members.",
    "        → 1. At api.slack.com/apps, open the app and OAuth & Permissions, and add the bot scopes " +
      "channels:read, im:read, users:read. 2. Press Reinstall to Workspace. " +
      "3. If the token has changed, put it into SLACK_BOT_TOKEN. Restart Ibid.",
  ]);
  expect(lines.join("\n")).not.toContain("every scope");
  expect(lines.at(-2)).toBe("no errors, 1 warning");
  expect(code).toBe(0);
});

test("a variable that only looks like a setting is named, with what was probably meant", async () => {
  const { lines } = await runDoctor({ IBID_KNOWLEGDE: "/x", IBID_COLOUR: "red" });
  const at = lines.indexOf("warning settings: there is no variable IBID_KNOWLEGDE, so it is ignored");
  expect(lines[at + 1]).toBe("        → did you mean IBID_KNOWLEDGE?");
  expect(lines).toContain("warning settings: there is no variable IBID_COLOUR, so it is ignored");
});
