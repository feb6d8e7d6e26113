// The console as a platform: lines in, answers out. Needs no account and proves that the port is enough.
import { createInterface } from "node:readline/promises";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import type { Invocation, Platform, PlatformStatus, Send } from "#domain/platform.ts";
import { readLine } from "./invocation.ts";
import { renderMessage, type Terminal } from "./render.ts";

export type ConsoleDeps = Readonly<{
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  terminal: Terminal;
  commands?: readonly Command[];
}>;

const PROMPT = "ask> ";

export function createConsole(deps: ConsoleDeps): Platform {
  let status: PlatformStatus = "starting";
  const interactive = deps.terminal.styled;
  const lines = createInterface({
    input: deps.input,
    terminal: interactive,
    prompt: PROMPT,
    ...(interactive ? { output: deps.output } : {}),
  });
  // On a terminal Ctrl-C reaches readline, not the process.
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
    sender: () => send,
    stop: async () => lines.close(),
    async start({ respond: answer }) {
      status = "serving";
      if (interactive) deps.output.write("Ask a question, /ibid for help, Ctrl-D to leave.\n");
      const converseWith = (invocation: Invocation) =>
        answer({ invocation, address: {}, acknowledge: async () => undefined, send });
      await converse(lines, converseWith, deps);
      status = "stopped";
    },
  };
}

type Lines = ReturnType<typeof createInterface>;

async function converse(
  lines: Lines,
  answer: (invocation: Invocation) => Promise<void>,
  deps: ConsoleDeps,
): Promise<void> {
  const { output, terminal, commands = commandTable } = deps;
  const prompt = () => terminal.styled && lines.prompt();
  prompt();
  for await (const line of lines) {
    await answer(readLine(line, commands));
    prompt();
  }
  if (terminal.styled) output.write("\n");
}
