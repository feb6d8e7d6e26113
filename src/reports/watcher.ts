// Keeps the served library up to date with the folder: watches it, reloads what changed, and never writes to it.
import { watch } from "node:fs/promises";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { messageOf } from "#domain/errors.ts";
import type { LiveLibrary } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import type { Library } from "#domain/report.ts";
import { createFileCache } from "./file-cache.ts";
import { loadFolder } from "./folder.ts";

export type WatchDeps<Contents> = Readonly<{
  root: string;
  /** Makes what is served, once for each new library. */
  make: (library: Library) => Contents;
  log: Log;
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
  const { root, make, log, now, reloaded } = deps;
  const cache = createFileCache();
  const first = await loadFolder(root, cache);
  logDiagnostics(first.diagnostics, [], log);
  let serving = { loaded: first, contents: make(first.library), loadedAt: now() };
  let failure: string | undefined;
  const load = async () => {
    const before = serving;
    try {
      const loaded = await loadFolder(root, cache);
      const unchanged = isSame(loaded.library, before.loaded.library);
      logDiagnostics(loaded.diagnostics, before.loaded.diagnostics, log);
      serving = unchanged
        ? { ...before, loaded }
        : { loaded, contents: make(loaded.library), loadedAt: now() };
      failure = undefined;
      if (unchanged) return;
      log.info("knowledge.reloaded", { reports: loaded.library.reports.length });
      reloaded?.("ok");
    } catch (error) {
      failure = messageOf(error);
      log.error("knowledge.reload-failed", { error: failure });
      reloaded?.("failed");
    }
  };
  const reload = oneAtATime(load);
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

/** The cache returns the same object for an unchanged file, so identical reports mean that nothing has changed. */
function isSame(one: Library, other: Library): boolean {
  return (
    one.reports.length === other.reports.length &&
    one.reports.every((report, i) => report === other.reports[i]) &&
    JSON.stringify(one.aliases) === JSON.stringify(other.aliases)
  );
}

/** Logs errors and warnings that are not among the known ones. */
function logDiagnostics(
  diagnostics: readonly FileDiagnostic[],
  known: readonly FileDiagnostic[],
  log: Log,
): void {
  const logged = new Set(known.map((diagnostic) => JSON.stringify(diagnostic)));
  for (const diagnostic of diagnostics) {
    const { severity, file, line, message, hint } = diagnostic;
    if (severity === "note" || logged.has(JSON.stringify(diagnostic))) continue;
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
