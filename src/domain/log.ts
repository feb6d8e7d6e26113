// The operator's log: one line per event, with fields. It must not contain question texts or tokens.

/** `event`: a dotted name such as `digest.failed`, which operators search and alert on. */
type Line = (event: string, fields?: Readonly<Record<string, string | number | boolean>>) => void;

export type Log = Readonly<{ info: Line; warn: Line; error: Line }>;

/** How one invocation was handled. It identifies no person and repeats nothing of the question. */
export type InvocationLog = Readonly<{
  /** Shown to the asker when the invocation failed. */
  id: string;
  platform: string;
  command: string;
  via: string;
  /** One of a small fixed set of words, because each becomes a metrics series. */
  outcome: string;
  milliseconds: number;
}>;
