// A problem, or something worth knowing, and what to do about it.

type Diagnostic = Readonly<{
  /** What was found. */
  message: string;
}>;

/** A diagnostic of the text of a file. */
export type TextDiagnostic = Diagnostic &
  Readonly<{
    /** `error`: the file was left out. `warning`: the owner should look at it. `note`: Ibid handled it. */
    severity: "error" | "warning" | "note";
    /** From 1; 0 when it concerns the whole file. */
    line: number;
    /** How it was handled, or what to do about it. */
    hint: string;
  }>;

/** A diagnostic of a file or folder of the knowledge folder. */
export type FileDiagnostic = TextDiagnostic &
  Readonly<{
    /** Path below the knowledge folder. */
    file: string;
    /** The file that the message names besides. */
    otherFile?: string;
    /** It is no report, or cannot be read as one, and was passed over. */
    isNotRead?: true;
  }>;

/** Whether nothing of the file is served. */
export function isNotLoaded({ severity, isNotRead }: FileDiagnostic): boolean {
  return severity === "error" || isNotRead === true;
}

/** The result of one of the doctor's checks. */
export type CheckResult = Diagnostic &
  Readonly<{
    severity: "ok" | "warning" | "error";
    /** What was checked, in a word or two. */
    about: string;
    /** What to do; every warning and error has one. */
    hint?: string;
  }>;
