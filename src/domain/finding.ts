// What the doctor found, and what to do about it.

export type Finding = Readonly<{
  level: "ok" | "warning" | "error";
  /** What was looked at, in a word or two. */
  about: string;
  what: string;
  /** Every warning and error has one. */
  remedy?: string;
}>;
