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

const typed = commandTable.filter(({ button }) => button !== true).map(({ name }) => name);
const menus = commandTable.flatMap(({ shortcut }) => shortcut ?? []);
const all = [...typed, ...menus];
const registered = (place: string) => server.state.commands.get(place)?.map(({ name }) => name);

test("the whole table is registered and counted, and a second run changes nothing", async () => {
  const settings = environmentFor(server);
  for (const _ of ["first run", "second run"]) {
    expect(await register(settings)).toEqual([`everywhere: ${all.length} commands`]);
    expect(registered("everywhere")).toEqual(all);
  }
});

test("a command that the table no longer has is removed", async () => {
  const settings = environmentFor(server);
  server.state.commands.set("everywhere", [{ id: "1", type: 1, name: "old", description: "Something gone" }]);
  await register(settings);
  expect(registered("everywhere")).toEqual(all);
});

test("for named servers the commands are registered there and no longer everywhere", async () => {
  await register(environmentFor(server));
  const settings = { ...environmentFor(server), DISCORD_GUILD_IDS: `${GUILD}, ${OTHER_GUILD}` };
  expect(await register(settings)).toEqual([
    `server ${GUILD}: ${all.length} commands`,
    `server ${OTHER_GUILD}: ${all.length} commands`,
    "everywhere: 0 commands",
  ]);
  for (const guild of [GUILD, OTHER_GUILD]) expect(registered(guild)).toEqual(all);
  expect(registered("everywhere")).toEqual([]);
});

test("registered everywhere means in servers and direct messages, and nobody can take the bot to other servers", async () => {
  await register(environmentFor(server));
  for (const command of server.state.commands.get("everywhere") ?? [])
    expect(command).toMatchObject({ integration_types: [0], contexts: [0, 1] });
});

test("the prefix is put before the name of every typed command", async () => {
  await register({ ...environmentFor(server), IBID_COMMAND_PREFIX: "ibid-" });
  expect(registered("everywhere")).toContain("ibid-ask");
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

test("a refused token and a server without the bot are reported with the remedy", async () => {
  const settings = environmentFor(server);
  await expect(register({ ...settings, DISCORD_TOKEN: "wrong" })).rejects.toThrow(/refuses DISCORD_TOKEN/u);
  await expect(register({ ...settings, DISCORD_GUILD_IDS: "699999999999999999" })).rejects.toThrow(
    /applications\.commands/u,
  );
  await expect(register({})).rejects.toThrow("Set DISCORD_TOKEN");
});

test("`ibid register` prints how many commands are registered where", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["src/main.ts", "register"], {
    env: childEnvironment(environmentFor(server)),
  });
  expect(stdout).toBe(`everywhere: ${all.length} commands\n`);
});
