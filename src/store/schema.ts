// The tables, as Kysely sees them.

type InboxTable = {
  /** A name that a platform gives an event, with the platform's name in front. */
  key: string;
  /** Milliseconds since 1970. */
  seen_at: number;
};

export type Schema = { inbox: InboxTable };
