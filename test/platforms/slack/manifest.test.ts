import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { commandTable } from "#bot/commands/index.ts";
import { createManifest } from "#platforms/slack/manifest.ts";
import { childEnvironment } from "#test/support/fakes/process.ts";
import { createState } from "#test/support/fakes/slack/state.ts";
import { readSpec } from "#test/support/specs.ts";

const manifest = createManifest(commandTable, "");

test("every command that people can type, and every shortcut, is in the manifest", () => {
  const { slash_commands, shortcuts } = manifest.features;
  const typed = commandTable.filter(({ button }) => button !== true);
  expect(slash_commands.map(({ command }) => command)).toEqual(typed.map(({ name }) => `/${name}`));
  expect(shortcuts.map(({ name, callback_id }) => [name, callback_id])).toEqual([
    ["Find in the reports", "ask"],
    ["Check quotations", "verify"],
  ]);
});

test("the prefix is put before every command's name", () => {
  const { slash_commands } = createManifest(commandTable, "ibid-").features;
  for (const { command } of slash_commands) expect(command).toMatch(/^\/ibid-/u);
});

test("a name that is too long for Slack is an error when the manifest is made", () => {
  expect(() => createManifest(commandTable, "x".repeat(40))).toThrow(/longer than the 32 characters/u);
});

test("the manifest asks for exactly the scopes that the calls of the bot need", () => {
  expect(new Set(manifest.oauth_config.scopes.bot)).toEqual(createState().scopes);
});

test("the command line prints it as JSON", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["src/main.ts", "manifest"], {
    env: childEnvironment(),
  });
  expect(JSON.parse(stdout)).toEqual(manifest);
});

const schema = readSpec("slack-manifest/manifest.schema.2.0.0.json");

test.skipIf(schema === undefined)("the manifest is valid by Slack's own schema (needs IBID_SPECS)", () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema as object);
  expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true);
  const wrong = { ...manifest, display_information: { name: "x".repeat(36) } };
  expect(validate(wrong)).toBe(false);
});
