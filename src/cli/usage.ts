// The usage text, made from the table of commands. No line is longer than a terminal of 100 columns.
import { wrapWords } from "#text/wrap.ts";
import { type CliCommand, type CliOption, COMMON_OPTIONS } from "./command.ts";

/** Every command, one row each. */
export function overview(commands: readonly CliCommand[]): string {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  return [
    "Usage: ibid <command> [options]",
    "",
    ...shown.flatMap((command) => rows(synopsisOf(command), command.summary)),
    "",
    "Options of every command:",
    ...optionRows(COMMON_OPTIONS),
    ...rows("-v, --version", "print the version of Ibid"),
    "",
    "ibid <command> --help shows the options of one command.",
  ].join("\n");
}

/** How one command is used. */
export function commandUsage(command: CliCommand): string {
  const options = { ...command.options, ...COMMON_OPTIONS };
  return [
    `Usage: ibid ${synopsisOf(command)}`,
    "",
    ...wrapWords(`${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.`, WIDTH),
    "",
    ...optionRows(options),
    ...(command.exitCodes === undefined ? [] : ["", ...wrapWords(`Exit code: ${command.exitCodes}.`, WIDTH)]),
  ].join("\n");
}

/** Where to look after a mistake. */
export function helpHint({ name }: Pick<CliCommand, "name">): string {
  return `Run "ibid ${name} --help" to see how it is used.`;
}

function synopsisOf({ name, arguments: words }: CliCommand): string {
  return words === "" ? name : `${name} ${words}`;
}

function optionRows(options: Readonly<Record<string, CliOption>>): readonly string[] {
  return Object.entries(options).flatMap(([name, { short, value, summary }]) => {
    const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
    return rows(value === undefined ? names : `${names} ${value}`, summary);
  });
}

const WIDTH = 100;
const COLUMN = 28;

/** `right` begins in its column, on the next line where `left` is too long. */
function rows(left: string, right: string): readonly string[] {
  const indent = " ".repeat(COLUMN);
  const [first = "", ...rest] = wrapWords(right, WIDTH - COLUMN);
  const isLong = left.length > COLUMN - 4;
  const head = isLong ? [`  ${left}`, indent + first] : [`  ${left}`.padEnd(COLUMN) + first];
  return [...head, ...rest.map((line) => indent + line)];
}
