import type { Message } from "#domain/message.ts";
import { LIMITS } from "#platforms/slack/limits.ts";
import { renderMessage } from "#platforms/slack/render.ts";
import { describeRendering, type Read } from "#test/platforms/rendering.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import { blockCharacters, blockProblems } from "#test/support/fakes/slack/validate.ts";
import { hostileStrings } from "#test/support/hostile-messages.ts";
import { sanitize } from "#text/unicode.ts";

function read(message: Message): Read {
  const payload = renderMessage(message);
  const { text, blocks } = payload;
  const { pings, links, quotes } = readPost({ payload });
  const faults: Readonly<Record<string, boolean>> = {
    "the message is too long": blockCharacters(blocks) > LIMITS.messageCharacters,
    "the text is empty": text === "",
    "the text is too long": text.length > LIMITS.fallbackCharacters,
    "the text has an unescaped character": /[<>&]/u.test(text.replace(/&(?:amp|lt|gt);/gu, "")),
    "broken characters": !JSON.stringify(payload).isWellFormed(),
    "pings somebody": pings > 0,
  };
  const problems = Object.keys(faults).filter((fault) => faults[fault]);
  return { problems: [...blockProblems(blocks), ...problems], links, quotes };
}

describeRendering({
  hostile: hostileStrings(),
  uncutLength: 300,
  read,
  quoteOf: (runs) => runs.map(({ text }) => sanitize(text)).join(""),
});
