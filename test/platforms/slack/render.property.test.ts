import fc from "fast-check";
import { expect, test } from "vitest";
import { showable } from "#bot/showable.ts";
import type { Action, Block, Message, Run } from "#domain/message.ts";
import { LIMITS } from "#platforms/slack/limits.ts";
import { renderMessage } from "#platforms/slack/render.ts";
import { readPost } from "../../fakes/slack/reading.ts";
import { blockCharacters, blockProblems } from "../../fakes/slack/validate.ts";
import { hostile, hostileMessages } from "../hostile.ts";

const HOSTILE_STRINGS = 10_000;

/** Within every limit, well formed, and nobody called; the links that it holds. */
function linksOf(message: Message): readonly string[] {
  const payload = renderMessage(message);
  const { text, blocks } = payload;
  const problems = blockProblems(blocks);
  if (problems.length > 0) throw new Error(problems.join("; "));
  expect(blockCharacters(blocks)).toBeLessThanOrEqual(LIMITS.messageCharacters);
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(LIMITS.fallbackCharacters);
  expect(text.replace(/&(?:amp|lt|gt);/gu, "")).not.toMatch(/[<>&]/u);
  expect(JSON.stringify(payload).isWellFormed()).toBe(true);
  const { pings, links } = readPost({ payload });
  expect(pings).toBe(0);
  return links;
}

test(`${HOSTILE_STRINGS} hostile strings on every surface call nobody, link nothing and stay within every limit`, () => {
  fc.assert(
    fc.property(hostile, (word) => {
      for (const message of hostileMessages(word)) expect(linksOf(message)).toEqual([]);
    }),
    { numRuns: HOSTILE_STRINGS },
  );
}, 300_000);

test("the only link is the citation's", () => {
  const url = "https://example.org/report";
  fc.assert(
    fc.property(hostile, (word) => {
      for (const message of hostileMessages(word, url))
        expect(linksOf(message).filter((link) => link !== url)).toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(linksOf(hostileMessages("word", url)[0] as Message)).toEqual([url]);
}, 60_000);

test("an address of a report that is hostile itself leads to the web, or nowhere", () => {
  fc.assert(
    fc.property(hostile, (url) => {
      for (const message of hostileMessages("word", url))
        for (const link of linksOf(message)) expect(link).toMatch(/^https?:/iu);
    }),
    { numRuns: 500 },
  );
}, 60_000);

test("a quotation that fits is shown letter for letter", () => {
  fc.assert(
    fc.property(hostile, (word) => {
      for (const message of hostileMessages(word.slice(0, 300))) {
        const quotes = message.blocks.flatMap((block) => (block.kind === "quote" ? [block.runs] : []));
        const shown = quotes.map((runs) => runs.map(({ text }) => showable(text)).join(""));
        const read = readPost({ payload: renderMessage(message) });
        expect(read.quotes).toEqual(shown.filter((quote) => quote !== ""));
      }
    }),
    { numRuns: 500 },
  );
}, 60_000);

const run: fc.Arbitrary<Run> = fc.record(
  { text: hostile, mark: fc.constantFrom("match", "strong", "code"), href: hostile },
  { requiredKeys: ["text"] },
) as fc.Arbitrary<Run>;

const action: fc.Arbitrary<Action> = fc.record({
  label: hostile,
  command: fc.constantFrom("cite", "context", "share"),
  args: fc.constant({ reference: "k3v9qabc", ordinal: "1" }),
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
      linksOf(one);
    }),
    { numRuns: 500 },
  );
}, 120_000);
