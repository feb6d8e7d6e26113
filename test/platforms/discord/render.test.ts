import { expect, test } from "vitest";
import { outcomeMessage } from "#bot/messages/outcome.ts";
import { contextMessage } from "#bot/messages/paragraph.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import type { Block, Message } from "#domain/message.ts";
import { LIMITS } from "#platforms/discord/limits.ts";
import { renderMessage } from "#platforms/discord/render.ts";
import { describedProblems } from "#test/support/fakes/discord/openapi.ts";
import { readMessage } from "#test/support/fakes/discord/reading.ts";
import { messageProblems } from "#test/support/fakes/discord/validate.ts";
import { describeGolden } from "#test/support/golden.ts";
import { libraryOf, quotationOf } from "#test/support/hostile-messages.ts";

const today = new Date("2026-11-24");

function read(message: Message) {
  const payload = renderMessage(message);
  expect(messageProblems(payload, "create")).toEqual([]);
  return readMessage({
    content: "",
    components: payload.components.map((component) => ({ ...component })),
    allowedMentions: { parse: [] },
  });
}

describeGolden("discord", (message) => {
  const payload = renderMessage(message);
  expect(messageProblems(payload, "create")).toEqual([]);
  expect(describedProblems("POST", "/channels/1/messages", payload)).toEqual([]);
  return payload;
});

const line = (text: string): Block => ({ kind: "text", runs: [{ text }] });
const messageOf = (...blocks: readonly Block[]): Message => ({ audience: "asker", summary: "", blocks });

test.each([
  ["one sentence", `${"word ".repeat(3999)}end.`],
  ["one word", "x".repeat(20_000)],
  ["all markup", "*_[<".repeat(5000)],
  ["many sentences", "This is a sentence of the report. ".repeat(600).trim()],
])("a paragraph of 20,000 characters that is %s renders within the limits, its citation whole", (_, text) => {
  const { library, paragraph } = libraryOf({ text });
  const answer = outcomeMessage(quotationOf(library, paragraph), { library, audience: "channel", today });
  const around = [paragraph, paragraph, paragraph].map((one) => ({
    excerpt: buildExcerpt(one),
    citation: quotationOf(library, one).citation,
  }));
  for (const message of [answer, contextMessage(around, { library, audience: "asker", today })]) {
    const { words, quotes } = read(message);
    expect(quotes.join("")).toContain("[…]");
    for (const block of message.blocks)
      if (block.kind === "source") for (const run of block.runs) expect(words).toContain(run.text);
  }
});

test("a short quotation stays whole beside one that is cut", () => {
  const { library, paragraph } = libraryOf({ text: `${"word ".repeat(3999)}end.` });
  const short = { ...paragraph, text: "A short one.", sentences: [{ start: 0, end: 12 }] };
  const around = [paragraph, short, paragraph].map((one) => ({
    excerpt: buildExcerpt(one),
    citation: quotationOf(library, paragraph).citation,
  }));
  const { quotes } = read(contextMessage(around, { library, audience: "asker", today }));
  expect(quotes).toEqual([
    expect.stringMatching(/\[…\]$/u),
    "A short one.",
    expect.stringMatching(/\[…\]$/u),
  ]);
});

test("two paragraphs are two quotations, also when they fill the message", () => {
  const quoteOf = (text: string): Block => {
    const { paragraph } = libraryOf({ text });
    return { kind: "quote", excerpt: buildExcerpt(paragraph), runs: [{ text }] };
  };
  const [short, long] = [quoteOf("A short one."), quoteOf(`${"word ".repeat(900)}end.`)];
  expect(read(messageOf(short, short)).quotes).toEqual(["A short one.", "A short one."]);
  expect(read(messageOf(long, { ...long }, { ...long })).quotes).toHaveLength(3);
});

test("a list that is too long for one message is shown line by line, whole, and says that there is more", () => {
  const lines = Array.from({ length: 500 }, (_, index) =>
    line(`Report ${index}, and its authors of whom there are several`),
  );
  const { words } = read(messageOf(...lines));
  const shown = words.split("\n");
  expect(shown.at(-1)).toBe("The rest does not fit here.");
  expect(shown.slice(0, -1).every((one) => one.endsWith("several"))).toBe(true);
  expect(shown.length).toBeGreaterThan(60);
});

test("markup that counts only at the start of a line is escaped there", () => {
  for (const text of ["# not a heading", "-# not small", "- no item", "12. no number", "> no quotation"])
    expect(read(messageOf(line(text)))).toMatchObject({ words: text, quotes: [] });
});

test("it is escaped where bold or the words of a link begin too, since parsers may read these as lines", () => {
  const runs = [
    { text: "# one", mark: "strong" },
    { text: " " },
    { text: "- two", href: "https://example.org/" },
  ] as const;
  expect(renderMessage(messageOf({ kind: "text", runs })).components).toMatchObject([
    { content: "**\\# one** [\\- two](<https://example.org/>)" },
  ]);
});

test("a link that is no web address stays words", () => {
  for (const href of ["javascript:alert(1)", "discord://x", "//x", "", `https://x.test/${"y".repeat(3000)}`])
    expect(read(messageOf({ kind: "source", runs: [{ text: "Source", href }] }))).toMatchObject({
      links: [],
      words: "Source",
    });
});

test("an address with characters of markup links to that address", () => {
  const href = "https://example.org/a_b(c)?q=*x*&y=[z]";
  const { links } = read(messageOf({ kind: "source", runs: [{ text: "Source", href }] }));
  expect(links).toEqual([href.replace("(c)", "%28c%29")]);
});

test("words or code that contain the middle of a link end no link before them", () => {
  for (const mark of ["code", undefined] as const) {
    const runs = [
      { text: "report", href: "https://example.org/report" },
      ...["a](https://evil.test", ")<@1234567890123456789> b]", "(https://evil.test)"].map((text) => ({
        text,
        ...(mark && { mark }),
      })),
    ];
    expect(read(messageOf({ kind: "source", runs }))).toMatchObject({
      links: ["https://example.org/report"],
      pings: 0,
    });
  }
});

test("a link for which there is no room is left out whole", () => {
  const runs = [{ text: "x".repeat(3990) }, { text: "[sic]", href: "https://example.org/report" }];
  expect(read(messageOf({ kind: "text", runs })).links).toEqual([]);
});

test("what follows a run without room is left out, so that no two pieces of code meet", () => {
  const runs = [
    { text: "x".repeat(3950), mark: "code" },
    { text: "yes ".repeat(30), mark: "strong" },
    { text: "b", mark: "code" },
  ] as const;
  const { words } = read(messageOf({ kind: "text", runs }));
  expect(words).toMatch(/^x+$/u);
});

test("a source with brackets keeps its words, and its link follows them", () => {
  const runs = [{ text: "A [sic report", href: "https://example.org/" }];
  expect(read(messageOf({ kind: "source", runs }))).toMatchObject({
    links: ["https://example.org/"],
    words: "A [sic report link",
  });
});

test("a second button with the same custom id is left out", () => {
  const action = { label: "Cite", command: "cite", args: { reference: "k3v9qabc" } };
  const actions: Block = { kind: "actions", actions: [action, { ...action, label: "Cite again" }] };
  expect(read(messageOf(line("x"), actions)).buttons).toEqual(["Cite"]);
});

test("of more buttons than fit into a message the first are kept, five in a row", () => {
  const actions = Array.from({ length: 60 }, (_, index) => ({
    label: `para. ${index}`,
    command: "cite",
    args: { ordinal: String(index) },
  }));
  const { components } = renderMessage(messageOf({ kind: "actions", actions }));
  expect(components.length).toBe(6);
  for (const row of components)
    if ("components" in row) expect(row.components.length).toBeLessThanOrEqual(LIMITS.rowButtons);
});
