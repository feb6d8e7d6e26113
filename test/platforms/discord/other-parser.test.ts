// What Ibid sends to Discord, as others read it. Their package is one of its own, which `.ci/run` installs.
import { existsSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Message } from "#domain/message.ts";
import { renderMessage } from "#platforms/discord/render.ts";
import { quoteEveryParagraph } from "#test/platforms/quoted-paragraphs.ts";
import type { MarkdownNode as Node, ParseMarkdown } from "#test/platforms/renderers/interface.ts";
import { hostileMessages } from "#test/support/hostile-messages.ts";
import { sanitize } from "#text/unicode.ts";
import { discordStrings } from "./hostile-strings.ts";

// What the renderer writes outside of quotations.
const OWN_MARKUP = [
  "blockQuote",
  "br",
  "heading",
  "inlineCode",
  "link",
  "newline",
  "strong",
  "subtext",
  "text",
];
const IN_QUOTATIONS = ["br", "strong", "text"];
const ADDRESS = "https://example.org/report";
// A native emoji is a character like others; the parser gives it a name of its own.
const EMOJI = "twemoji";

const childrenOf = ({ content }: Node): readonly Node[] => (Array.isArray(content) ? content : []);
const withChildren = (node: Node): readonly Node[] => [node, ...childrenOf(node).flatMap(withChildren)];

function wordsOf(node: Node): string {
  if (node.type === "br" || node.type === "newline") return "\n";
  if (node.type === EMOJI) return node.name ?? "";
  return typeof node.content === "string" ? node.content : childrenOf(node).map(wordsOf).join("");
}

const FOLDER = "test/platforms/renderers";
const isInstalled = existsSync(`${FOLDER}/node_modules`);
if (!isInstalled) process.stderr.write(`skipped: npm ci in ${FOLDER} has not been run\n`);

function readBy(parse: ParseMarkdown, message: Message) {
  const nodes: readonly Node[] = renderMessage(message).components.flatMap((component) =>
    "content" in component ? parse(component.content) : [],
  );
  const quotations = nodes.filter(({ type }) => type === "blockQuote");
  const all = nodes.flatMap(withChildren);
  return {
    quotations: quotations.map((quotation) => wordsOf(quotation).trim()),
    kinds: new Set(all.map(({ type }) => type)),
    kindsInQuotations: new Set(
      quotations
        .flatMap(childrenOf)
        .flatMap(withChildren)
        .map(({ type }) => type),
    ),
    links: all.flatMap(({ target }) => target ?? []),
  };
}

describe.skipIf(!isInstalled)("as others read it,", () => {
  let read: (message: Message) => ReturnType<typeof readBy>;
  beforeAll(async () => {
    // Not a literal, for its types are there only once it is installed.
    const file = `#${FOLDER}/discord.ts`;
    const { parseMarkdown }: { parseMarkdown: ParseMarkdown } = await import(file);
    read = (message) => readBy(parseMarkdown, message);
  });

  test("every paragraph of the reports is read letter for letter, and nothing in it as markup or as a ping", async () => {
    const quoted = await quoteEveryParagraph();
    expect(quoted.length).toBeGreaterThan(16);
    for (const { message, words, links } of quoted) {
      const { quotations, kinds, kindsInQuotations, links: found } = read(message);
      expect([...kinds].filter((kind) => !OWN_MARKUP.includes(kind))).toEqual([]);
      expect(found).toEqual(links);
      expect(quotations).toEqual([words]);
      expect([...kindsInQuotations].filter((kind) => !IN_QUOTATIONS.includes(kind))).toEqual([]);
    }
  });

  test("hostile strings in every place are read letter for letter where quoted, and nowhere as markup, link or ping", () => {
    fc.assert(
      fc.property(discordStrings(), (word) => {
        for (const message of hostileMessages(word.slice(0, 80), ADDRESS)) {
          const { quotations, kinds, kindsInQuotations, links } = read(message);
          expect([...kinds].filter((kind) => kind !== EMOJI && !OWN_MARKUP.includes(kind))).toEqual([]);
          expect(
            [...kindsInQuotations].filter((kind) => kind !== EMOJI && !IN_QUOTATIONS.includes(kind)),
          ).toEqual([]);
          expect(links.filter((link) => link !== ADDRESS)).toEqual([]);
          expect(quotations).toEqual(quotationsOf(message));
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** Spaces at both ends of a line are not shown. */
function quotationsOf({ blocks }: Message): readonly string[] {
  return blocks
    .flatMap((block) => (block.kind === "quote" ? [block.runs.map(({ text }) => text).join("")] : []))
    .map((words) => sanitize(words).trim())
    .filter((words) => words !== "");
}
