// Keeps the served library up to date with the folder: watches it, reloads what changed, and never writes to it.
import { watch } from "node:fs/promises";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { messageOf } from "#domain/errors.ts";
import type { LiveLibrary, LoadProgress, Snapshots } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import { isSameLibrary, type Library } from "#domain/report.ts";
import { createFileCache } from "./file-cache.ts";
import { type LoadedFolder, loadFolder } from "./folder.ts";

export type WatchDeps<Contents> = Readonly<{
  root: string;
  /**
   * Makes what is served, once for each new library; calls `indexed` with the number of reports that are done. `before`: what
   * was served until now.
   */
  make: (library: Library, indexed: (reports: number) => void, before?: Contents) => Promise<Contents>;
  log: Log;
  progress?: LoadProgress;
  snapshots?: Snapshots;
  now: () => Date;
  /** Called after every reload that changed something or failed. */
  reloaded?: (outcome: "ok" | "failed") => void;
}>;

export type WatchedLibrary<Contents> = LiveLibrary<Contents> &
  Readonly<{
    /** Loads what has changed. Resolves when it is served or has failed; never rejects. */
    reload(): Promise<void>;
    /** Reloads when the folder changes, until the signal aborts. */
    watch(signal: AbortSignal): void;
  }>;

// Editors save a file in several steps, and each is an event: wait for the last one.
const SETTLED_MILLISECONDS = 300;
// Network and container file systems may report no events.
const RESCAN_MILLISECONDS = 60_000;

/** Throws KnowledgeError when there is no report to serve at first. */
export async function watchLibrary<Contents>(deps: WatchDeps<Contents>): Promise<WatchedLibrary<Contents>> {
  const { root, make, log, now, reloaded, snapshots, progress = () => undefined } = deps;
  const cache = createFileCache();
  const load = async (before?: Serving<Contents>): Promise<Serving<Contents>> => {
    progress({ step: "listing", done: 0, of: 0 });
    try {
      const loaded = await loadFolder(root, cache, {
        read: (done, of) => progress({ step: "reading", done, of }),
        now: () => now().getTime(),
        ...(snapshots === undefined ? {} : { snapshots }),
      });
      logDiagnostics(loaded.diagnostics, before?.loaded.diagnostics ?? [], log);
      if (before !== undefined && isSameLibrary(loaded.library, before.loaded.library))
        return { ...before, loaded };
      const of = loaded.library.reports.length;
      const indexed = (done: number) => progress({ step: done < of ? "indexing" : "merging", done, of });
      return { loaded, contents: await make(loaded.library, indexed, before?.contents), loadedAt: now() };
    } finally {
      progress();
    }
  };
  // What is served is replaced at once, when all of the new is ready: until then questions are answered from the old.
  let serving = await load();
  let failure: string | undefined;
  const loadAgain = async () => {
    try {
      const before = serving;
      serving = await load(before);
      failure = undefined;
      if (serving.contents === before.contents) return;
      log.info("knowledge.reloaded", { reports: serving.loaded.library.reports.length });
      reloaded?.("ok");
    } catch (error) {
      failure = messageOf(error);
      log.error("knowledge.reload-failed", { error: failure });
      reloaded?.("failed");
    }
  };
  const reload = oneAtATime(loadAgain);
  return {
    current: () => serving.contents,
    status: () => ({
      diagnostics: serving.loaded.diagnostics,
      loadedAt: serving.loadedAt,
      ...(failure === undefined ? {} : { failure }),
    }),
    reload,
    watch: (signal) => {
      const timer = setInterval(reload, RESCAN_MILLISECONDS);
      signal.addEventListener("abort", () => clearInterval(timer));
      void reloadOnChange(root, signal, reload).catch((error: Error) => {
        if (!signal.aborted)
          log.warn("knowledge.watch-failed", { error: error.message, rescan: RESCAN_MILLISECONDS });
      });
      // For changes between the first load and the start of watching.
      void reload();
    },
  };
}

type Serving<Contents> = Readonly<{ loaded: LoadedFolder; contents: Contents; loadedAt: Date }>;

/** Logs errors and warnings that are not among the known ones. */
function logDiagnostics(
  diagnostics: readonly FileDiagnostic[],
  known: readonly FileDiagnostic[],
  log: Log,
): void {
  // Long reports have very many notes.
  const isLogged = ({ severity }: FileDiagnostic) => severity !== "note";
  const logged = new Set(known.filter(isLogged).map((diagnostic) => JSON.stringify(diagnostic)));
  for (const diagnostic of diagnostics.filter(isLogged)) {
    const { severity, file, line, message, hint } = diagnostic;
    if (logged.has(JSON.stringify(diagnostic))) continue;
    const fields = { file, line, what: message, treatment: hint };
    if (severity === "error") log.error("knowledge.file", fields);
    else log.warn("knowledge.file", fields);
  }
}

/** Calls during a run share one further run, which starts after it. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = () => {
    next = undefined;
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return run();
    next ??= running.then(run);
    return next;
  };
}

async function reloadOnChange(root: string, signal: AbortSignal, reload: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  for await (const _ of watch(root, { recursive: true, signal })) {
    clearTimeout(timer);
    timer = setTimeout(reload, SETTLED_MILLISECONDS);
  }
}
