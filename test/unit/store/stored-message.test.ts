import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Message } from "#domain/message.ts";
import { loadFolder } from "#reports/folder.ts";
import { parseStoredMessage, serializeMessage } from "#store/stored-message.ts";

const { library } = await loadFolder("knowledge");
const paragraph = library.reports[0]?.sections[0]?.paragraphs[0];

test("a message with every kind of block comes back as it was", () => {
  if (paragraph === undefined) throw new Error("expected a paragraph");
  const message: Message = {
    audience: "channel",
    summary: "A summary",
    blocks: [
      { kind: "heading", runs: [{ text: "Heading" }] },
      {
        kind: "text",
        runs: [
          { text: "Text ", mark: "strong" },
          { text: "link", href: "https://a.example/" },
        ],
      },
      {
        kind: "quote",
        excerpt: {
          paragraph: { ...paragraph, number: "4.2" },
          start: 0,
          end: paragraph.text.length,
          sentence: { start: 0, end: 3 },
        },
        runs: [{ text: "words", mark: "match" }],
      },
      { kind: "quote", excerpt: { paragraph, start: 0, end: 5 }, runs: [{ text: "words" }] },
      { kind: "source", runs: [{ text: "Source", mark: "code" }] },
      { kind: "note", runs: [] },
      { kind: "actions", actions: [] },
      { kind: "actions", lead: "Also:", actions: [{ label: "Cite", command: "cite", args: { code: "a" } }] },
    ],
  };
  expect(parseStoredMessage(serializeMessage(message))).toEqual(message);
});

test("a message that version 0.1 stored can be read", () => {
  const payload = readFileSync("test/support/fixtures/delivery-payload-0.1.json", "utf8");
  expect(parseStoredMessage(payload)).toEqual(JSON.parse(payload));
});

test.each([
  ["", /JSON/u],
  ["{", /JSON/u],
  ["null", /expected object/u],
  ['{"audience":"channel","blocks":[]}', /^summary: /u],
  ['{"audience":"all","summary":"","blocks":[]}', /^audience: /u],
  ['{"audience":"asker","summary":"","blocks":[{"kind":"poem","runs":[]}]}', /^blocks\.0\.kind: /u],
  [
    '{"audience":"asker","summary":"","blocks":[{"kind":"text","runs":[{"text":7}]}]}',
    /^blocks\.0\.runs\.0\.text: /u,
  ],
])("%s is refused with the place of what is wrong", (payload, reason) => {
  expect(() => parseStoredMessage(payload)).toThrow(reason);
});
