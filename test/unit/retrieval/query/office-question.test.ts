import { expect, test } from "vitest";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import { asksForOffice, officesFor } from "#retrieval/query/office-question.ts";

test.each([
  ["who rules Azerbaijan", true],
  ["who is the head of the IDF", true],
  ["who's the foreign minister?", true],
  ["who founded the group", true],
  ["who shot down the drone", false],
  ["what does the president say", false],
])("%j asks for an office: %s", (question, expected) => {
  expect(asksForOffice(question, tokenize(question))).toBe(expected);
});

test("a word for holding an office is answered by titles", () => {
  expect(officesFor("rule")).toContain("presid");
  expect(officesFor("drone")).toEqual([]);
});
