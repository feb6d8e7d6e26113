// How Slack writes text, and back. Rich text needs no escaping: its text is literal.

/** For the `text` of a message: the three characters that Slack asks for, so that no token can be formed. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** What people typed, from how Slack writes it: `<@U1|ada>`, `<https://a.b|a.b>`, entities. */
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
