// Expected errors, each handled in its own way. Anything else that is thrown is a bug.

/** Wrong settings. Startup fails; the message lists every problem and its remedy. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** There is no report to serve. Startup fails. */
export class KnowledgeError extends Error {
  override name = "KnowledgeError";
}

/** A mistake that the asker can correct. The message is shown to the asker as it is. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** The platform did not confirm a reply. It may have been delivered, so it is not sent again. */
export class UnconfirmedError extends Error {
  override name = "UnconfirmedError";
}

/** The bot is not allowed to post in the channel where it was asked. */
export class ClosedError extends Error {
  override name = "ClosedError";
}

/** The platform stopped before the reply could be sent. Nothing was sent, and another process may still send it. */
export class PostponedError extends Error {
  override name = "PostponedError";
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
