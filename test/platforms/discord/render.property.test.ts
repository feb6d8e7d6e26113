import type { Message } from "#domain/message.ts";
import { renderMessage } from "#platforms/discord/render.ts";
import { describeRendering, type Read } from "#test/platforms/rendering.ts";
import { readLine } from "#test/support/fakes/discord/markdown.ts";
import { messageProblems } from "#test/support/fakes/discord/validate.ts";
import { hostileStrings } from "#test/support/hostile-messages.ts";
import { sanitize } from "#text/unicode.ts";

// Discord's markup, in addition to the strings that are hostile on any platform.
const TOKENS = [
  "<@1234567890123456789>",
  "<@&1234567890123456789>",
  "<t:1543392060:R>",
  "</ask:1234567890123456789>",
  "<a:wave:1234567890123456789>",
  "<id:customize>",
  "discord.gg/evil",
  "steam://run/1",
  "<https://evil.test>",
  '[report](<https://evil.test> "x")',
  "](<https://evil.test>)",
  "||spoiler||",
  "__under__ ***both***",
  "# heading",
  "-# small",
  "- item",
  "1. first",
  ">>> all of it",
  "> # deep",
  "\\",
  "\\\\[",
  "**",
  "```js\ncode\n```",
  "@here",
];

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
  hostile: hostileStrings(TOKENS),
  uncutLength: 80,
  read,
  // Spaces at both ends of a line are not shown.
  quoteOf: (runs) => sanitize(runs.map(({ text }) => text).join("")).trim(),
});
