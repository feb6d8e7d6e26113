// Escaping for Slack, and reading text that Slack has escaped. Rich text needs none: its text is literal.

/**
 * For the `text` of a message. Escapes exactly the three characters that Slack asks for
 * (docs.slack.dev/messaging/formatting-message-text), without which no mention or link can form.
 */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** What a person typed, from Slack's form of it: `<@U1|ada>` is ada, `<https://a.b|a.b>` is a.b, `&lt;` is <. */
export function unescapeText(text: string): string {
  return text
    .replace(/<([^<>]*)>/gu, (_, token: string) => {
      const [address = "", label] = token.split("|");
      return label ?? (/^[@#!]/u.test(address) ? " " : address);
    })
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
