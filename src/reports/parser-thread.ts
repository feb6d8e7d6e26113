// Parses files in worker threads, each file within a deadline. A few kilobytes of Markdown can be written so that the parser
// takes minutes; in a thread it cannot block the process, and it can be stopped.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { messageOf } from "#domain/errors.ts";
import type { AliasGroup, Report } from "#domain/report.ts";
import { plural } from "#text/plural.ts";
import { createThreadPool, type Thread } from "./thread-pool.ts";

/** The aliases' path below the knowledge folder; every other file is a report. */
export const ALIASES_FILE = "aliases.yaml";

export type SourceFile = Readonly<{ file: string; source: string }>;

/** A report or aliases, or neither if the file has an error. */
export type ParsedFile = Readonly<{
  report?: Report;
  /** The same for reports with the same text. */
  textHash?: string;
  aliases?: readonly AliasGroup[];
  diagnostics: readonly FileDiagnostic[];
  /**
   * The parser took too long or failed; on a less busy machine the same file may succeed. The share that it was given of the
   * time that a file may take.
   */
  gaveUp?: number;
}>;

export type Parser = Readonly<{
  /** Never rejects: a failure is a diagnostic of the file. */
  parse(source: SourceFile): Promise<ParsedFile>;
  close(): Promise<void>;
}>;

// A file that needs more ends its thread, not the process.
const MAX_MEGABYTES = 1024;

function startThread(): Thread {
  const worker = new Worker(new URL("./parser-worker.ts", import.meta.url), {
    // A thread does not inherit the compile cache of the process.
    execArgv: ["--import", import.meta.resolve("#compile-cache.js")],
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEGABYTES },
  });
  const ready = once(worker, "message");
  // A terminated thread may still emit an error, which without a listener would end the process.
  worker.on("error", () => undefined);
  // Its user awaits `ready` and gets the error; until then it must not count as unhandled.
  ready.catch(() => undefined);
  return { worker, ready };
}

let spare: Thread | undefined;

/** Starts the thread that the next parser uses, so that it loads on another core while the process loads the rest. */
export function startAhead(): void {
  spare = startThread();
  spare.worker.unref();
}

function takeThread(): Thread {
  const thread = spare ?? startThread();
  spare = undefined;
  thread.worker.ref();
  return thread;
}

// After so many files that took too long, the others get no more than this: what has been read is served within about a
// minute, whatever else the folder holds. A report of 500 paragraphs takes half a second.
const MAX_GAVE_UP = 4;
const HURRIED_MILLISECONDS = 1000;

/** `maxMilliseconds` is the time that one file may take. */
export function createParser(maxMilliseconds: number): Parser {
  const threads = createThreadPool(takeThread);
  let gaveUp = 0;
  return {
    async parse(source) {
      const thread = await threads.take();
      const isHurried = gaveUp >= MAX_GAVE_UP && maxMilliseconds > HURRIED_MILLISECONDS;
      const milliseconds = isHurried ? HURRIED_MILLISECONDS : maxMilliseconds;
      const parsed = await parseWithin(thread, source, milliseconds);
      if (typeof parsed !== "string") {
        threads.putBack(thread);
        return parsed;
      }
      gaveUp++;
      await threads.end(thread);
      const hint = isHurried ? HURRIED_HINT : GAVE_UP_HINT;
      return {
        diagnostics: [{ severity: "error", file: source.file, line: 0, message: parsed, hint }],
        gaveUp: isHurried ? HURRIED_MILLISECONDS / maxMilliseconds : 1,
      };
    },
    close: threads.close,
  };
}

const GAVE_UP_HINT = "left out; simplify its markup or split it";
const HURRIED_HINT = "left out for now, because other files took too long";

/** The parsed file, or the reason why there is none. The time starts when the thread is ready. */
async function parseWithin(
  { worker, ready }: Thread,
  source: SourceFile,
  milliseconds: number,
): Promise<ParsedFile | string> {
  try {
    await ready;
  } catch (error) {
    return `cannot be read (${messageOf(error)})`;
  }
  const { promise, resolve } = Promise.withResolvers<ParsedFile | string>();
  const fail = (error: Error) => resolve(`cannot be read (${error.message})`);
  const timer = setTimeout(
    () => resolve(`takes over ${plural(milliseconds / 1000, "second")} to read`),
    milliseconds,
  );
  worker.on("message", resolve).on("error", fail).postMessage(source);
  return promise.finally(() => {
    clearTimeout(timer);
    worker.off("message", resolve).off("error", fail);
  });
}
