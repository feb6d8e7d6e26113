// Pages of overviews and lists: what they show, how they are turned, and what happens when the text is no longer the same.
import fc from "fast-check";
import { expect, test } from "vitest";
import { commandTable } from "#bot/commands/index.ts";
import { createMemorySelections, decodePage, encodePage, type MoreOf } from "#bot/selection-page.ts";
import type { Action, Message } from "#domain/message.ts";
import { encodeAction } from "#platforms/shared/action.ts";
import { createFixture, type Fixture, invocation, messageFor, wordsOf } from "#test/support/bot-fixture.ts";

const sentences = Array.from({ length: 12 }, (_, i) => `Otters were seen at river number ${i + 1}.`);
const LIST = `# Rivers\n\n${sentences.join("\n\n")}`;
const JUDGED = `# Rivers\n\nOtters live at many rivers of the north, as everybody has known for a long time.\n\n## Findings\n\n${sentences.join("\n\n")}`;

const ask = (fixture: Fixture, question: string) => messageFor(fixture, invocation("ask", { question }));

function moreOf({ blocks }: Message): Action | undefined {
  const actions = blocks.flatMap((block) => (block.kind === "actions" ? block.actions : []));
  return actions.find(({ label }) => label === "More");
}

function press(fixture: Fixture, message: Message): Promise<Message> {
  const more = moreOf(message);
  if (more === undefined) throw new Error("no button More");
  return messageFor(fixture, invocation(more.command, more.args, "button"));
}

function quotesOf({ blocks }: Message): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === "quote" ? [block.runs.map(({ text }) => text).join("")] : [],
  );
}

test("an overview says that it quotes, whose words they are, and how many there are in all", async () => {
  const message = await ask(await createFixture(), "tldr");
  expect(wordsOf(message)).toMatch(
    /^I quote, I don't summarise\. How the report begins, and the author's own judgements: 5 of 8 paragraphs\.\n/u,
  );
  expect(wordsOf(message)).toMatch(
    /\nImplications, para\. 17 of 17 \u00B7 j3vhdcbz\nBaffa, "Iran-Azerbaijan/u,
  );
  expect(message.summary).toMatch(/^Baffa, Iran-Azerbaijan, para\. 1: /u);
});

test.each([
  ["a list about a subject", LIST, "every mention of otters", 12],
  ["the judgements of a report", JUDGED, "main findings?", 12],
  ["an overview", JUDGED, "summary", 13],
])("More leads through all of %s, each paragraph once, and ends", async (_, source, question, total) => {
  const fixture = await createFixture({ "rivers.md": source });
  let page = await ask(fixture, question);
  expect(wordsOf(page)).toContain(`5 of ${total} paragraphs.`);
  const read = [...quotesOf(page)];
  for (let turned = 1; moreOf(page) !== undefined; turned++) {
    if (turned > 5) throw new Error("it never ends");
    page = await press(fixture, page);
    expect(wordsOf(page)).toContain(
      `${5 * turned + 1} to ${Math.min(total, 5 * turned + 5)} of ${total} paragraphs.`,
    );
    expect(page.audience).toBe("asker");
    read.push(...quotesOf(page));
  }
  expect(read).toHaveLength(total);
  expect(new Set(read).size).toBe(total);
  expect(read).toEqual(expect.arrayContaining(sentences));
});

test("a paragraph too long for its share of a page is cut between sentences, around the marked one", async () => {
  const long = `${"Nothing of note was seen on that day. ".repeat(40)}Otters were seen there. ${"Then it rained. ".repeat(40)}`;
  const fixture = await createFixture({ "rivers.md": `# Rivers\n\n${Array(5).fill(long).join("\n\n")}` });
  const message = await ask(fixture, "every mention of otters");
  for (const quote of quotesOf(message)) {
    expect(quote).toMatch(/^\[\u2026\] .*Otters were seen there\. .* \[\u2026\]$/u);
    expect(quote.length).toBeLessThan(620);
  }
  expect(quotesOf(message)).toHaveLength(5);
});

test("no button for pages has words of the question", async () => {
  for (const question of ["every mention of otters at rivers", "main findings, Zaphod?"]) {
    const message = await ask(await createFixture({ "rivers.md": JUDGED }), question);
    for (const block of message.blocks)
      for (const action of block.kind === "actions" ? block.actions : [])
        expect(encodeAction(action)).not.toMatch(/otter|river|zaphod/iu);
  }
});

test.each([
  ["every mention of otters", LIST],
  ["summary", JUDGED],
])("%s: when the text has changed between two pages, the reply says so", async (question, source) => {
  const selections = createMemorySelections();
  const before = await createFixture({ "rivers.md": source }, commandTable, selections);
  const page = await ask(before, question);
  const changed = source.replace("number 11.", "number eleven.");
  for (const reports of [{ "rivers.md": changed }, { "lakes.md": "# Lakes\n\nOtters swim." }]) {
    const after = await press(await createFixture(reports, commandTable, selections), page);
    expect(wordsOf(after)).toBe(
      "The reports have changed since this was posted, so its next page is gone. Ask again.",
    );
  }
  const same = await press(await createFixture({ "rivers.md": source }, commandTable, selections), page);
  expect(quotesOf(same)).toHaveLength(5);
});

test("a list that is no longer kept is told from one whose text has changed", async () => {
  const page = await ask(await createFixture({ "rivers.md": LIST }), "every mention of otters");
  const restarted = await press(await createFixture({ "rivers.md": LIST }), page);
  expect(wordsOf(restarted)).toBe("This list is more than a day old and no longer available. Ask again.");
});

test("an overview's next page needs nothing but its button", async () => {
  const page = await ask(await createFixture({ "rivers.md": JUDGED }), "summary");
  expect(quotesOf(await press(await createFixture({ "rivers.md": JUDGED }), page))).toHaveLength(5);
});

test("a page that no button names is refused", async () => {
  const fixture = await createFixture();
  for (const reference of ["", "x", "overview.zig02r.1.999", "judgements-<b>.a.b.1", "1.1e9"])
    expect((await messageFor(fixture, invocation("more", { reference }, "button"))).blocks).toHaveLength(1);
});

test("what a button names is read back as it was written", () => {
  const key = fc.stringMatching(/^[0-9a-z]{1,7}$/u);
  const whole: fc.Arbitrary<MoreOf> = fc.record({
    of: fc.constantFrom("overview" as const, "judgements" as const),
    heading: fc.constantFrom("", "finding", "recommendation"),
    source: key,
    stamp: key,
  });
  const kept: fc.Arbitrary<MoreOf> = fc.record({ id: fc.stringMatching(/^[0-9a-z]{1,12}$/u) });
  fc.assert(
    fc.property(fc.oneof(whole, kept), fc.nat(9_999), (more, page) => {
      const reference = encodePage(more, page);
      expect(decodePage(reference)).toEqual({ more, page });
      expect(() => encodeAction({ command: "more", args: { reference } })).not.toThrow();
    }),
  );
});

test("a comparison says which report has no paragraph, under its title", async () => {
  const fixture = await createFixture({
    "rivers.md": "---\ntitle: Rivers\npublished: 2020\n---\n\nOtters live here.",
    "lakes.md": "---\ntitle: Lakes\npublished: 2018\n---\n\nNobody lives here.",
  });
  const words = wordsOf(await ask(fixture, "compare what the reports say about otters"));
  expect(words).toMatch(
    /One paragraph of each report, the oldest report first: 2 reports\.\nLakes: no paragraph\.\n"Lakes" \(2018.*\)\nOtters live here\.\npara\. 1 of 1 \u00B7 \w{8}\n"Rivers" \(2020/u,
  );
});

test("a list of a kind of thing that no report has says so", async () => {
  const fixture = await createFixture({ "rivers.md": "# Rivers\n\nOtters live here." });
  expect(wordsOf(await ask(fixture, "all amounts of money"))).toBe(
    'Nothing like that was found in "Rivers".',
  );
});
