// Removes secrets from what is written: the values of secret variables, and whatever looks like a token.

export type Redact = (text: string) => string;

const TOKENS = [
  // Slack's bot tokens and its app-level tokens.
  /xox[a-z]-[\w-]+/giu,
  /xapp-[\w-]+/giu,
  // Discord's bot token.
  /[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/gu,
  // A password in an address.
  /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gu,
  // The one-time addresses at which Slack and Discord take a reply.
  /(?<=hooks\.slack\.com\/)\S+?(?=["\s]|$)/gu,
  /(?<=\/(?:webhooks|interactions)\/\d+\/)[\w%-]+/gu,
];
// A shorter value would also remove words that are no secret.
const MIN_SECRET_LENGTH = 8;

/** `secrets`: the values of secret variables. They are removed in their URL-encoded form too. */
export function createRedact(secrets: readonly string[]): Redact {
  const values = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [secret, encodeURIComponent(secret.toWellFormed())]);
  return (text) => {
    const withoutValues = values.reduce((rest, value) => rest.replaceAll(value, "(secret)"), text);
    return TOKENS.reduce((rest, token) => rest.replace(token, "(secret)"), withoutValues);
  };
}
