// What one person at a terminal types and reads.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { PassThrough } from "node:stream";
import { promisify, stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { composeBot, openLibrary } from "#app/compose.ts";
import { parseConfig } from "#config.ts";
import { createConsole } from "#platforms/console/connect.ts";
import { childEnvironment } from "#test/support/fakes/process.ts";
import { silentLog } from "#test/support/log.ts";

const config = parseConfig({});
const bot = composeBot(await openLibrary(config, silentLog), config, { log: silentLog });

/** What is printed for these lines, without prompts and styles. */
async function converse(lines: readonly string[], columns?: number): Promise<string> {
  const input = new PassThrough();
  const output = new PassThrough();
  let printed = "";
  output.on("data", (chunk) => (printed += chunk));
  const terminal = { styled: columns !== undefined, columns };
  const console = createConsole({ input, output, terminal, interactive: columns !== undefined });
  const ended = console.start(bot);
  input.write(lines.map((line) => `${line}\n`).join(""));
  await ended;
  expect(console.status()).toBe("stopped");
  return stripVTControlCharacters(printed);
}

test.each(["help", "/help", "?", "/ibid"])("%s shows the help", async (line) => {
  expect(await converse([line, "quit"])).toContain("/verify");
});

test.each(["quit", "exit", "/quit", "/exit", " Quit "])("%s ends the conversation", async (line) => {
  expect(await converse([line, "help"])).toBe("");
});

test("a question about quitting is a question", async () => {
  expect(await converse(["who will quit?", "quit"])).not.toBe("");
});

test("an unknown command is named, with the one that was probably meant", async () => {
  expect(await converse(['/veryfy "so much"', "quit"])).toContain(
    'There is no command "veryfy". Did you mean /verify? /ibid lists them all.',
  );
  expect(await converse(["/rhubarb", "quit"])).toContain(
    'There is no command "rhubarb". /ibid lists them all.',
  );
});

test("an empty line is not a question", async () => {
  expect(await converse(["", "   ", "quit"])).toBe("");
});

test("everything that a reply consists of is broken between words at the width of the terminal", async () => {
  const questions = [
    "What is the red line of Iran's parliament?",
    "/reports",
    "help",
    "/verify unlikely",
    "overview",
  ];
  const printed = await converse([...questions, "quit"], 60);
  const tooLong = printed.split(/[\r\n]+/u).filter((line) => line.length > 60 && /\s/u.test(line.trim()));
  // The prompt is repeated with what was typed.
  expect(tooLong.filter((line) => !line.startsWith("ask> "))).toEqual([]);
});

// A terminal is what `script` gives a program; it is on every Debian, but not on every machine.
const SCRIPT = "/usr/bin/script";

test.skipIf(!existsSync(SCRIPT))(
  "on a terminal one reads what is being loaded, then the answer, and no JSON",
  async () => {
    const command = `stty cols 60; ${process.execPath} src/cli/ibid.js ask "What is the red line of Iran's parliament?"`;
    const { stdout } = await promisify(execFile)(SCRIPT, ["-qec", command, "/dev/null"], {
      env: { ...childEnvironment(), TERM: "xterm" },
    });
    expect(stdout).toContain("Looking for reports");
    const lines = stripVTControlCharacters(stdout).split(/[\r\n]+/u);
    expect(lines.filter((line) => line.startsWith("{"))).toEqual([]);
    expect(lines.filter((line) => line.startsWith("| ")).join(" ")).toContain("red");
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  },
);
