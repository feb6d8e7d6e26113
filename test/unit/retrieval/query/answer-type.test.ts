// What a question wants to hear is told by the word that asks, not by one that only joins a clause.
import { expect, test } from "vitest";
import { annotateWords, DATE, NUMBER } from "#retrieval/analysis/annotations.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import { answerTypeOf } from "#retrieval/query/answer-type.ts";

test.each([
  ["When did the war end?", "date"],
  ["in what year was it signed", "date"],
  ["It went on until when?", "date"],
  ["What does a lion do when it hunts?", "any"],
  ["When the ice broke, what did they see?", "any"],
  ["Which rule holds for people who travel?", "any"],
  ["Where did those who fled go?", "name"],
  ["price of oil when the war began", "figure"],
  ["A large number of people waited until when?", "date"],
  ["what was the cost of the launch", "figure"],
  ["How long is the border?", "figure"],
  ["will there be war when they meet?", "estimate"],
])("%s: %s", (question, kind) => {
  expect(answerTypeOf(question).kind).toBe(kind);
});

function signsOf(text: string): Record<string, number> {
  const all = tokenize(text);
  const signs = annotateWords(all);
  return Object.fromEntries(all.map(({ folded: surface }, at) => [surface, signs[at] ?? 0]));
}

test("a bare number of three or four digits may be a year or a count", () => {
  expect(signsOf("In 1066 they came with 12 ships; now it is 2021.")).toMatchObject({
    1066: DATE | NUMBER,
    12: NUMBER,
    2021: DATE,
  });
});
