// The one table of the command line's commands. What a command does lives elsewhere and is loaded only when it is run.
import { text as readAll } from "node:stream/consumers";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import { secretsIn } from "#config.ts";
import { citeReport } from "#domain/citation.ts";
import { isNotLoaded } from "#domain/diagnostic.ts";
import { UsageError } from "#domain/errors.ts";
import { createRedact } from "#operations/redact.ts";
import { type CliCommand, defineCommand } from "./command.ts";
import { tokenCommands } from "./token-commands.ts";
import { overview } from "./usage.ts";

const start = defineCommand({
  name: "start",
  arguments: "",
  summary: "run on Slack and Discord; open the console if neither is configured",
  options: {},
  connects: true,
  run: async ({ config }) => (await import("#app/start.ts")).start(config(), process),
});

const chat = defineCommand({
  name: "chat",
  arguments: "",
  summary: "open the console, to ask questions in this terminal",
  options: {},
  run: async ({ config }) => (await import("#app/start.ts")).startConsole(config(), process),
});

const ask = defineCommand({
  name: "ask",
  arguments: "<question>",
  summary: "answer one question",
  options: {
    json: { type: "boolean", summary: "print one JSON object" },
    jsonl: { type: "boolean", summary: 'answer {"id","question"} lines from standard input' },
  },
  exitCodes: "1 if a line of --jsonl could not be read, or if something went wrong",
  async run({ words, options, config }) {
    const { printJson, printJsonLines, printReply } = await import("./bot-command.ts");
    if (options.jsonl === true) return printJsonLines("ask", config());
    const question = words.join(" ");
    if (question.trim() === "")
      throw new UsageError(
        'The question is missing. Example: ibid ask "What does the report say about drones?"',
      );
    return (options.json === true ? printJson : printReply)("ask", question, config());
  },
});

const verify = defineCommand({
  name: "verify",
  arguments: "[text]",
  summary: "check whether the quotations in a text, or in standard input, are in the reports word for word",
  options: {
    file: {
      type: "string",
      value: "<file>",
      summary: "check every quotation of a draft: .md, .txt, .html or .docx",
    },
    json: { type: "boolean", summary: "print one JSON object" },
    jsonl: { type: "boolean", summary: 'check {"id","text"} lines from standard input' },
  },
  exitCodes:
    "1 if a quotation is altered or in none of the reports, or if something went wrong; with --json and --jsonl 0, unless a line could not be read",
  async run({ words, options, config }) {
    if (options.file !== undefined) {
      const { verifyFile } = await import("./verify-file.ts");
      return verifyFile(options.file, { json: options.json === true }, config());
    }
    const { printChecks, printJson, printJsonLines } = await import("./bot-command.ts");
    if (options.jsonl === true) return printJsonLines("verify", config());
    const typed = words.join(" ");
    const text = typed.trim() === "" && !process.stdin.isTTY ? await readAll(process.stdin) : typed;
    if (text.trim() === "")
      throw new UsageError('There is nothing to check. Example: ibid verify "the quoted words"');
    return options.json === true ? printJson("verify", text, config()) : printChecks(text, config());
  },
});

const doctor = defineCommand({
  name: "doctor",
  arguments: "",
  summary: "check settings, reports, store, clock and tokens, and suggest fixes",
  options: {},
  connects: true,
  async run({ environment }) {
    const { renderResults, runDoctor } = await import("./doctor.ts");
    const results = await runDoctor(environment, () => new Date());
    print(createRedact(secretsIn(environment))(renderResults(results)));
    return results.some(({ severity }) => severity === "error") ? 1 : 0;
  },
});

const manifest = defineCommand({
  name: "manifest",
  arguments: "",
  summary: "print the app manifest for Slack",
  options: {},
  async run({ config }) {
    const { createManifest } = await import("#platforms/slack/manifest.ts");
    print(JSON.stringify(createManifest(commandTable, config().IBID_COMMAND_PREFIX), null, 2));
    return 0;
  },
});

const register = defineCommand({
  name: "register",
  arguments: "",
  summary: "register the commands with Discord",
  options: {},
  async run({ config }) {
    const { register: registerCommands } = await import("#platforms/discord/register.ts");
    const { settingsOf } = await import("#app/platforms.ts");
    print((await registerCommands(settingsOf(config()))).join("\n"));
    return 0;
  },
});

const check = defineCommand({
  name: "check",
  arguments: "[folder or file]",
  summary: "show what is read from each report, and list anything unusual",
  options: {},
  exitCodes: "2 if a file could not be loaded, 1 if something else went wrong",
  async run({ words: [path], config }) {
    const { loadFile, loadFolder } = await import("#reports/folder.ts");
    const { describeFolder } = await import("#reports/describe.ts");
    const { stat } = await import("node:fs/promises");
    const isFile = path !== undefined && (await stat(path).catch(() => undefined))?.isFile() === true;
    const loaded = isFile ? await loadFile(path) : await loadFolder(path ?? config().IBID_KNOWLEDGE);
    const { sourceLine } = await import("#bot/citation-format.ts");
    const now = new Date();
    print(describeFolder(loaded, (report) => sourceLine(citeReport(report, loaded.library), now)));
    return loaded.diagnostics.some(isNotLoaded) ? 2 : 0;
  },
});

const importDocuments = defineCommand({
  name: "import",
  arguments: "<file> …",
  summary:
    "turn PDF, Word, HTML, EPUB and printed text files into report files, with an account of what to look at",
  options: {
    to: {
      type: "string",
      value: "<folder>",
      summary: "the folder to write into; beside the document by default",
    },
    title: { type: "string", value: "<title>", summary: "for the front matter" },
    author: { type: "string", value: "<name>", summary: "for the front matter" },
    published: { type: "string", value: "<date>", summary: "for the front matter, such as 2021-11" },
    tlp: { type: "string", value: "<label>", summary: "for the front matter, such as TLP:GREEN" },
    force: { type: "boolean", summary: "replace a report file that is different" },
    accept: {
      type: "string",
      value: "<gate,…>",
      summary: "write although a gate stops it: conservation, lost-letters, pages-without-text",
    },
  },
  exitCodes: "1 if a file was not imported; the others are",
  async run({ words: files, options: { to, force, accept, title, author, published, tlp } }) {
    if (files.length === 0)
      throw new UsageError("The file is missing. Example: ibid import report.docx --to knowledge");
    const { importFiles, parseGates } = await import("./import.ts");
    const given = Object.entries({ title, author, published, tlp }).filter(
      ([, value]) => value !== undefined,
    );
    const metadata = Object.fromEntries(given);
    return importFiles(files, {
      to,
      force: force === true,
      accepted: parseGates(accept ?? ""),
      metadata,
    });
  },
});

const digestPlan = defineCommand({
  name: "digest plan",
  arguments: "",
  summary: "print what a digest would post, and when",
  options: {
    days: { type: "string", value: "<number>", summary: "number of days; 30 by default" },
    zone: { type: "string", value: "<zone>", summary: "time zone; IBID_TIME_ZONE by default" },
    at: { type: "string", value: "<time>", summary: "time of day; 09:00 by default" },
    from: { type: "string", value: "<date>", summary: "first day, such as 2026-11-26; now by default" },
  },
  async run({ options, config }) {
    const { defaultScope } = await import("#app/default-scope.ts");
    const { loadFolder } = await import("#reports/folder.ts");
    const { narrow } = await import("#access/scope.ts");
    const { describePlan } = await import("./digest-plan.ts");
    const { IBID_KNOWLEDGE, IBID_TIME_ZONE: zone } = config();
    const { library } = await loadFolder(IBID_KNOWLEDGE);
    print(describePlan(options, { library: narrow(library, defaultScope(config())), zone, now: Date.now() }));
    return 0;
  },
});

const backup = defineCommand({
  name: "backup",
  arguments: "<file>",
  summary: "copy the store in IBID_DATA, even while the bot runs",
  options: {},
  async run({ words: [file], config }) {
    if (file === undefined)
      throw new UsageError("The name of the new file is missing. Example: ibid backup ibid-backup.sqlite");
    const { backupStore } = await import("#store/backup.ts");
    const { IBID_DATA: folder } = config();
    await backupStore(folder, file);
    print(`Copied the store in "${folder}" to "${file}".`);
    return 0;
  },
});

const mcp = defineCommand({
  name: "mcp",
  arguments: "",
  summary: "serve an assistant over standard input and output (Model Context Protocol)",
  options: {},
  connects: true,
  async run({ config }) {
    const { startMcp } = await import("#app/mcp.ts");
    return startMcp(config(), process);
  },
});

const help = defineCommand({
  name: "help",
  arguments: "",
  summary: "print this text",
  options: {},
  async run() {
    print(overview(commands));
    return 0;
  },
});

// What these do in a channel cannot be done from here.
const HERE: Readonly<Record<string, Readonly<{ arguments: string; summary: string }>>> = {
  digest: { arguments: "preview", summary: "show the next paragraph of the daily digest" },
  ibid: { arguments: "status", summary: "show what is loaded" },
};

/** A command of the bot, such as `/cite`. The commands behind its buttons work here too, but are not shown. */
function fromBot({ name, usage, description, button }: Command): CliCommand {
  return defineCommand({
    name,
    ...(HERE[name] ?? {
      arguments: usage,
      summary: `${description[0]?.toLowerCase()}${description.slice(1)}`,
    }),
    options: {},
    ...(button === true ? { hidden: true } : {}),
    run: async ({ words, config }) =>
      (await import("./bot-command.ts")).printReply(name, words.join(" "), config()),
  });
}

const ownCommands = [
  start,
  chat,
  ask,
  doctor,
  verify,
  manifest,
  register,
  check,
  importDocuments,
  digestPlan,
  backup,
  mcp,
  ...tokenCommands,
  help,
];

export const commands: readonly CliCommand[] = [
  ...ownCommands,
  ...commandTable.filter(({ name }) => !ownCommands.some((own) => own.name === name)).map(fromBot),
];

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
