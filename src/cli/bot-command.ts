// One command of the bot, run from the command line: as text for a person, as JSON for a program.
import { composeBot, openLibraryFor, terminalOf } from "#app/compose.ts";
import { defaultScope } from "#app/default-scope.ts";
import type { Args, Knowledge } from "#bot/command.ts";
import { answerQuestion } from "#bot/commands/ask.ts";
import { commandTable } from "#bot/commands/index.ts";
import { checkText } from "#bot/commands/verify.ts";
import { checkedJson, outcomeJson } from "#bot/outcome-json.ts";
import type { Config } from "#config.ts";
import { cite } from "#domain/citation.ts";
import { isUnsound } from "#domain/quotation-check.ts";
import type { ExitCode } from "#operations/stop.ts";
import { invoke } from "#platforms/console/invocation.ts";
import { renderMessage } from "#platforms/console/render.ts";
import { answerLines, type LineDeps } from "./json-lines.ts";

export async function printReply(command: string, text: string, config: Config): Promise<ExitCode> {
  await reply(command, text, config);
  return 0;
}

/** 1 when a quotation was altered or is in none of the reports. Throws UsageError when there is nothing to check. */
export async function printChecks(text: string, config: Config): Promise<ExitCode> {
  const liveLibrary = await reply("verify", text, config);
  const { verifyText } = await liveLibrary.current().within(defaultScope(config));
  const { checks } = await checkText(text, verifyText);
  return checks.some(isUnsound) ? 1 : 0;
}

/** Prints the reply, and returns what it was made from. */
async function reply(command: string, text: string, config: Config) {
  const { log, liveLibrary } = await openLibraryFor(config, process);
  const message = await composeBot(liveLibrary, config, { log }).handle(invoke(command, text, commandTable));
  if (typeof message !== "string") process.stdout.write(renderMessage(message, terminalOf(process)));
  return liveLibrary;
}

/** Commands whose outcome programs can read. */
export type JsonCommand = "ask" | "verify";

export async function printJson(command: JsonCommand, text: string, config: Config): Promise<ExitCode> {
  const { answer } = await openForJson(command, config);
  process.stdout.write(`${JSON.stringify(await answer(invoke(command, text, commandTable).args))}\n`);
  return 0;
}

/** Answers each line of standard input. 1 when one of them failed. */
export async function printJsonLines(command: JsonCommand, config: Config): Promise<ExitCode> {
  const { field, answer } = await openForJson(command, config);
  const { stdin: input, stdout: output } = process;
  const allAnswered = await answerLines({
    input,
    output,
    field,
    answer: (value) => answer({ [field]: value }),
  });
  return allAnswered ? 0 : 1;
}

type Answerer = Readonly<{ field: LineDeps["field"]; answer(args: Args): Promise<object> }>;

async function openForJson(command: JsonCommand, config: Config): Promise<Answerer> {
  const { liveLibrary } = await openLibraryFor(config, process);
  const knowledge = await liveLibrary.current().within(defaultScope(config));
  return ANSWERERS[command](knowledge, new Date());
}

const ANSWERERS: Readonly<Record<JsonCommand, (knowledge: Knowledge, today: Date) => Answerer>> = {
  ask: (knowledge, today) => ({
    field: "question",
    answer: async (args) =>
      outcomeJson(await answerQuestion(args, knowledge), { library: knowledge.library, today }),
  }),
  verify: ({ verifyText, library }, today) => ({
    field: "text",
    answer: async ({ text = "" }) =>
      checkedJson(await checkText(text, verifyText), (paragraph) => cite(paragraph, library), today),
  }),
};
