import { expect, test } from "vitest";
import { outcomeMessage } from "#bot/messages/outcome.ts";
import { contextMessage } from "#bot/messages/paragraph.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import type { Block, Message } from "#domain/message.ts";
import { renderMessage } from "#platforms/slack/render.ts";
import { createFixture, invocation, messageFor } from "#test/support/bot-fixture.ts";
import { readPost } from "#test/support/fakes/slack/reading.ts";
import { blockCharacters, blockProblems } from "#test/support/fakes/slack/validate.ts";
import { describeGolden } from "#test/support/golden.ts";
import { libraryOf, quotationOf } from "#test/support/hostile-messages.ts";
import { replies } from "#test/support/replies.ts";

const fixture = await createFixture();

const read = (message: Message) => readPost({ payload: renderMessage(message) });

describeGolden("slack", (message) => {
  const payload = renderMessage(message);
  expect(blockProblems(payload.blocks)).toEqual([]);
  return payload;
});

test("notifications begin with report and paragraph, and screen readers hear the whole quotation and its source", async () => {
  const message = await messageFor(fixture, invocation(...(replies.answer ?? ["", {}])));
  const { text } = renderMessage(message);
  const [quote] = message.blocks.flatMap((block) => (block.kind === "quote" ? block.excerpt : []));
  expect(text).toMatch(/^Baffa, Iran-Azerbaijan, para\. 4: Iran's parliament/u);
  expect(text).toContain(quote?.paragraph.text);
  expect(text).toContain("para. 4 of 17");
});

test("the fallback escapes the three characters that Slack reads, and is cut outside of an escape", () => {
  const line = "a & b < c > d ".repeat(400);
  const { text } = renderMessage({ audience: "asker", summary: line, blocks: [] });
  expect(text).toMatch(/^a &amp; b &lt; c &gt; d/u);
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(text.replace(/&(?:amp|lt|gt);/gu, "")).not.toMatch(/[&<>]/u);
});

test.each([
  ["one sentence", `${"word ".repeat(3999)}end.`],
  ["one word", "x".repeat(20_000)],
  ["many sentences", "This is a sentence of the report. ".repeat(600).trim()],
])("a paragraph of 20,000 characters that is %s renders within the limits, its citation whole", (_, text) => {
  const { library, paragraph } = libraryOf({ text });
  const today = new Date("2026-11-24");
  const answer = outcomeMessage(quotationOf(library, paragraph), { library, audience: "channel", today });
  const around = [paragraph, paragraph, paragraph].map((one) => ({
    excerpt: buildExcerpt(one),
    citation: quotationOf(library, one).citation,
  }));
  for (const message of [answer, contextMessage(around, { library, audience: "asker", today })]) {
    const { blocks } = renderMessage(message);
    expect(blockProblems(blocks)).toEqual([]);
    expect(blockCharacters(blocks)).toBeLessThanOrEqual(13_200);
    const words = message.blocks.flatMap((block) => (block.kind === "source" ? block.runs : []));
    for (const run of words) expect(read(message).words).toContain(run.text);
  }
  expect(read(answer).buttons.slice(0, 2)).toEqual(["Context", "Cite"]);
});

test("a list of reports that is too long for one message is cut visibly, every line that is shown whole", () => {
  const blocks: readonly Block[] = Array.from({ length: 500 }, (_, index) => ({
    kind: "text",
    runs: [
      { text: `Report ${index}`, mark: "strong" },
      { text: " and its authors, of whom there are several" },
    ],
  }));
  const { words } = read({ audience: "asker", summary: "500 reports", blocks });
  expect(words).toContain("Report 0 and its authors");
  expect(words).toMatch(/\[…\]$/u);
  expect(words.length).toBeLessThan(13_200);
});

test("a link that is no web address stays words", () => {
  for (const href of ["javascript:alert(1)", "slack://x", "//x", "", `https://x.test/${"y".repeat(3000)}`]) {
    const blocks: readonly Block[] = [{ kind: "source", runs: [{ text: "Source", href }] }];
    expect(read({ audience: "asker", summary: "", blocks })).toMatchObject({ links: [], words: "Source" });
  }
});
