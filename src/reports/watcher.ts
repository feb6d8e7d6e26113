// Keeps what is served as fresh as the folder: a change is noticed, read, and put in place at once. Never writes.
import { watch } from "node:fs/promises";
import type { FileDiagnostic } from "#domain/diagnostic.ts";
import { messageOf } from "#domain/errors.ts";
import type { LibraryStatus, LiveLibrary } from "#domain/live-library.ts";
import type { Log } from "#domain/log.ts";
import type { Library } from "#domain/report.ts";
import { createFileCache } from "./file-cache.ts";
import { type LoadedFolder, loadFolder } from "./folder.ts";

export type WatchDeps<Contents> = Readonly<{
  root: string;
  /** Makes what is served of the reports; called for each set of reports once. */
  make: (library: Library) => Contents;
  log: Log;
  now: () => Date;
  /** Told of every reload that changed something or failed. */
  reloaded?: (outcome: "ok" | "failed") => void;
}>;

export type WatchedLibrary<Contents> = LiveLibrary<Contents> &
  Readonly<{
    /** Reads what has changed. Resolves when it is served, or when it is known why not; never throws. */
    reload(): Promise<void>;
    /** Reloads when the folder changes, until the signal. */
    watch(signal: AbortSignal): void;
  }>;

// A file is saved in several steps; the last of them counts.
const SETTLED_MILLISECONDS = 300;
// Network and container file systems may tell nothing of a change.
const RESCAN_MILLISECONDS = 60_000;

/** Throws KnowledgeError when there is nothing to serve to begin with. */
export async function watchLibrary<Contents>(deps: WatchDeps<Contents>): Promise<WatchedLibrary<Contents>> {
  const { root, make, log, now, reloaded } = deps;
  const memory = createFileCache();
  const first = await loadFolder(root, memory);
  logOddities(first.diagnostics, [], log);
  let serving = { loaded: first, contents: make(first.library), at: now() };
  let failure: string | undefined;
  const look = async () => {
    const before = serving;
    try {
      const loaded = await loadFolder(root, memory);
      const same = isSame(loaded.library, before.loaded.library);
      logOddities(loaded.diagnostics, before.loaded.diagnostics, log);
      serving = same ? { ...before, loaded } : { loaded, contents: make(loaded.library), at: now() };
      failure = undefined;
      if (same) return;
      log.info("knowledge.reloaded", { reports: loaded.library.reports.length });
      reloaded?.("ok");
    } catch (error) {
      failure = messageOf(error);
      log.error("knowledge.reload-failed", { error: failure });
      reloaded?.("failed");
    }
  };
  const reload = oneAtATime(look);
  return {
    current: () => serving.contents,
    status: () => statusOf(serving.loaded, serving.at, failure),
    reload,
    watch: (signal) => {
      const timer = setInterval(reload, RESCAN_MILLISECONDS);
      signal.addEventListener("abort", () => clearInterval(timer));
      void listen(root, signal, reload).catch((error: Error) => {
        if (!signal.aborted)
          log.warn("knowledge.watch-failed", { error: error.message, rescan: RESCAN_MILLISECONDS });
      });
      // What changed between the first reading and now told nobody.
      void reload();
    },
  };
}

function statusOf({ diagnostics }: LoadedFolder, loadedAt: Date, failure: string | undefined): LibraryStatus {
  return { diagnostics, loadedAt, ...(failure === undefined ? {} : { failure }) };
}

/** An unchanged file keeps its report; so the same reports mean that nothing changed. */
function isSame(one: Library, other: Library): boolean {
  return (
    one.reports.length === other.reports.length &&
    one.reports.every((report, at) => report === other.reports[at]) &&
    JSON.stringify(one.aliases) === JSON.stringify(other.aliases)
  );
}

function logOddities(
  diagnostics: readonly FileDiagnostic[],
  known: readonly FileDiagnostic[],
  log: Log,
): void {
  const old = new Set(known.map((diagnostic) => JSON.stringify(diagnostic)));
  for (const diagnostic of diagnostics) {
    const { severity: level, file, line, message: what, hint: treatment } = diagnostic;
    if (level !== "note" && !old.has(JSON.stringify(diagnostic)))
      log[level === "error" ? "error" : "warn"]("knowledge.file", { file, line, what, treatment });
  }
}

/** What is asked for while one runs is done once after it. */
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

async function listen(root: string, signal: AbortSignal, reload: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  for await (const _ of watch(root, { recursive: true, signal })) {
    clearTimeout(timer);
    timer = setTimeout(reload, SETTLED_MILLISECONDS);
  }
}
