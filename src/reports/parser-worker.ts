// The thread in which files are read: one file in, what was read of it out.

import { parentPort } from "node:worker_threads";
import { ALIASES_FILE, parseAliases } from "./parse/aliases.ts";
import { parseReport } from "./parse/parse-report.ts";
import type { ReadFile, Source } from "./parser-thread.ts";

parentPort?.on("message", ({ file, source }: Source) => {
  const read: ReadFile = file === ALIASES_FILE ? parseAliases(source) : parseReport(file, source);
  parentPort?.postMessage(read);
});
// What has to be loaded is loaded: from here on the time counts.
parentPort?.postMessage("ready");
