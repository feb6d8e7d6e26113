import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandTable } from "#bot/commands/index.ts";
import { LIMITS } from "#platforms/discord/limits.ts";
import { describeCommands, register } from "#platforms/discord/register.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import { GUILD, OTHER_GUILD } from "#test/support/fakes/discord/state.ts";
import { childEnvironment } from "#test/support/fakes/process.ts";
import { environmentFor } from "./harness.ts";

let server: DiscordServer;
beforeEach(async () => {
  server = await startDiscord();
});
afterEach(async () => {
  expect(server.state.violations).toEqual([]);
  await server.stop();
});

const typed = commandTable.filter(({ button }) => button !== true).map(({ name }) => `/${name}`);
const menus = commandTable.flatMap(({ shortcut }) => (shortcut === undefined ? [] : [`menu "${shortcut}"`]));
const all = [...typed, ...menus];
const writes = () => server.state.requests.filter(({ route }) => route === "set commands").length;

test("the whole table is written once, and a second run finds nothing to do", async () => {
  const settings = environmentFor(server);
  expect(await register(settings)).toEqual(all.map((label) => `everywhere: + ${label}`));
  expect(server.state.commands.get("everywhere")?.map(({ name }) => name)).toContain("ask");
  expect(await register(settings)).toEqual([]);
  expect(writes()).toBe(1);
});

test("what changed is told command by command", async () => {
  const settings = environmentFor(server);
  await register(settings);
  const written = server.state.commands.get("everywhere") ?? [];
  server.state.commands.set("everywhere", [
    { ...written.find(({ name }) => name === "ask"), description: "Something older" },
    ...written.filter(({ name }) => name !== "ask" && name !== "cite"),
    { id: "1", type: 1, name: "old", description: "Something gone" },
  ]);
  expect(await register(settings)).toEqual([
    "everywhere: + /cite",
    "everywhere: ~ /ask",
    "everywhere: - /old",
  ]);
});

test("for named servers the commands stand there and no longer everywhere", async () => {
  await register(environmentFor(server));
  const settings = { ...environmentFor(server), DISCORD_GUILD_IDS: `${GUILD}, ${OTHER_GUILD}` };
  const changes = await register(settings);
  expect(changes).toContain(`server ${GUILD}: + /ask`);
  expect(changes).toContain(`server ${OTHER_GUILD}: + /ask`);
  expect(changes).toContain("everywhere: - /ask");
  expect(server.state.commands.get("everywhere")).toEqual([]);
  expect(await register(settings)).toEqual([]);
});

test("registered everywhere means in servers and direct conversations, and nobody carries the bot elsewhere", async () => {
  await register(environmentFor(server));
  for (const command of server.state.commands.get("everywhere") ?? [])
    expect(command).toMatchObject({ integration_types: [0], contexts: [0, 1] });
});

test("the prefix stands before every command that is typed", async () => {
  await register({ ...environmentFor(server), IBID_COMMAND_PREFIX: "ibid-" });
  expect(server.state.commands.get("everywhere")?.map(({ name }) => name)).toContain("ibid-ask");
});

test("the table is within Discord's limits with the longest prefix", () => {
  for (const command of describeCommands(commandTable, "p".repeat(16))) {
    expect(command.name.length).toBeLessThanOrEqual(LIMITS.commandName);
    if (!("options" in command) || !("description" in command)) continue;
    expect(command.description?.length).toBeLessThanOrEqual(LIMITS.commandDescription);
    expect(command.options?.length ?? 0).toBeLessThanOrEqual(LIMITS.commandOptions);
    for (const { description } of command.options ?? [])
      expect(description.length).toBeLessThanOrEqual(LIMITS.commandDescription);
  }
});

test("a refused token and a server without the bot are told with the remedy", async () => {
  const settings = environmentFor(server);
  await expect(register({ ...settings, DISCORD_TOKEN: "wrong" })).rejects.toThrow(/refuses DISCORD_TOKEN/u);
  await expect(register({ ...settings, DISCORD_GUILD_IDS: "699999999999999999" })).rejects.toThrow(
    /applications\.commands/u,
  );
  await expect(register({})).rejects.toThrow("Set DISCORD_TOKEN");
});

test("`ibid register` prints what it changed, then that nothing differs", async () => {
  const run = async () =>
    (
      await promisify(execFile)(process.execPath, ["src/main.ts", "register"], {
        env: childEnvironment(environmentFor(server)),
      })
    ).stdout;
  expect(await run()).toContain("everywhere: + /ask\n");
  expect(await run()).toBe("The registered commands are up to date.\n");
});
