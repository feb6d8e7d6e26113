// The worker thread of parser-thread.ts: a source file comes in, the parsed file goes out.

import { parentPort } from "node:worker_threads";
import { parseAliases } from "./parse/aliases.ts";
import { parseReport } from "./parse/parse-report.ts";
import { ALIASES_FILE, type ParsedFile, type SourceFile } from "./parser-thread.ts";

parentPort?.on("message", ({ file, source }: SourceFile) => {
  const parsed: ParsedFile = file === ALIASES_FILE ? parseAliases(file, source) : parseReport(file, source);
  parentPort?.postMessage(parsed);
});
// All modules are loaded. The deadline of the first file starts now.
parentPort?.postMessage("ready");
