// Ibid as a server for other programs.
import { randomBytes } from "node:crypto";
import type { Config } from "#config.ts";
import { createMcpServer } from "#mcp/server.ts";
import { serveOverStdio } from "#mcp/stdio.ts";
import type { ExitCode } from "#operations/stop.ts";
import { openLibraryFor } from "./compose.ts";
import { defaultScope } from "./default-scope.ts";

/** Serves one client over standard input and output until it hangs up. */
export async function startMcp(config: Config, process: NodeJS.Process, version: string): Promise<ExitCode> {
  const { log, liveLibrary } = await openLibraryFor(config, process);
  const watching = new AbortController();
  liveLibrary.watch(watching.signal);
  const create = () =>
    createMcpServer({
      version,
      log,
      knowledge: () => liveLibrary.current().within(defaultScope(config)),
      now: () => new Date(),
      newId: () => randomBytes(2).toString("hex"),
    });
  await serveOverStdio(create, { stdin: process.stdin, log });
  watching.abort();
  return 0;
}
