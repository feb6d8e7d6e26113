// What tells a reader where to look: pages, footnotes with the section of their mark, and the sentence that introduces a list.
import { expect, test } from "vitest";
import { paragraphsOf } from "#domain/report.ts";
import { parseReport } from "#reports/parse/parse-report.ts";

function parse(body: string) {
  const { report } = parseReport("a.md", `---\ntitle: A report\n---\n\n${body}`);
  if (report === undefined) throw new Error("the report must be readable");
  return paragraphsOf(report);
}

test("page marks give each paragraph its page, or two where the page ends inside it", () => {
  const paragraphs = parse(
    `Before any mark.

<!-- page 1 -->

The first page.

It begins here and goes <!-- page 2 --> on there.

- An item.

| a | row |
| --- | --- |

<!--PAGE iv-->

Printed in small capitals.`,
  );
  expect(paragraphs.map(({ text, pages }) => [text, pages])).toEqual([
    ["Before any mark.", undefined],
    ["The first page.", ["1"]],
    ["It begins here and goes on there.", ["1", "2"]],
    ["An item.", ["2"]],
    ["a | row", ["2"]],
    ["Printed in small capitals.", ["iv"]],
  ]);
});

test("a paragraph that was torn by a page break and is joined again is on both pages", () => {
  const [paragraph] = parse(
    "<!-- page 6 -->\n\nThe sentence goes on and\n\n<!-- page 7 -->\n\nends on the next page.",
  );
  expect(paragraph).toMatchObject({
    text: "The sentence goes on and ends on the next page.",
    pages: ["6", "7"],
  });
});

test("a comment that is no page mark gives no page", () => {
  const paragraphs = parse("<!-- page -->\n\nOne.\n\n<!-- page 3 of 9 and more -->\n\nTwo.\n\n`<!-- page 4`");
  expect(paragraphs.every(({ pages }) => pages === undefined)).toBe(true);
});

test("a footnote belongs to the section of its mark, wherever its text stands", () => {
  const paragraphs = parse(
    `## First

Said here.[^1] And in a list:

- an item[^b]

## Last

Nothing.

[^1]: The first note.

[^b]: Another note.

[^9]: A note without a mark.`,
  );
  const notes = paragraphs.filter(({ note }) => note !== undefined);
  expect(notes.map(({ note, section }) => [note, section])).toEqual([
    ["1", "First"],
    ["b", "First"],
    ["9", "Last"],
  ]);
});

test("an item of a list knows the sentence that introduces it, in a list inside a list too", () => {
  const paragraphs = parse(
    `It is long. The policy must include:

- A statement.
- Which of these applies:
  1. The inner one.

  A second paragraph of the item.
- The last one.

No introduction

- alone

A colon at the end of a list that is not one:

Plain text.`,
  );
  expect(paragraphs.map(({ text, leadIn }) => [text, leadIn?.text])).toEqual([
    ["It is long. The policy must include:", undefined],
    ["A statement.", "It is long. The policy must include:"],
    ["Which of these applies:", "It is long. The policy must include:"],
    ["1. The inner one.", "Which of these applies:"],
    ["A second paragraph of the item.", "It is long. The policy must include:"],
    ["The last one.", "It is long. The policy must include:"],
    ["No introduction", undefined],
    ["alone", undefined],
    ["A colon at the end of a list that is not one:", undefined],
    ["Plain text.", undefined],
  ]);
});

test("the paragraphs of a report that numbers them are not items of a list", () => {
  const words = "with enough words to be a paragraph of a report that numbers its own paragraphs in earnest.";
  const paragraphs = parse(`The committee finds:\n\n1. One ${words}\n2. Two ${words}\n3. Three ${words}`);
  expect(paragraphs.map(({ number, leadIn }) => [number, leadIn])).toEqual([
    [undefined, undefined],
    ["1", undefined],
    ["2", undefined],
    ["3", undefined],
  ]);
});
