// The thread in which files are read: one file in, what was read of it out.
import { parentPort } from "node:worker_threads";
import { readAliases } from "./aliases.ts";
import { readReport } from "./read-report.ts";
import { ALIASES_FILE, type ReadFile, type Source } from "./reader.ts";

parentPort?.on("message", ({ file, source }: Source) => {
  const read: ReadFile = file === ALIASES_FILE ? readAliases(source) : readReport(file, source);
  parentPort?.postMessage(read);
});
// What has to be loaded is loaded: from here on the time counts.
parentPort?.postMessage("ready");
