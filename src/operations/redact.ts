// Removes secrets from everything that the process prints: the values of its secret settings, and whatever looks like a token.
import { REDACTED, redactSecretShapes } from "#text/secret-shapes.ts";

export type Redact = (text: string) => string;

// A shorter value could be an ordinary word.
const MIN_SECRET_LENGTH = 8;

/** `secrets`: values of secret variables. They are found in their URL-encoded form too. */
export function createRedact(secrets: readonly string[]): Redact {
  const values = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed())]);
  return (text) => redactSecretShapes(values.reduce((rest, value) => rest.replaceAll(value, REDACTED), text));
}
