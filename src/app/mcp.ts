// Ibid as the server of a client on this machine.
import type { Config } from "#config.ts";
import { serveOverStdio } from "#mcp/stdio.ts";
import type { ExitCode } from "#operations/stop.ts";
import { openLibraryFor } from "./compose.ts";
import { defaultScope } from "./default-scope.ts";
import { serversFor } from "./mcp-endpoint.ts";

/** Serves one client over standard input and output until it hangs up. */
export async function startMcp(config: Config, process: NodeJS.Process): Promise<ExitCode> {
  const { log, liveLibrary } = await openLibraryFor(config, process);
  const watching = new AbortController();
  liveLibrary.watch(watching.signal);
  const createFor = serversFor({ liveLibrary, log });
  await serveOverStdio(() => createFor(defaultScope(config)), { stdin: process.stdin, log });
  watching.abort();
  return 0;
}
