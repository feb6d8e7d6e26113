// What was strange about a file of the knowledge folder, and how it was treated.

export type Oddity = Readonly<{
  /** `error`: the file was left out. `warning`: the owner should look. `note`: handled, said for the record. */
  level: "error" | "warning" | "note";
  /** Path below the knowledge folder. */
  file: string;
  /** From 1; 0 when it concerns the whole file. */
  line: number;
  /** What is there. */
  what: string;
  /** How it was treated, or what to do about it. */
  treatment: string;
}>;
