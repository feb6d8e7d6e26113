// Reads what was typed after `ibid` against the table of commands.
import { parseArgs } from "node:util";
import { messageOf, UsageError } from "#domain/errors.ts";
import { didYouMean } from "#text/nearest.ts";
import { type CliCommand, type CliInput, COMMON_OPTIONS } from "./command.ts";
import { helpHint } from "./usage.ts";

type Parsed = Pick<CliInput, "words" | "options"> &
  Readonly<{
    command: CliCommand;
    knowledge: string | undefined;
    /** As typed. */
    scope: string | undefined;
    help: boolean;
  }>;

/** Without a command it is `help`. Throws UsageError for an unknown command, and for an option that it does not have. */
export function parseArguments(args: readonly string[], commands: readonly CliCommand[]): Parsed {
  // An option may come before the command that decides whether it is allowed, so the first pass accepts those of all commands.
  const allOptions = Object.assign({}, ...commands.map(({ options }) => options), COMMON_OPTIONS);
  const typed = { args: [...args], allowPositionals: true } as const;
  const { positionals, tokens } = parseArgs({ ...typed, options: allOptions, strict: false, tokens: true });
  const command = findCommand(positionals, commands);
  const known = { ...command.options, ...COMMON_OPTIONS };
  for (const token of tokens)
    if (token.kind === "option" && !Object.hasOwn(known, token.name))
      throw unknownOption(token.rawName, command, Object.keys(known));
  const words = positionals.slice(command.name.split(" ").length);
  try {
    const { values: options } = parseArgs({ ...typed, options: known });
    const { knowledge, scope, help = false } = options;
    return { command, words, options, knowledge, scope, help };
  } catch (error) {
    throw new UsageError(`${firstSentence(messageOf(error))}\n${helpHint(command)}`);
  }
}

/** A name of two words is found before a command that is called like its first word. */
function findCommand([first = "help", second]: readonly string[], commands: readonly CliCommand[]) {
  const named = (name: string) => commands.find((command) => command.name === name);
  const command = named(`${first} ${second}`) ?? named(first);
  if (command !== undefined) return command;
  const names = commands.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
  const hint = didYouMean(first, names);
  throw new UsageError(
    `There is no command "${first}".${hint === "" ? ' Run "ibid help" to see them all.' : hint}`,
  );
}

/** Node's own message goes on with advice that does not apply here. */
function firstSentence(message: string): string {
  return /^.*?[.](?=\s|$)/su.exec(message)?.[0] ?? message;
}

function unknownOption(typed: string, command: CliCommand, known: readonly string[]): UsageError {
  const guess = didYouMean(
    typed,
    known.map((name) => `--${name}`),
  );
  const hint = guess === "" ? ' Put "--" before words that begin with a dash.' : guess;
  return new UsageError(`"ibid ${command.name}" has no option ${typed}.${hint}\n${helpHint(command)}`);
}
