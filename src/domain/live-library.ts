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
