import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandTable } from "#bot/commands/index.ts";
import { ConfigError } from "#domain/errors.ts";
import { createDiscord } from "#platforms/discord/connect.ts";
import { LIMITS } from "#platforms/discord/limits.ts";
import { describeCommands, register } from "#platforms/discord/register.ts";
import { type DiscordServer, startDiscord } from "#test/support/fakes/discord/server.ts";
import { type Fault, GUILD, OTHER_GUILD } from "#test/support/fakes/discord/state.ts";
import { childEnvironment } from "#test/support/fakes/process.ts";
import { silentLog } from "#test/support/log.ts";
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

const refusals: readonly (readonly [string, Fault, RegExp])[] = [
  [
    "a body that Discord refuses: to update",
    {
      kind: "status",
      status: 400,
      body: {
        code: 50_035,
        message: "Invalid Form Body",
        errors: { 0: { options: { _errors: [{ code: "additionalProperties", message: "is wrong" }] } } },
      },
    },
    /refuses a request of Ibid \(\/api\/v10\/applications\/\d+\/commands: status 400, .*0\.options\[additionalProperties\]: is wrong.*50035.*Update Ibid/u,
  ],
  [
    "something unknown: to look at the address",
    { kind: "text", status: 404, type: "text/html", text: "<p>Not here</p>" },
    /commands: status 404, .*DISCORD_API_URL must end in \/api; the version is added/u,
  ],
  ["a failure of Discord's: to wait", { kind: "status", status: 503 }, /itself has failed \(503 .*Wait/u],
  ["a rate limit: to wait", { kind: "limited", seconds: 60 }, /Wait 61 seconds/u],
  ["a lost connection: to look at the network", { kind: "drop" }, /cannot be reached .*Check the network/u],
];

test.each(refusals)("%s, says the message", async (_, fault, words) => {
  server.fault("set commands", fault);
  const refused = register(environmentFor(server));
  await expect(refused).rejects.toBeInstanceOf(ConfigError);
  await expect(refused).rejects.toThrow(words);
});

test("an answer that is none of Discord's is not taken for an application", async () => {
  server.fault("application", { kind: "text", status: 200, type: "text/html", text: "<p>Welcome</p>" });
  await expect(register(environmentFor(server))).rejects.toThrow(/other than Discord .*Check the address/u);
});

test.each(["/v10", "/v10/", "//", ""])("an address that ends in %j is the same address", async (end) => {
  await register({ ...environmentFor(server), DISCORD_API_URL: `${server.url}${end}` });
  expect(registered("everywhere")).toEqual(all);
});

test("a bug of ours in the doctor's questions is called one, and not a failure of the network", async () => {
  server.fault("guilds", {
    kind: "text",
    status: 200,
    type: "application/json",
    text: JSON.stringify([{ id: GUILD, name: "Team" }]),
  });
  const results = await examine();
  expect(results).toEqual([
    {
      about: "discord",
      severity: "error",
      message: "Ibid could not read Discord's answer: Cannot convert undefined to a BigInt",
      hint: "this is a bug in Ibid; please report it",
    },
  ]);
});

test("what the doctor is refused has the remedy", async () => {
  server.fault("guilds", { kind: "text", status: 404, type: "text/html", text: "<p>Not here</p>" });
  expect(await examine()).toEqual([
    expect.objectContaining({ severity: "error", message: expect.stringContaining("must end in /api") }),
  ]);
});

async function examine() {
  const deps = { prefix: "", log: silentLog, ended: () => undefined };
  return (await createDiscord(environmentFor(server), deps)?.diagnose?.())?.results;
}

test("`ibid register` prints how many commands are registered where", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["src/main.ts", "register"], {
    env: childEnvironment(environmentFor(server)),
  });
  expect(stdout).toBe(`everywhere: ${all.length} commands\n`);
});
