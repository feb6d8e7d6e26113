// The protocol over standard input and output, which is how a desktop client starts a server of its own.
import type { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { messageOf } from "#domain/errors.ts";
import type { Log } from "#domain/log.ts";

/** Serves until standard input ends. Nothing else may write to standard output meanwhile. */
export async function serveOverStdio(
  create: () => McpServer,
  { stdin, log }: Readonly<{ stdin: NodeJS.ReadableStream; log: Log }>,
): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    for (const event of ["end", "close"]) stdin.once(event, () => resolve());
  });
  const connection = serveStdio(create, {
    onerror: (error) => log.warn("mcp.error", { error: messageOf(error) }),
  });
  await ended;
  await connection.close();
}
