// The console as a platform: lines in, answers out. Needs no account and proves that the port is enough.
import { createInterface } from "node:readline/promises";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/commands/index.ts";
import type { Invocation, Platform, PlatformStatus, Send } from "#domain/platform.ts";
import { readLine } from "./invocation.ts";
import { renderMessage, type Terminal } from "./render.ts";

export type ConsoleEdges = Readonly<{
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  terminal: Terminal;
  commands?: readonly Command[];
}>;

const PROMPT = "ask> ";

export function createConsole(edges: ConsoleEdges): Platform {
  let status: PlatformStatus = "starting";
  const interactive = edges.terminal.styled;
  const lines = createInterface({
    input: edges.input,
    terminal: interactive,
    prompt: PROMPT,
    ...(interactive ? { output: edges.output } : {}),
  });
  // On a terminal Ctrl-C reaches readline, not the process.
  lines.on("SIGINT", () => lines.close());
  const send: Send = async (reply) => {
    if (typeof reply !== "string") edges.output.write(`${renderMessage(reply, edges.terminal)}\n`);
  };
  const post: Platform["post"] = async (channel, message, key) => {
    await send(message);
    return { kind: "posted", post: { channel, message: key } };
  };
  return {
    name: "console",
    status: () => status,
    post,
    tell: post,
    findPost: async () => "cannot-tell",
    sender: () => send,
    stop: async () => lines.close(),
    async start({ answer }) {
      status = "serving";
      if (interactive) edges.output.write("Ask a question, /ibid for help, Ctrl-D to leave.\n");
      const converseWith = (invocation: Invocation) =>
        answer({ invocation, address: {}, acknowledge: async () => undefined, send });
      await converse(lines, converseWith, edges);
      status = "stopped";
    },
  };
}

type Lines = ReturnType<typeof createInterface>;

async function converse(
  lines: Lines,
  answer: (invocation: Invocation) => Promise<void>,
  edges: ConsoleEdges,
): Promise<void> {
  const { output, terminal, commands = commandTable } = edges;
  const prompt = () => terminal.styled && lines.prompt();
  prompt();
  for await (const line of lines) {
    await answer(readLine(line, commands));
    prompt();
  }
  if (terminal.styled) output.write("\n");
}
