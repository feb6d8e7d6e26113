// The worker thread of parser-thread.ts: a source file comes in, the parsed file goes out.

import { parentPort } from "node:worker_threads";
import { ALIASES_FILE, parseAliases } from "./parse/aliases.ts";
import { parseReport } from "./parse/parse-report.ts";
import type { ParsedFile, SourceFile } from "./parser-thread.ts";

parentPort?.on("message", ({ file, source }: SourceFile) => {
  const parsed: ParsedFile = file === ALIASES_FILE ? parseAliases(source) : parseReport(file, source);
  parentPort?.postMessage(parsed);
});
// All modules are loaded. The deadline of the first file starts now.
parentPort?.postMessage("ready");
