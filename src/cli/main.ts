// The command line. Each command is a few lines; what it does lives elsewhere, and is loaded only by who asks for it.
import { text as readAll } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { config as loadDotenv } from "dotenv";
import { composeBot, openLibrary, openLog, terminalOf } from "#app/compose.ts";
import type { Args, Knowledge } from "#bot/command.ts";
import { answerQuestion } from "#bot/commands/ask.ts";
import { commandTable } from "#bot/commands/index.ts";
import { checkText } from "#bot/commands/verify.ts";
import { type Config, parseConfig, secretsIn } from "#config.ts";
import { cite } from "#domain/citation.ts";
import { ConfigError, KnowledgeError, UsageError } from "#domain/errors.ts";
import type { Paragraph } from "#domain/report.ts";
import { createRedact } from "#operations/redact.ts";
import { invoke } from "#platforms/console/invocation.ts";
import { renderMessage } from "#platforms/console/render.ts";
import type { TypedPlan } from "./digest-plan.ts";
import { answerLines, checkedJson, type LineDeps, outcomeJson } from "./json.ts";

const USAGE = `Usage: ibid <command>
  start                          serve the platforms that are set up; the console where none is
  chat                           the console
  ask [--json] <question>        answer one question
  ask --jsonl                    answer {"id","question"} lines from standard input
  doctor                         look at settings, reports, store, clock and tokens; tell what to do
  verify [--json] [text]         check the quotations of a text, or of standard input
  verify --jsonl                 check {"id","text"} lines from standard input
  manifest                       print the app manifest for Slack
  register                       write the commands to Discord
  check [folder]                 tell what was read from each report, and every oddity
  digest plan [--days 30]        what a digest would post and when; also --zone, --at 09:00, --from 2026-11-26
  backup <file>                  copy the store of IBID_DATA, also while the bot runs
  ${commandTable
    .filter(({ name, button }) => name !== "ask" && name !== "verify" && button !== true)
    .map(({ name, usage, description }) => `${`${name} ${usage}`.padEnd(30)} ${description}`)
    .join("\n  ")}
Option: --knowledge DIR          the folder that holds the reports`;

const OPTIONS = {
  json: { type: "boolean" },
  jsonl: { type: "boolean" },
  knowledge: { type: "string" },
  days: { type: "string" },
  zone: { type: "string" },
  at: { type: "string" },
  from: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

async function main(): Promise<void> {
  loadDotenv({ quiet: true });
  const { values, positionals } = readArguments();
  const [command = "help", ...words] = positionals;
  const { knowledge } = values;
  const environment = {
    ...process.env,
    ...(knowledge === undefined ? {} : { IBID_KNOWLEDGE: knowledge }),
  };
  if (command === "doctor") return doctor(environment);
  const config = parseConfig(environment);
  if (values.help === true || command === "help") return print(USAGE);
  if (command === "start") return (await import("#app/start.ts")).start(config, process);
  if (command === "chat") return (await import("#app/start.ts")).startConsole(config, process);
  if (command === "manifest") return manifest(config);
  if (command === "register") return writeCommands(config);
  if (command === "check") return check(words[0] ?? config.IBID_KNOWLEDGE);
  if (command === "backup") return backup(words, config);
  if (command === "digest" && words[0] === "plan") return plan(config, values);
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

async function manifest({ IBID_COMMAND_PREFIX: prefix }: Config): Promise<void> {
  const { createManifest } = await import("#platforms/slack/manifest.ts");
  print(JSON.stringify(createManifest(commandTable, prefix), null, 2));
}

async function writeCommands(config: Config): Promise<void> {
  const { register } = await import("#platforms/discord/register.ts");
  const { settingsOf } = await import("#app/platforms.ts");
  print((await register(settingsOf(config))).join("\n"));
}

async function check(folder: string): Promise<void> {
  const { loadFolder } = await import("#reports/folder.ts");
  const { describeFolder } = await import("#reports/describe.ts");
  const loaded = await loadFolder(folder);
  print(describeFolder(loaded));
  if (loaded.diagnostics.some(({ severity: level }) => level === "error")) process.exitCode = 1;
}

async function backup([file]: readonly string[], config: Config): Promise<void> {
  if (file === undefined) throw new UsageError(`backup into which file?\n${USAGE}`);
  const { backupStore } = await import("#store/backup.ts");
  await backupStore(config.IBID_DATA, file);
  print(`The store of "${config.IBID_DATA}" is copied to "${file}".`);
}

async function plan(config: Config, typed: TypedPlan): Promise<void> {
  const { library } = (await openLibrary(config.IBID_KNOWLEDGE, openLog(config, process))).current();
  const { describePlan } = await import("./digest-plan.ts");
  print(describePlan(typed, { library, zone: config.IBID_TIME_ZONE, now: Date.now() }));
}

async function doctor(environment: NodeJS.ProcessEnv): Promise<void> {
  const { runDoctor } = await import("./doctor.ts");
  const { renderResults } = await import("#operations/checks.ts");
  const results = await runDoctor(environment, () => new Date());
  print(createRedact(secretsIn(environment))(renderResults(results)));
  process.exit(results.some(({ severity: level }) => level === "error") ? 1 : 0);
}

type Run = Readonly<{ config: Config; json?: boolean; jsonl?: boolean }>;

async function runCommand(command: string, words: string, { config, json, jsonl }: Run): Promise<void> {
  const log = openLog(config, process);
  const reads = command === "verify" && words.trim() === "" && jsonl !== true && !process.stdin.isTTY;
  const text = reads ? await readAll(process.stdin) : words;
  if (command === "ask" && jsonl !== true && text.trim() === "") throw new UsageError(`ask what?\n${USAGE}`);
  const liveLibrary = await openLibrary(config.IBID_KNOWLEDGE, log);
  const program = forPrograms(command, liveLibrary.current(), new Date());
  if (jsonl === true) {
    const { stdin: input, stdout: output } = process;
    const { field } = program;
    const answer = (value: string) => program.answer({ [field]: value });
    if (!(await answerLines({ input, output, field, answer }))) process.exitCode = 1;
    return;
  }
  const invocation = invoke(command, text, commandTable);
  if (json === true) return print(JSON.stringify(await program.answer(invocation.args)));
  const reply = await composeBot(liveLibrary, config, { log }).handle(invocation);
  if (typeof reply !== "string") process.stdout.write(renderMessage(reply, terminalOf(process)));
}

type Program = Readonly<{ field: LineDeps["field"]; answer(args: Args): Promise<object> }>;

/** What `--json` and `--jsonl` print. */
function forPrograms(command: string, knowledge: Knowledge, today: Date): Program {
  const citationOf = (paragraph: Paragraph) => cite(paragraph, knowledge.library);
  if (command === "verify")
    return {
      field: "text",
      answer: async ({ text = "" }) => checkedJson(checkText(text, knowledge.verifyText), citationOf, today),
    };
  return {
    field: "question",
    answer: async (args) => outcomeJson(await answerQuestion(args, knowledge), today),
  };
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

// `ibid … | head` closes the pipe early: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

// A log that nobody reads any more is no reason to stop; without a listener every line would be an exception, and that one
// a line again.
process.stderr.on("error", () => undefined);

try {
  await main();
} catch (error) {
  const expected = [ConfigError, KnowledgeError, UsageError].some((known) => error instanceof known);
  const what = error instanceof Error ? (expected ? error.message : error.stack) : error;
  process.stderr.write(createRedact(secretsIn(process.env))(`ibid: ${what}\n`));
  process.exitCode = 1;
}

// Whoever served has stopped in order by now. A library that still waits to try something again must not hold the process.
if (process.argv[2] === "start") process.exit();
