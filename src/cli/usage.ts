// The usage text, made from the table of commands.
import { type CliCommand, type CliOption, COMMON_OPTIONS } from "./command.ts";

/** Every command with its options, one line each. */
export function overview(commands: readonly CliCommand[]): string {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  return [
    "Usage: ibid <command> [options]",
    ...shown.flatMap((command) => [
      row(synopsisOf(command), command.summary),
      ...optionRows(command.options, "  "),
    ]),
    "Options of every command:",
    ...optionRows(COMMON_OPTIONS),
  ].join("\n");
}

/** How one command is used. */
export function commandUsage(command: CliCommand): string {
  const options = { ...command.options, ...COMMON_OPTIONS };
  return [`Usage: ibid ${synopsisOf(command)}`, row(command.summary), ...optionRows(options)].join("\n");
}

function synopsisOf({ name, arguments: words }: CliCommand): string {
  return words === "" ? name : `${name} ${words}`;
}

function optionRows(options: Readonly<Record<string, CliOption>>, indent = ""): readonly string[] {
  return Object.entries(options).map(([name, { short, value, summary }]) => {
    const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
    return row(`${indent}${names}${value === undefined ? "" : ` ${value}`}`, summary);
  });
}

const COLUMN = 26;

function row(left: string, right = ""): string {
  return `  ${left.padEnd(COLUMN)} ${right}`.trimEnd();
}
