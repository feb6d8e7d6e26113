// Something that an owner or an operator should know, and what to do about it.

type Diagnostic = Readonly<{
  /** What was found. */
  message: string;
}>;

/** What is noteworthy about a file of the knowledge folder. */
export type FileDiagnostic = Diagnostic &
  Readonly<{
    /** `error`: the file was left out. `warning`: the owner should look. `note`: handled, for the record. */
    severity: "error" | "warning" | "note";
    /** Path below the knowledge folder. */
    file: string;
    /** From 1; 0 when it concerns the whole file. */
    line: number;
    /** How it was handled, or what to do about it. */
    hint: string;
  }>;

/** The result of one of the doctor's checks. */
export type CheckResult = Diagnostic &
  Readonly<{
    severity: "ok" | "warning" | "error";
    /** What was checked, in a word or two. */
    about: string;
    /** What to do; every warning and error has one. */
    hint?: string;
  }>;
