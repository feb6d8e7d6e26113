// What a command of the command line is: data that dispatch, usage text and option parsing all read.
import type { Config } from "#config.ts";

export type CliOption = Readonly<{
  type: "boolean" | "string";
  short?: string;
  /** What the option's value is, as the usage text shows it, such as `<folder>`. */
  value?: string;
  summary: string;
}>;

type CliOptions = Readonly<Record<string, CliOption>>;

type ValueTypes = { boolean: boolean; string: string };

type Values<Options extends CliOptions> = {
  readonly [Name in keyof Options]?: ValueTypes[Options[Name]["type"]] | undefined;
};

export type CliInput<Options extends CliOptions = CliOptions> = Readonly<{
  /** What follows the command's name, options left out. */
  words: readonly string[];
  options: Values<Options>;
  environment: Readonly<Record<string, string | undefined>>;
  /** Throws ConfigError. */
  config(): Config;
}>;

export type CliCommand<Options extends CliOptions = CliOptions> = Readonly<{
  /** One word or two, as it is typed. */
  name: string;
  /** What follows the name, as the usage text shows it. */
  arguments: string;
  summary: string;
  options: Options;
  /** What its exit codes mean, where they are not 0 for success and 1 for an error. */
  exitCodes?: string;
  /** Left out of the usage text. */
  hidden?: true;
  /** Connects to platforms, whose client libraries may hold the process when all is done. */
  connects?: true;
  /** Throws UsageError, ConfigError or KnowledgeError; any other error is a bug. */
  run(input: CliInput<Options>): Promise<0 | 1 | 2>;
}>;

/** Checks a command's `run` against its own options. */
export function defineCommand<const Options extends CliOptions>(command: CliCommand<Options>): CliCommand {
  return command;
}

/** Options of every command. */
export const COMMON_OPTIONS = {
  knowledge: { type: "string", value: "<folder>", summary: "the folder that holds the reports" },
  scope: {
    type: "string",
    value: "<sets> [up to <label>]",
    summary: "see these reports only, or more than by default: all up to TLP:RED",
  },
  help: { type: "boolean", short: "h", summary: "print how the command is used" },
} as const satisfies CliOptions;
