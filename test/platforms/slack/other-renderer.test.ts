// What Ibid sends to Slack, as others show it. Their package is one of its own, which `.ci/run` installs.
import { existsSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { renderMessage } from "#platforms/slack/render.ts";
import { quoteEveryParagraph } from "#test/platforms/quoted-paragraphs.ts";
import type { ShowBlocks } from "#test/platforms/renderers/interface.ts";
import { hostileMessages, hostileStrings } from "#test/support/hostile-messages.ts";

type Blocks = ReturnType<typeof renderMessage>["blocks"];

type Read = Readonly<{
  words: string;
  quotations: readonly string[];
  buttons: readonly string[];
  links: readonly string[];
}>;

const FOLDER = "test/platforms/renderers";
const isInstalled = existsSync(`${FOLDER}/node_modules`);
if (!isInstalled) process.stderr.write(`skipped: npm ci in ${FOLDER} has not been run\n`);

/** `words` and `links`: of all that is shown but the buttons. */
function read(page: string): Read {
  const text = page.replaceAll(elements("button"), "");
  return {
    words: wordsOf(text),
    links: Array.from(text.matchAll(/ href="([^"]*)"/gu), ([, address = ""]) => wordsOf(address)),
    quotations: page.match(elements("blockquote"))?.map(wordsOf) ?? [],
    buttons: page.match(elements("button"))?.map(wordsOf) ?? [],
  };
}

const elements = (name: string) => new RegExp(`<${name}[ >].*?</${name}>`, "gsu");

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", gt: ">", lt: "<", quot: '"', "#x27": "'" };

function wordsOf(page: string): string {
  return page
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll(/&(\w+|#x27);/gu, (entity, name) => ENTITIES[name] ?? entity);
}

/** What the message says, and in which order. */
const wordsIn = (blocks: Blocks) => leavesOf(blocks, "rich_text").join("");
const labelsIn = (blocks: Blocks) => leavesOf(blocks, "actions");

/** The texts of these blocks. */
function leavesOf(blocks: Blocks, type: Blocks[number]["type"]): readonly string[] {
  return blocks.filter((block) => block.type === type).flatMap(textsIn);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  if ("text" in value && typeof value.text === "string") return [value.text];
  return Object.values(value).flatMap(textsIn);
}

describe.skipIf(!isInstalled)("as others show it,", () => {
  let show: (blocks: Blocks) => Read;
  beforeAll(async () => {
    // Not a literal, for its types are there only once it is installed.
    const file = `#${FOLDER}/slack.ts`;
    const { showBlocks }: { showBlocks: ShowBlocks } = await import(file);
    show = (blocks) => read(showBlocks(blocks));
  });

  test("every paragraph of the reports is shown letter for letter, with all other words and every button", async () => {
    const quoted = await quoteEveryParagraph();
    expect(quoted.length).toBeGreaterThan(16);
    for (const { message, words, links } of quoted) {
      const { blocks } = renderMessage(message);
      const shown = show(blocks);
      expect(shown.quotations).toEqual([words]);
      expect(shown.words).toBe(wordsIn(blocks));
      expect(shown.buttons).toEqual(labelsIn(blocks));
      expect(shown.links).toEqual(links);
    }
  });

  // Without the buttons: the renderer reads markup in their labels, which Slack takes literally, and fails on some.
  test("hostile strings in every place are shown letter for letter: nothing becomes a link or a ping", () => {
    fc.assert(
      fc.property(hostileStrings(), (word) => {
        for (const message of hostileMessages(word)) {
          const blocks = renderMessage(message).blocks.filter(({ type }) => type === "rich_text");
          const { words, links } = show(blocks);
          expect(words).toBe(wordsIn(blocks));
          expect(links).toEqual([]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
