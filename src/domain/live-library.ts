// The reports as served right now. A reload replaces them between two invocations, never during one.
import type { FileDiagnostic } from "./diagnostic.ts";

export type LibraryStatus = Readonly<{
  /** Problems and notes of the files; a file that broke and is served in its last good version has one too. */
  diagnostics: readonly FileDiagnostic[];
  /** When the reports that are served were read. */
  loadedAt: Date;
  /** Why the latest reload failed, if it did: the reports from before it are still served. */
  failure?: string;
}>;

export type LiveLibrary<Contents> = Readonly<{
  /** Call once for an invocation and keep the value: the next call may return another one. */
  current(): Contents;
  status(): LibraryStatus;
}>;

/** How far a load of the reports has come. `merging`: the indexes of the reports become one. */
export type LoadStep = Readonly<{
  step: "listing" | "reading" | "indexing" | "merging";
  /** Files, or reports. */
  done: number;
  of: number;
}>;

/** Called at each step of a load, and without a step when it has ended. */
export type LoadProgress = (step?: LoadStep) => void;

/** What a load keeps on disk for the next start, so that what has not changed need not be made again. It can be lost at any time. */
export type Snapshots = Readonly<{
  /** Milliseconds since 1970. */
  now(): number;
  /** The value that was written under this name; undefined if there is none, or if it is damaged. Never rejects. */
  read(name: string): Promise<unknown>;
  /**
   * Never rejects: a failure is logged, and the next start makes the value again. `name` is a file name that depends on all
   * that the value is made from, and on the version of the code that makes it.
   */
  write(name: string, value: unknown): Promise<void>;
}>;
