// A terminal obeys control characters; text from reports and questions may hold none.

/** Removes control characters and the marks that turn the reading direction. */
export function escapeText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  return text.replace(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/gu, " ");
}
