// Turns a typed line into an invocation.
import { type Command, parseArgs } from "#bot/command.ts";
import type { Invocation } from "#domain/platform.ts";

export function isQuit(line: string): boolean {
  return /^\s*\/?(?:quit|exit)\s*$/iu.test(line);
}

/** `/command arguments`; any other line is a question, unless it is what people type for help in every program. */
export function parseLine(line: string, commands: readonly Command[]): Invocation {
  if (/^\s*(?:\/?help|\?)\s*$/iu.test(line)) return invoke("ibid", "", commands);
  const [, name = "ask", rest = line] = /^\s*\/(\S+)\s*(.*)$/su.exec(line) ?? [];
  return invoke(name, rest, commands);
}

/** `name`: a command's, without the slash. `text`: its arguments as typed. */
export function invoke(name: string, text: string, commands: readonly Command[]): Invocation {
  const command = commands.find((candidate) => candidate.name === name);
  return {
    platform: "console",
    keys: [],
    command: name,
    args: command === undefined ? {} : parseArgs(command, text),
    asker: { id: "console", name: "you", mayManage: true, mayAdminister: true },
    channel: { id: "console", kind: "direct" },
    via: "direct",
  };
}
