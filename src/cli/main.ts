// The command line: reads what was typed, runs the command, and is the one place where its errors end.
import { config as loadDotenv } from "dotenv";
import { parseScope } from "#access/scope.ts";
import { parseConfig, secretsIn } from "#config.ts";
import { ConfigError, KnowledgeError, messageOf, stackOf, UsageError } from "#domain/errors.ts";
import { createRedact } from "#operations/redact.ts";
import { versionOfPackage } from "#operations/version.ts";
import { parseArguments } from "./arguments.ts";
import { commands } from "./commands.ts";
import { commandUsage, overview } from "./usage.ts";

/** The settings that `--scope` replaces. Throws UsageError. */
function scopeSettings(typed: string) {
  const scope = parseScope(typed);
  if (scope === undefined)
    throw new UsageError(
      '--scope takes sets and a label, such as "iran up to TLP:GREEN" or "all up to TLP:RED".',
    );
  const { sets, ceiling } = scope;
  return {
    IBID_DEFAULT_SETS: sets === "all" ? sets : sets.join(","),
    ...(ceiling === undefined ? {} : { IBID_DEFAULT_CEILING: ceiling }),
  };
}

// `ibid … | head` closes the pipe early: that is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

// When the reader of the log is gone, each line would otherwise throw, and that exception would be one more line to log.
process.stderr.on("error", () => undefined);

let mustExit = false;
try {
  loadDotenv({ quiet: true });
  const args = process.argv.slice(2);
  const isVersion = args[0] === "--version" || args[0] === "-v";
  const { command, words, options, knowledge, scope, help } = parseArguments(isVersion ? [] : args, commands);
  mustExit = command.connects === true;
  const environment = {
    ...process.env,
    ...(knowledge === undefined ? {} : { IBID_KNOWLEDGE: knowledge }),
    ...(scope === undefined ? {} : scopeSettings(scope)),
  };
  if (isVersion) process.stdout.write(`${versionOfPackage()}\n`);
  else if (help)
    process.stdout.write(`${command.name === "help" ? overview(commands) : commandUsage(command)}\n`);
  else
    process.exitCode = await command.run({
      words,
      options,
      environment,
      config: () => parseConfig(environment),
    });
} catch (error) {
  const expected = [ConfigError, KnowledgeError, UsageError].some((known) => error instanceof known);
  const message = expected ? messageOf(error) : stackOf(error);
  process.stderr.write(createRedact(secretsIn(process.env))(`ibid: ${message}\n`));
  process.exitCode = 1;
}
// Everything is closed by now, but the platforms' client libraries may hold the process by a timer or an idle connection.
if (mustExit) process.exit();
