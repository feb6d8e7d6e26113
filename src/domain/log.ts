// The operator's log: one line an event, with its fields. Never a question's text, never a token.

/** `event` is a dotted name such as `digest.failed`; logs and alerts are searched by it. */
type Line = (event: string, fields?: Readonly<Record<string, string | number | boolean>>) => void;

export type Log = Readonly<{ info: Line; warn: Line; error: Line }>;

/** What became of one invocation, as the operator sees it: no words of the question, no person. */
export type InvocationLog = Readonly<{
  /** The id that an asker reads when it failed. */
  id: string;
  platform: string;
  command: string;
  via: string;
  /** One of a few words: metrics have a series for each. */
  outcome: string;
  milliseconds: number;
}>;
