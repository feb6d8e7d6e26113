// The errors that are told apart, anything else is a bug; and the words of any.

/** Wrong settings: stops the start, with every problem and its remedy. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** No report can be served: stops the start. */
export class KnowledgeError extends Error {
  override name = "KnowledgeError";
}

/** What the asker can put right: shown to the asker as it is worded. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** The platform did not confirm that it took the reply: it may stand there all the same, and is not sent again. */
export class UnconfirmedError extends Error {
  override name = "UnconfirmedError";
}

/** The platform does not let the bot post where it was asked. */
export class ClosedError extends Error {
  override name = "ClosedError";
}

/** What went wrong in one line, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
