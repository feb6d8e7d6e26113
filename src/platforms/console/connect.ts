// The console as a platform: lines in, answers out. Needs no account and proves that the port is enough.
import { createInterface } from "node:readline/promises";
import type { Command } from "#bot/command.ts";
import { commandTable } from "#bot/command-table.ts";
import type { Handle, Platform, PlatformStatus } from "#domain/platform.ts";
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
  const post: Platform["post"] = async (channel, message, key) => {
    edges.output.write(`${renderMessage(message, edges.terminal)}\n`);
    return { kind: "posted", post: { channel, message: key } };
  };
  return {
    name: "console",
    status: () => status,
    post,
    tell: post,
    findPost: async () => "cannot-tell",
    stop: async () => lines.close(),
    async start({ handle }) {
      status = "serving";
      if (interactive) edges.output.write("Ask a question, /ibid for help, Ctrl-D to leave.\n");
      await converse(lines, handle, edges);
      status = "stopped";
    },
  };
}

type Lines = ReturnType<typeof createInterface>;

async function converse(lines: Lines, handle: Handle, edges: ConsoleEdges): Promise<void> {
  const { output, terminal, commands = commandTable } = edges;
  const prompt = () => terminal.styled && lines.prompt();
  prompt();
  for await (const line of lines) {
    const reply = await handle(readLine(line, commands));
    if (typeof reply !== "string") output.write(`${renderMessage(reply, terminal)}\n`);
    prompt();
  }
  if (terminal.styled) output.write("\n");
}
