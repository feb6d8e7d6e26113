// Secrets never leave in words: what is a secret's value, or looks like a token, is blotted out of all output.

export type Redact = (text: string) => string;

// Slack's bot and app tokens, Discord's bot token, a password in an address, and the one-time addresses by which
// Slack and Discord are answered.
const SHAPES = [
  /xox[a-z]-[\w-]+/giu,
  /xapp-[\w-]+/giu,
  /[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/gu,
  /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gu,
  /(?<=hooks\.slack\.com\/)\S+?(?=["\s]|$)/gu,
  /(?<=\/(?:webhooks|interactions)\/\d+\/)[\w%-]+/gu,
];
// A shorter value would blot out words that are no secret.
const MIN_SECRET_LENGTH = 8;

/** `secrets`: values of secret variables; also found as an address writes them. */
export function createRedact(secrets: readonly string[]): Redact {
  const values = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed())]);
  return (text) => {
    const blotted = values.reduce((rest, value) => rest.replaceAll(value, "(secret)"), text);
    return SHAPES.reduce((rest, shape) => rest.replace(shape, "(secret)"), blotted);
  };
}
