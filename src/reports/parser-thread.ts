// Parses files in a worker thread, each within a deadline. A few kilobytes of Markdown can be written so that the parser
// takes minutes; in a thread it cannot block the process, and it can be stopped.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { AliasGroup, Report } from "#domain/report.ts";

/** The aliases' path below the knowledge folder; every other file is a report. */
export const ALIASES_FILE = "aliases.yaml";

export type SourceFile = Readonly<{ file: string; source: string }>;

/** A report or aliases, or neither if the file has an error. */
export type ParsedFile = Readonly<{
  report?: Report;
  aliases?: readonly AliasGroup[];
  diagnostics: readonly FileDiagnostic[];
  /** The parser took too long or failed: on a less busy machine the same file may succeed. */
  gaveUp?: true;
}>;

export type Parser = Readonly<{
  /** One file at a time. Never rejects: a failure is a diagnostic of the file. */
  parse(source: SourceFile): Promise<ParsedFile>;
  close(): Promise<void>;
}>;

// A file that needs more ends its thread, not the process.
const MAX_MEGABYTES = 1024;

type Thread = Readonly<{ worker: Worker; ready: Promise<unknown> }>;

function startThread(): Thread {
  const worker = new Worker(new URL("./parser-worker.ts", import.meta.url), {
    // A thread does not inherit the compile cache of the process.
    execArgv: ["--import", import.meta.resolve("#compile-cache.js")],
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEGABYTES },
  });
  const ready = once(worker, "message");
  // A terminated thread may still emit an error, which without a listener would end the process.
  worker.on("error", () => undefined);
  return { worker, ready };
}

let spare: Thread | undefined;

/** Starts the thread that the next parser uses, so that it loads on another core while the process loads the rest. */
export function startAhead(): void {
  spare = startThread();
  spare.worker.unref();
  // Its user awaits `ready` and gets the error; until then it must not count as unhandled.
  spare.ready.catch(() => undefined);
}

function takeThread(): Thread {
  const thread = spare ?? startThread();
  spare = undefined;
  thread.worker.ref();
  return thread;
}

/** `maxMilliseconds` is the time that one file may take. */
export function createParser(maxMilliseconds: number): Parser {
  let thread: Thread | undefined;
  const close = async () => {
    await thread?.worker.terminate();
    thread = undefined;
  };
  return {
    async parse(source) {
      thread ??= takeThread();
      await thread.ready;
      const parsed = await parseWithin(thread.worker, source, maxMilliseconds);
      if (typeof parsed !== "string") return parsed;
      await close();
      const { file } = source;
      return {
        diagnostics: [{ severity: "error", file, line: 0, message: parsed, hint: GAVE_UP_HINT }],
        gaveUp: true,
      };
    },
    close,
  };
}

const GAVE_UP_HINT = "left out; simplify its markup or split it";

/** The parsed file, or the reason why there is none. */
function parseWithin(thread: Worker, source: SourceFile, milliseconds: number): Promise<ParsedFile | string> {
  const { promise, resolve } = Promise.withResolvers<ParsedFile | string>();
  const fail = (error: Error) => resolve(`cannot be read (${error.message})`);
  const timer = setTimeout(() => resolve(`takes over ${milliseconds / 1000} seconds to read`), milliseconds);
  thread.on("message", resolve).on("error", fail).postMessage(source);
  return promise.finally(() => {
    clearTimeout(timer);
    thread.off("message", resolve).off("error", fail);
  });
}
