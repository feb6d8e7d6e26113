// The thread in which files are read: one file in, what was read of it out.
import { enableCompileCache } from "node:module";
import { parentPort } from "node:worker_threads";
import { ALIASES_FILE, type ReadFile, type Source } from "./reader.ts";

// A thread has a compile cache of its own, and it has to be there before what takes long to load.
enableCompileCache();
const { readAliases } = await import("./aliases.ts");
const { readReport } = await import("./read-report.ts");

parentPort?.on("message", ({ file, source }: Source) => {
  const read: ReadFile = file === ALIASES_FILE ? readAliases(source) : readReport(file, source);
  parentPort?.postMessage(read);
});
// What has to be loaded is loaded: from here on the time counts.
parentPort?.postMessage("ready");
