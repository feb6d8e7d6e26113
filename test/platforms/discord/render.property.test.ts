import type { Message } from "#domain/message.ts";
import { renderMessage } from "#platforms/discord/render.ts";
import { describeRendering, type Read } from "#test/platforms/rendering.ts";
import { readLine } from "#test/support/fakes/discord/markdown.ts";
import { messageProblems } from "#test/support/fakes/discord/validate.ts";
import { sanitize } from "#text/unicode.ts";
import { discordStrings } from "./hostile-strings.ts";

// Markup that the renderer writes itself. Bold is not in the list of markup.
const OWN_MARKUP = ["code", "subtext", "heading"];

function read(message: Message): Read {
  const payload = renderMessage(message);
  const texts = payload.components.flatMap((component) =>
    "content" in component ? [component.content] : [],
  );
  const lines = texts.flatMap((text) => text.split("\n")).map(readLine);
  const found = lines.flatMap(({ tokens, markup }) => [
    ...tokens,
    ...markup.filter((name) => !OWN_MARKUP.includes(name)),
  ]);
  return {
    problems: [
      ...messageProblems(payload, "create"),
      ...found.map((one) => `read as markup: ${one}`),
      ...(JSON.stringify(payload).isWellFormed() ? [] : ["broken characters"]),
    ],
    links: lines.flatMap(({ links }) => links),
    quotes: lines.filter(({ isQuote }) => isQuote).map(({ words }) => words.trim()),
  };
}

describeRendering({
  hostile: discordStrings(),
  uncutLength: 80,
  read,
  // Spaces at both ends of a line are not shown.
  quoteOf: (runs) => sanitize(runs.map(({ text }) => text).join("")).trim(),
});
