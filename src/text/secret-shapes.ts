// Credentials by their shape, for text that may quote one: an error of a client library, a log line, a stored reason.

const SHAPES = [
  // Slack's bot and user tokens, and its app-level tokens.
  /xox[a-z]-[\w-]+/giu,
  /xapp-[\w-]+/giu,
  // Discord's bot token: the bot's id, a time and a signature in base64.
  /[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/gu,
  // A password in a URL.
  /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gu,
  // The URLs by which a command is answered, good for some minutes: Slack's response_url, Discord's interaction token.
  /(?<=hooks\.slack\.com\/)\S+?(?=["\s]|$)/gu,
  /(?<=\/(?:webhooks|interactions)\/\d+\/)[\w%-]+/gu,
];

/** What a secret is replaced with. */
export const REDACTED = "(secret)";

/** The text with everything that looks like a credential replaced by REDACTED. */
export function redactSecretShapes(text: string): string {
  return SHAPES.reduce((rest, shape) => rest.replace(shape, REDACTED), text);
}
