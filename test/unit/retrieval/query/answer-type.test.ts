// The type of answer that a question wants, by the word that asks and not by one that only joins a clause.
import { expect, test } from "vitest";
import { annotateWords, DATE, NUMBER } from "#retrieval/analysis/annotations.ts";
import { tokenize } from "#retrieval/analysis/tokenizer.ts";
import { answerTypeOf, isQuestionForm } from "#retrieval/query/answer-type.ts";

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
  ["how likely is a war?", "estimate"],
  ["what are the odds of a war?", "estimate"],
  ["is it possible that they meet?", "estimate"],
  ["how many drones fell?", "figure"],
  ["number of drones", "figure"],
  ["who won?", "name"],
  ["which company built it?", "name"],
  ["why did it fail?", "other"],
  ["what caused the fire?", "other"],
  ["how did it fail?", "other"],
  ["where does the trade number come from?", "source"],
  ["trade with Armenia: which source?", "source"],
  ["what is the source for the claim that sites were blocked?", "source"],
  ["according to whom were sites blocked?", "source"],
  ["what is the source of the river?", "any"],
  ["which source of energy is cheapest?", "any"],
  ["where do the refugees come from?", "name"],
  ["which rule holds?", "any"],
  ["drones border", "any"],
])("%s: %s", (question, kind) => {
  expect(answerTypeOf(question).kind).toBe(kind);
});

test.each([
  ["which drones fell", true],
  ["Is it over", true],
  ["drones?", true],
  ["list all drones", true],
  ["drones over the border", false],
])("%j is phrased as a question: %s", (question, expected) => {
  expect(isQuestionForm(question)).toBe(expected);
});

function annotationsOf(text: string): Record<string, number> {
  const terms = tokenize(text);
  const annotations = annotateWords(terms);
  return Object.fromEntries(terms.map(({ folded }, i) => [folded, annotations[i] ?? 0]));
}

test("a bare number of three or four digits may be a year or a count", () => {
  expect(annotationsOf("In 1066 they came with 12 ships; now it is 2021.")).toMatchObject({
    1066: DATE | NUMBER,
    12: NUMBER,
    2021: DATE,
  });
});
