// Properties of every platform's renderer, checked with hostile text in reports, questions and names. A platform provides
// how it renders a message and how the result is read back.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Action, Block, Message, Run } from "#domain/message.ts";
import { hostileMessages } from "#test/support/hostile-messages.ts";

export type Rendering = Readonly<{
  /** Strings that include the markup of this platform. */
  hostile: fc.Arbitrary<string>;
  /** A word of this length is never cut in a quotation. */
  uncutLength: number;
  /** Renders the message and reads the result as a person would. */
  read(message: Message): Read;
  /** How an uncut quotation of these runs looks to a person. */
  quoteOf(runs: readonly Run[]): string;
}>;

export type Read = Readonly<{
  /** Reasons why the platform would refuse it, and every mention or piece of markup that came out of the text. */
  problems: readonly string[];
  links: readonly string[];
  quotes: readonly string[];
}>;

const STRINGS = 10_000;
const TIMEOUT = 300_000;
const ADDRESS = "https://example.org/report";

export function describeRendering({ hostile, uncutLength, quoteOf, ...platform }: Rendering): void {
  const read = (message: Message): Read => {
    const found = platform.read(message);
    if (found.problems.length > 0) throw new Error(found.problems.join("; "));
    return found;
  };
  const check = (numRuns: number, assertion: (word: string) => void) =>
    fc.assert(
      fc.property(hostile, (word) => void assertion(word)),
      { numRuns },
    );
  const linksOf = (messages: readonly Message[]) => messages.flatMap((message) => read(message).links);

  test(
    `${STRINGS} hostile strings in every place ping nobody, link and format nothing, within every limit`,
    () => check(STRINGS, (word) => expect(linksOf(hostileMessages(word))).toEqual([])),
    TIMEOUT,
  );

  test(
    "the only link is the citation's",
    () => {
      check(500, (word) =>
        expect(linksOf(hostileMessages(word, ADDRESS)).filter((link) => link !== ADDRESS)).toEqual([]),
      );
      expect(linksOf(hostileMessages("word", ADDRESS).slice(0, 1))).toEqual([ADDRESS]);
    },
    TIMEOUT,
  );

  test(
    "a report's address that is hostile itself leads to the web or is left out",
    () =>
      check(500, (url) => {
        for (const link of linksOf(hostileMessages("word", url))) expect(link).toMatch(/^https?:/u);
      }),
    TIMEOUT,
  );

  test(
    "a quotation that fits is shown letter for letter",
    () =>
      check(1000, (word) => {
        for (const message of hostileMessages(word.slice(0, uncutLength))) {
          const quotes = message.blocks.flatMap((block) => (block.kind === "quote" ? [block.runs] : []));
          expect(read(message).quotes).toEqual(quotes.map(quoteOf).filter((quote) => quote !== ""));
        }
      }),
    TIMEOUT,
  );

  test(
    "any message at all renders within every limit, and links nothing but what its runs link",
    () =>
      fc.assert(
        fc.property(anyMessage(hostile), (message) => {
          const given = addressesOf(message);
          const made = linksOf([message]).filter((link) => !given.has(plainAddress(link)));
          expect(made).toEqual([]);
        }),
        { numRuns: 5_000 },
      ),
    TIMEOUT,
  );
}

function addressesOf({ blocks }: Message): ReadonlySet<string | undefined> {
  const runs = blocks.flatMap((block) => (block.kind === "actions" ? [] : block.runs));
  return new Set(runs.flatMap(({ href }) => (href === undefined ? [] : [plainAddress(href)])));
}

/** The address with its brackets unescaped. */
function plainAddress(address: string): string | undefined {
  return URL.parse(address)?.href.replaceAll("%28", "(").replaceAll("%29", ")");
}

function anyMessage(hostile: fc.Arbitrary<string>): fc.Arbitrary<Message> {
  const run = fc.record(
    { text: hostile, mark: fc.constantFrom("match", "strong", "code"), href: hostile },
    { requiredKeys: ["text"] },
  ) as fc.Arbitrary<Run>;
  const runs = fc.array(run, { maxLength: 5 });
  const action: fc.Arbitrary<Action> = fc.record({
    label: hostile,
    command: fc.constantFrom("cite", "context", "share"),
    args: fc.record({ reference: fc.constant("k3v9qabc"), ordinal: fc.nat(40).map(String) }),
  });
  const block = fc.oneof(
    fc.record({ kind: fc.constantFrom("heading", "text", "source", "note"), runs }),
    fc.record({ kind: fc.constant("quote"), runs }),
    fc.record({
      kind: fc.constant("actions"),
      lead: hostile,
      actions: fc.array(action, { maxLength: 30 }),
    }),
  ) as fc.Arbitrary<Block>;
  return fc.record({
    summary: hostile,
    audience: fc.constantFrom("channel" as const, "asker" as const),
    blocks: fc.array(block, { maxLength: 80 }),
  });
}
