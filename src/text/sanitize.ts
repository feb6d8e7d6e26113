// What no platform may be sent: characters that steer instead of saying something.

/** Control characters and the marks that turn the reading direction become blanks; broken characters are replaced. */
export function sanitize(text: string): string {
  return text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, " ").toWellFormed();
}
