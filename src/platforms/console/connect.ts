// The console as a platform: reads lines and prints replies. It needs no account, and serves one person.
import { createInterface } from "node:readline/promises";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import type { Invocation, Platform, PlatformStatus, Send } from "#domain/platform.ts";
import { isQuit, parseLine } from "./invocation.ts";
import { renderMessage, type Terminal } from "./render.ts";

export type ConsoleDeps = Readonly<{
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  terminal: Terminal;
  /** Somebody types and reads: there is a prompt, and lines can be edited and brought back with the arrow keys. */
  interactive: boolean;
  /** The command table by default. */
  commands?: readonly Command[];
}>;

const PROMPT = "ask> ";

export function createConsole(deps: ConsoleDeps): Platform {
  let status: PlatformStatus = "starting";
  const { interactive } = deps;
  const lines = createInterface({
    input: deps.input,
    terminal: interactive,
    prompt: PROMPT,
    ...(interactive ? { output: deps.output } : {}),
  });
  // On a terminal readline receives Ctrl-C, and the process does not.
  lines.on("SIGINT", () => lines.close());
  const send: Send = async (reply) => {
    if (typeof reply !== "string") deps.output.write(`${renderMessage(reply, deps.terminal)}\n`);
  };
  const post: Platform["post"] = async (channel, message, key) => {
    await send(message);
    return { kind: "posted", post: { channel, message: key } };
  };
  return {
    name: "console",
    status: () => status,
    post,
    directMessage: post,
    findPost: async () => "not-permitted",
    exposure: { channel: async () => INTERNAL, person: async () => INTERNAL },
    sender: () => send,
    stop: async () => lines.close(),
    /** Unlike the others it resolves when the input ends: there is nothing to serve after that. */
    async start({ respond }) {
      status = "serving";
      if (interactive) deps.output.write("Ask a question. Type help for the commands, quit to leave.\n");
      const answer = (invocation: Invocation) =>
        respond({ invocation, address: {}, acknowledge: async () => undefined, send });
      await converse(lines, answer, deps);
      status = "stopped";
    },
  };
}

/** Whoever is at the console has the files themselves. */
const INTERNAL = { kind: "internal" } as const;

type Lines = ReturnType<typeof createInterface>;

async function converse(
  lines: Lines,
  answer: (invocation: Invocation) => Promise<void>,
  deps: ConsoleDeps,
): Promise<void> {
  const { output, interactive, commands = commandTable } = deps;
  const prompt = () => interactive && lines.prompt();
  prompt();
  for await (const line of lines) {
    if (isQuit(line)) break;
    if (line.trim() !== "") await answer(parseLine(line, commands));
    prompt();
  }
  if (interactive) output.write("\n");
}
