import { expect, test } from "vitest";
import { MAX_SENTENCES, sizeErrors } from "#reports/parse/limits.ts";
import { paragraphOf } from "#test/support/library.ts";

/** Two sections with as many paragraphs of one sentence each. */
function sectionsWith(sentences: number) {
  const paragraph = paragraphOf("One.");
  const section = (count: number) => ({
    heading: "",
    paragraphs: Array<typeof paragraph>(count).fill(paragraph),
  });
  return [section(1), section(sentences - 1)];
}

test("a report of very many sentences is left out, with the remedy; with one less it is not", () => {
  expect(sizeErrors(sectionsWith(MAX_SENTENCES))).toEqual([]);
  expect(sizeErrors(sectionsWith(MAX_SENTENCES + 1))).toEqual([
    {
      severity: "error",
      line: 0,
      message: "100001 sentences and lines, more than 100000",
      hint: "left out; split it into several files",
    },
  ]);
});
