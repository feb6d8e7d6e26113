import fc from "fast-check";
import { expect, test } from "vitest";
import { showable } from "#bot/showable.ts";
import type { Action, Block, Message, Run } from "#domain/message.ts";
import { renderMessage } from "#platforms/discord/render.ts";
import { readLine } from "../../fakes/discord/markdown.ts";
import { messageProblems } from "../../fakes/discord/validate.ts";
import { hostile as anywhere, hostileMessages } from "../hostile.ts";

const HOSTILE_STRINGS = 10_000;

// What means something to Discord, besides what is hostile anywhere.
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

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...TOKENS), anywhere), { maxLength: 4 })
  .map((pieces) => pieces.join(""));

type Read = Readonly<{ links: readonly string[]; quotes: readonly string[]; label: string }>;

// What the renderer itself writes: bold, code, sub-text, headings.
const OWN_MARKUP = ["code", "subtext", "heading"];

/** Within every limit, well formed, and no sign of it read as anything but itself. */
function read(message: Message): Read {
  const payload = renderMessage(message);
  const problems = messageProblems(payload, "create");
  if (problems.length > 0) throw new Error(problems.join("; "));
  if (!JSON.stringify(payload).isWellFormed()) throw new Error("broken characters");
  const texts = payload.components.flatMap((component) =>
    "content" in component ? [component.content] : [],
  );
  const lines = texts.flatMap((text) => text.split("\n")).map(readLine);
  const tokens = lines.flatMap(({ tokens: found }) => found);
  const markup = lines.flatMap(({ markup: found }) => found).filter((name) => !OWN_MARKUP.includes(name));
  if (tokens.length + markup.length > 0) throw new Error(`read as markup: ${[...tokens, ...markup]}`);
  return {
    links: lines.flatMap(({ links }) => links),
    quotes: lines.filter(({ isQuote }) => isQuote).map(({ words }) => words),
    label: texts.join("\n"),
  };
}

test(`${HOSTILE_STRINGS} hostile strings on every surface call nobody, link and format nothing, within every limit`, () => {
  fc.assert(
    fc.property(hostile, (word) => {
      for (const message of hostileMessages(word)) expect(read(message).links).toEqual([]);
    }),
    { numRuns: HOSTILE_STRINGS },
  );
}, 600_000);

test("the only link is the citation's", () => {
  const url = "https://example.org/report";
  fc.assert(
    fc.property(hostile, (word) => {
      for (const message of hostileMessages(word, url))
        expect(read(message).links.filter((link) => link !== url)).toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(read(hostileMessages("word", url)[0] as Message).links).toEqual([url]);
}, 60_000);

test("an address of a report that is hostile itself leads to the web, or nowhere", () => {
  fc.assert(
    fc.property(hostile, (url) => {
      for (const message of hostileMessages("word", url))
        for (const link of read(message).links) expect(link).toMatch(/^https?:/u);
    }),
    { numRuns: 500 },
  );
}, 60_000);

test("a quotation that fits is shown letter for letter", () => {
  fc.assert(
    fc.property(hostile, (word) => {
      for (const message of hostileMessages(word.slice(0, 80))) {
        const quotes = message.blocks.flatMap((block) => (block.kind === "quote" ? [block.runs] : []));
        const shown = quotes.map((runs) => showable(runs.map(({ text }) => text).join("")).trim());
        const quoted = read(message).quotes.map((quote) => quote.trim());
        expect(quoted).toEqual(shown.filter((quote) => quote !== ""));
      }
    }),
    { numRuns: 1000 },
  );
}, 60_000);

const run: fc.Arbitrary<Run> = fc.record(
  { text: hostile, mark: fc.constantFrom("match", "strong", "code"), href: hostile },
  { requiredKeys: ["text"] },
) as fc.Arbitrary<Run>;

const action: fc.Arbitrary<Action> = fc.record({
  label: hostile,
  command: fc.constantFrom("cite", "context", "share"),
  args: fc.record({ reference: fc.constant("k3v9qabc"), ordinal: fc.nat(40).map(String) }),
});

const runs = fc.array(run, { maxLength: 5 });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom("heading", "text", "source", "note"), runs }),
  fc.record({ kind: fc.constant("quote"), runs }),
  fc.record({ kind: fc.constant("actions"), lead: hostile, actions: fc.array(action, { maxLength: 30 }) }),
) as fc.Arbitrary<Block>;

test("any message at all renders within every limit", () => {
  const message = fc.record({
    summary: hostile,
    audience: fc.constantFrom("channel" as const, "asker" as const),
    blocks: fc.array(block, { maxLength: 80 }),
  });
  fc.assert(
    fc.property(message, (one) => {
      read(one);
    }),
    { numRuns: 500 },
  );
}, 120_000);
