// Files are read in a thread of their own, each within a deadline: markup can be written so that a page of it takes
// minutes, and the process must go on meanwhile.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import type { AliasGroup, Report } from "#domain/report.ts";

export type Source = Readonly<{ file: string; source: string }>;

/** What was read of one file: a report, or aliases, or neither; always what was strange about it. */
export type ReadFile = Readonly<{
  report?: Report;
  aliases?: readonly AliasGroup[];
  diagnostics: readonly FileDiagnostic[];
  /** The reader gave up: on a machine less busy the same file may be read. */
  gaveUp?: true;
}>;

export type Reader = Readonly<{
  /** One file at a time. Never rejects: what goes wrong is an oddity of the file. */
  read(source: Source): Promise<ReadFile>;
  close(): Promise<void>;
}>;

const MAX_MEGABYTES = 1024;

type Thread = Readonly<{ worker: Worker; ready: Promise<unknown> }>;

function startThread(): Thread {
  const worker = new Worker(new URL("./parser-worker.ts", import.meta.url), {
    // A thread has a compile cache of its own.
    execArgv: ["--import", import.meta.resolve("#compile-cache.js")],
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEGABYTES },
  });
  const ready = once(worker, "message");
  // A thread that was given up may still fail before it is gone.
  worker.on("error", () => undefined);
  return { worker, ready };
}

let spare: Thread | undefined;

/** Starts the thread that the next reader takes: it loads on another core while the process loads everything else. */
export function startAhead(): void {
  spare = startThread();
  spare.worker.unref();
  // Whoever takes it is told.
  spare.ready.catch(() => undefined);
}

function takeThread(): Thread {
  const taken = spare ?? startThread();
  spare = undefined;
  taken.worker.ref();
  return taken;
}

/** `milliseconds`: the most that one file may take. */
export function createReader(milliseconds: number): Reader {
  let thread: Thread | undefined;
  const leave = async () => {
    await thread?.worker.terminate();
    thread = undefined;
  };
  return {
    async read(source) {
      thread ??= takeThread();
      await thread.ready;
      const read = await readWithin(thread.worker, source, milliseconds);
      if (typeof read !== "string") return read;
      await leave();
      const { file } = source;
      return {
        diagnostics: [{ severity: "error", file, line: 0, message: read, hint: TREATMENT }],
        gaveUp: true,
      };
    },
    close: leave,
  };
}

const TREATMENT = "left out; simplify its markup or split it";

/** What was read, or why nothing was. */
function readWithin(thread: Worker, source: Source, milliseconds: number): Promise<ReadFile | string> {
  const { promise, resolve } = Promise.withResolvers<ReadFile | string>();
  const fail = (error: Error) => resolve(`cannot be read (${error.message})`);
  const timer = setTimeout(() => resolve(`takes over ${milliseconds / 1000} seconds to read`), milliseconds);
  thread.on("message", resolve).on("error", fail).postMessage(source);
  return promise.finally(() => {
    clearTimeout(timer);
    thread.off("message", resolve).off("error", fail);
  });
}
