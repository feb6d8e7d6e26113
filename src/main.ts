// The command line. Each command is a few lines; what it does lives elsewhere.
import { parseArgs } from "node:util";
import { config as loadDotenv } from "dotenv";
import { commandTable } from "#bot/command-table.ts";
import { answerQuestion } from "#bot/commands/ask.ts";
import { type Config, parseConfig } from "#config.ts";
import { ConfigError, KnowledgeError, UsageError } from "#domain/errors.ts";
import { invoke } from "#platforms/console/invocation.ts";
import { answerLines, outcomeJson } from "#platforms/console/jsonl.ts";
import { renderMessage } from "#platforms/console/render.ts";
import { createManifest } from "#platforms/slack/manifest.ts";
import { describeFolder } from "#reports/describe.ts";
import { loadFolder } from "#reports/folder.ts";
import { createLog, openLibrary, start, startConsole, terminalOf, wireBot } from "./start.ts";

const USAGE = `Usage: ibid <command>
  start                          serve the platforms that are set up; the console where none is
  chat                           the console
  ask [--json] <question>        answer one question
  ask --jsonl                    answer {"id","question"} lines from standard input
  manifest                       print the app manifest for Slack
  check [folder]                 tell what was read from each report, and every oddity
  ${commandTable
    .filter(({ name, button }) => name !== "ask" && button !== true)
    .map(({ name, usage, description }) => `${`${name} ${usage}`.padEnd(30)} ${description}`)
    .join("\n  ")}
Option: --knowledge DIR          the folder that holds the reports`;

const OPTIONS = {
  json: { type: "boolean" },
  jsonl: { type: "boolean" },
  knowledge: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

async function main(): Promise<void> {
  loadDotenv({ quiet: true });
  const { values, positionals } = readArguments();
  const [command = "help", ...words] = positionals;
  const { knowledge } = values;
  const config = parseConfig({
    ...process.env,
    ...(knowledge === undefined ? {} : { IBID_KNOWLEDGE: knowledge }),
  });
  if (values.help === true || command === "help") return print(USAGE);
  if (command === "start") return start(config, process);
  if (command === "chat") return startConsole(config, process);
  if (command === "manifest")
    return print(JSON.stringify(createManifest(commandTable, config.IBID_COMMAND_PREFIX), null, 2));
  if (command === "check") return check(words[0] ?? config.IBID_KNOWLEDGE);
  if (!commandTable.some(({ name }) => name === command))
    throw new UsageError(`no command "${command}"\n${USAGE}`);
  return runCommand(command, words.join(" "), { config, ...values });
}

function readArguments() {
  try {
    return parseArgs({ options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

async function check(folder: string): Promise<void> {
  const loaded = await loadFolder(folder);
  print(describeFolder(loaded));
  if (loaded.oddities.some(({ level }) => level === "error")) process.exitCode = 1;
}

type Run = Readonly<{ config: Config; json?: boolean; jsonl?: boolean }>;

async function runCommand(command: string, text: string, { config, json, jsonl }: Run): Promise<void> {
  const log = createLog(process.stderr);
  const today = new Date();
  if (command === "ask" && jsonl !== true && text.trim() === "") throw new UsageError(`ask what?\n${USAGE}`);
  const retriever = await openLibrary(config.IBID_KNOWLEDGE, log);
  if (jsonl === true) {
    const { stdin: input, stdout: output } = process;
    const answer = (question: string) => answerQuestion({ question }, retriever);
    if (!(await answerLines({ input, output, answer, today }))) process.exitCode = 1;
    return;
  }
  const invocation = invoke(command, text, commandTable);
  if (json === true)
    return print(JSON.stringify(outcomeJson(await answerQuestion(invocation.args, retriever), today)));
  const reply = await wireBot(retriever, config, log).handle(invocation);
  if (typeof reply !== "string") process.stdout.write(renderMessage(reply, terminalOf(process)));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

// `ibid … | head` closes the pipe early: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  await main();
} catch (error) {
  const expected = [ConfigError, KnowledgeError, UsageError].some((known) => error instanceof known);
  process.stderr.write(
    `ibid: ${error instanceof Error ? (expected ? error.message : error.stack) : error}\n`,
  );
  process.exitCode = 1;
}

// Whoever served has stopped in order by now. A library that still waits to try something again must not hold the process.
if (process.argv[2] === "start") process.exit();
