// The reports as they are served right now: a reload puts others in their place between two questions.
import type { FileDiagnostic } from "./diagnostic.ts";

export type LibraryStatus = Readonly<{
  /** What is strange about the files, those that are served in an older version among them. */
  diagnostics: readonly FileDiagnostic[];
  /** When what is served was read. */
  loadedAt: Date;
  /** Why the folder could not be read since; what was read before is served. */
  failure?: string;
}>;

export type LiveLibrary<Contents> = Readonly<{
  /** One value for the whole of an invocation: the next call may give another. */
  current(): Contents;
  status(): LibraryStatus;
}>;
