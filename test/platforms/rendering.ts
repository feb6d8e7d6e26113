// What every platform's rendering owes, whatever a report, a question or a name holds. A platform hands over how it renders
// and how its message is read back.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Action, Block, Message, Run } from "#domain/message.ts";
import { hostileMessages } from "#test/support/hostile-messages.ts";

export type Rendering = Readonly<{
  /** What means something here, besides what is hostile anywhere. */
  hostile: fc.Arbitrary<string>;
  /** So many characters of a word fit whole into every quotation. */
  whole: number;
  /** Renders the message and reads it back as a person does. */
  read(message: Message): Read;
  /** A quotation of these runs as a person sees it when it is not cut. */
  quoteOf(runs: readonly Run[]): string;
}>;

export type Read = Readonly<{
  /** Why the platform refuses it, and every sign of it that is read as a call or as markup. */
  problems: readonly string[];
  links: readonly string[];
  quotes: readonly string[];
}>;

const STRINGS = 10_000;
const PATIENCE = 300_000;
const ADDRESS = "https://example.org/report";

export function describeRendering({ hostile, whole, quoteOf, ...platform }: Rendering): void {
  const read = (message: Message): Read => {
    const found = platform.read(message);
    if (found.problems.length > 0) throw new Error(found.problems.join("; "));
    return found;
  };
  const check = (numRuns: number, holds: (word: string) => void) =>
    fc.assert(
      fc.property(hostile, (word) => void holds(word)),
      { numRuns },
    );
  const linksOf = (messages: readonly Message[]) => messages.flatMap((message) => read(message).links);

  test(
    `${STRINGS} hostile strings on every surface call nobody, link and format nothing, within every limit`,
    () => check(STRINGS, (word) => expect(linksOf(hostileMessages(word))).toEqual([])),
    PATIENCE,
  );

  test(
    "the only link is the citation's",
    () => {
      check(500, (word) =>
        expect(linksOf(hostileMessages(word, ADDRESS)).filter((link) => link !== ADDRESS)).toEqual([]),
      );
      expect(linksOf(hostileMessages("word", ADDRESS).slice(0, 1))).toEqual([ADDRESS]);
    },
    PATIENCE,
  );

  test(
    "an address of a report that is hostile itself leads to the web, or nowhere",
    () =>
      check(500, (url) => {
        for (const link of linksOf(hostileMessages("word", url))) expect(link).toMatch(/^https?:/u);
      }),
    PATIENCE,
  );

  test(
    "a quotation that fits is shown letter for letter",
    () =>
      check(1000, (word) => {
        for (const message of hostileMessages(word.slice(0, whole))) {
          const quotes = message.blocks.flatMap((block) => (block.kind === "quote" ? [block.runs] : []));
          expect(read(message).quotes).toEqual(quotes.map(quoteOf).filter((quote) => quote !== ""));
        }
      }),
    PATIENCE,
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
    PATIENCE,
  );
}

function addressesOf({ blocks }: Message): ReadonlySet<string | undefined> {
  const runs = blocks.flatMap((block) => (block.kind === "actions" ? [] : block.runs));
  return new Set(runs.flatMap(({ href }) => (href === undefined ? [] : [plainAddress(href)])));
}

/** However its brackets are written. */
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
