// The operator's log: an event and its fields. Never a question's text, never a token.

export type Log = (event: string, fields?: Readonly<Record<string, string | number | boolean>>) => void;
