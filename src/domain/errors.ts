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

/** The platform takes no more messages there for now, and for longer than a reply waits. The reply was not sent. */
export class LimitedError extends Error {
  override name = "LimitedError";
}

/** A request was found so late that nobody waits for its answer any more. */
export class ExpiredError extends Error {
  override name = "ExpiredError";
}

/** The platform stopped before the reply could be sent. Nothing was sent, and another process may still send it. */
export class PostponedError extends Error {
  override name = "PostponedError";
}

/** The message of anything that was thrown, with the code of what caused it: "fetch failed: ECONNREFUSED". */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = causeCode(error);
  return code === undefined || error.message.includes(code) ? error.message : `${error.message}: ${code}`;
}

/**
 * The stack of anything that was thrown, with the code of what caused it. None of its other properties: the errors of client
 * libraries may carry a token.
 */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { stack = error.message } = error;
  const code = causeCode(error);
  return code === undefined || stack.includes(code) ? stack : `${stack}\n    caused by ${code}`;
}

/** The code of what first caused an error, such as ECONNREFUSED or CERT_HAS_EXPIRED; undefined where there is none. */
export function causeCode(error: unknown): string | undefined {
  const cause = causeOf(error);
  return cause !== undefined && "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
}

/** What first caused an error; undefined where nothing is known to have caused it. */
export function causeOf(error: unknown): Error | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? (causeOf(cause) ?? cause) : undefined;
}
