// The worker thread of parser-thread.ts: a source file comes in, the parsed file goes out.

import { createHash } from "node:crypto";
import { parentPort } from "node:worker_threads";
import { paragraphsOf, type Report } from "#domain/report.ts";
import { parseAliases } from "./parse/aliases.ts";
import { type ParsedReport, parseReport } from "./parse/parse-report.ts";
import { ALIASES_FILE, type ParsedFile, type SourceFile } from "./parser-thread.ts";

parentPort?.on("message", ({ file, source }: SourceFile) => {
  const parsed: ParsedFile =
    file === ALIASES_FILE ? parseAliases(file, source) : withHash(parseReport(file, source));
  parentPort?.postMessage(parsed);
});

function withHash({ report, diagnostics }: ParsedReport): ParsedFile {
  return report === undefined ? { diagnostics } : { report, textHash: hashOf(report), diagnostics };
}

function hashOf(report: Report): string {
  const hash = createHash("sha256");
  for (const { text } of paragraphsOf(report)) hash.update(text).update("\n");
  return hash.digest("base64");
}

// All modules are loaded. The deadline of the first file starts now.
parentPort?.postMessage("ready");
