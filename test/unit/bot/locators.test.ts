// How a reader is told where a quotation stands: page, footnote, and the sentence that introduces a list.
import { expect, test } from "vitest";
import { createKnowledge } from "#app/knowledge.ts";
import { outcomeJson } from "#bot/outcome-json.ts";
import { findMisquoted } from "#bot/verify-quotes.ts";
import { paragraphsOf } from "#domain/report.ts";
import { createFixture, invocation, libraryOf, messageFor, wordsOf } from "#test/support/bot-fixture.ts";

const POLICY = `---
title: Disclosure Policy
published: 2020-09
tlp: GREEN
---

## Required Actions

<!-- page 4 -->

Agencies have six months. The policy must include:

- Which systems are in scope.
- A clear statement that reporters may submit a vulnerability report anonymously.

<!-- page 5 -->

The deadline for remediation is set by the agency.[^19]

## Contact

Write to us.

[^19]: No more than three business days.
`;

const sources = { "policy.md": POLICY };
const fixture = await createFixture(sources);

async function wordsFor(command: string, args: Readonly<Record<string, string>>) {
  return wordsOf(await messageFor(fixture, invocation(command, args)));
}

test("an item of a list is quoted after the sentence that introduces the list", async () => {
  const words = await wordsFor("ask", { question: "may reporters submit a report anonymously?" });
  expect(words).toContain(
    "The policy must include:\nA clear statement that reporters may submit a vulnerability report anonymously.\n",
  );
  expect(words).not.toContain("six months");
  expect(words).toContain("Required Actions, p. 4, para. 3 of 6");
});

test("each part is a quotation of its own that is checked against its paragraph", async () => {
  const message = await messageFor(fixture, invocation("cite", { reference: "3" }));
  const quotes = message.blocks.flatMap((block) => (block.kind === "quote" ? [block] : []));
  expect(quotes.map(({ excerpt }) => excerpt.paragraph.ordinal)).toEqual([1, 3]);
  const changed = {
    ...message,
    blocks: message.blocks.map((block) =>
      block === quotes[0] ? { ...block, runs: [{ text: "The policy must not include:" }] } : block,
    ),
  };
  expect(findMisquoted(message, libraryOf(sources))).toBeUndefined();
  expect(findMisquoted(changed, libraryOf(sources))).toBeDefined();
});

test("consecutive items have their introduction once", async () => {
  const words = await wordsFor("cite", { reference: "1-3" });
  expect(words.match(/The policy must include:/gu)).toHaveLength(1);
  expect(words).toContain("p. 4, paras. 1-3");
});

test("a quotation that is an item of a list is checked and shown with its introduction, and the words that match are marked", async () => {
  for (const words of ["reporters may submit", "reporters should submit"]) {
    const text = `A clear statement that ${words} a vulnerability report`;
    const message = await messageFor(fixture, invocation("verify", { text }));
    expect(wordsOf(message)).toContain(
      "The policy must include:\nA clear statement that reporters may submit",
    );
    const marked = message.blocks.flatMap((block) =>
      block.kind === "quote" ? block.runs.filter(({ mark }) => mark !== undefined) : [],
    );
    expect(marked).not.toEqual([]);
  }
});

test("a footnote is cited by its mark, with the section of the mark", async () => {
  for (const reference of ["note 19", "footnote 19", "Note 19"]) {
    const words = await wordsFor("cite", { reference });
    expect(words).toContain("No more than three business days.");
    expect(words).toContain('p. 5, note 19 ("Required Actions").');
    expect(words).not.toContain("count");
  }
});

test("a paragraph that is on two pages says so", async () => {
  const { handle } = await createFixture({
    "a.md": "<!-- page 1 -->\n\nIt begins <!-- page 2 --> and ends.",
  });
  const reply = await handle(invocation("cite", { reference: "1" }));
  expect(typeof reply === "string" ? reply : wordsOf(reply)).toContain("pp. 1-2, para. 1");
});

test("programs get the page, the mark and the introduction as well", async () => {
  const { ask, library } = await createKnowledge(libraryOf(sources));
  const today = new Date("2026-11-24T12:00:00Z");
  const json = async (question: string) => outcomeJson(await ask(question), { library, today });
  expect(await json("may reporters submit a report anonymously?")).toMatchObject({
    excerpt: { leadIn: "The policy must include:", text: expect.stringMatching(/^A clear statement/u) },
    citation: { pages: ["4"], shortTitle: "Disclosure Policy" },
  });
  expect(await json("how many business days at most?")).toMatchObject({
    citation: { note: "19", pages: ["5"] },
  });
});

test("where one paragraph of a numbered report has no number, it is not said that the report has none", async () => {
  const words = "with enough words to be a paragraph of a report that numbers its own paragraphs in earnest.";
  const source = {
    "a.md": `An opening without a number.\n\n1. One ${words}\n2. Two ${words}\n3. Three ${words}`,
  };
  const numbered = await createFixture(source);
  const [opening] = libraryOf(source).reports.flatMap(paragraphsOf);
  const cited = async (reference = "") =>
    wordsOf(await messageFor(numbered, invocation("cite", { reference })));
  expect(await cited(opening?.code)).toContain("Paragraph numbers are Ibid's own count.");
  expect(await cited("2")).not.toContain("own count");
});
