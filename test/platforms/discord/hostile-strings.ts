// Strings that try to ping, link or format something in Discord.
import type fc from "fast-check";
import { hostileStrings } from "#test/support/hostile-messages.ts";

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

export function discordStrings(): fc.Arbitrary<string> {
  return hostileStrings(TOKENS);
}
