import { expect, test } from "vitest";
import { restatesQuestion, statementBonus } from "#retrieval/ranking/rules.ts";
import { matchCase } from "./ranking-fixture.ts";

test.each([
  ["a heading", "What is the Halon system?", "Annex 4: The Halon system", true],
  [
    "a question",
    "Was it sabotage?",
    "Could it have been sabotage by somebody or an accident of the crew?",
    true,
  ],
  ["a statement, however short", "Was the whistle silent?", "The whistle was silent.", false],
  [
    "a caption with five new words",
    "the pumps",
    "The pumps beside engine room number four, starboard",
    false,
  ],
  ["a caption with four new words", "the pumps", "The pumps beside engine room four", true],
  ["a heading with what was asked for", "when was the fire?", "Fire of 1912", false],
  ["a question and then a statement", "Was it sabotage?", "Was it sabotage? It was not.", false],
])("%s", async (_, question, text, expected) => {
  const { sentences } = await matchCase({ question, text });
  expect(restatesQuestion(sentences)).toBe(expected);
});

test.each([
  ["the author's own estimate", "will there be war?", "War is unlikely.", 8],
  ["an estimate that covers half of what is asked", "will there be war in Vienna?", "War is unlikely.", 4],
  ["a claim that the author reports", "will there be war?", "The general said that war is likely.", 0],
  ["a plain statement", "will there be war?", "The war ended.", 0],
  ["an estimate when none is asked for", "when was the war?", "War is unlikely.", 0],
  [
    "a figure with its source",
    "which source does the trade number come from?",
    "According to the UN, trade fell by 3 %.",
    0,
  ],
  [
    "a figure with its source where that is asked for",
    "where does the trade number come from?",
    "According to the UN, exports and trade fell by 3 %.",
    8,
  ],
  [
    "a source without the figure",
    "where does the trade number come from?",
    "According to the UN, trade fell.",
    0,
  ],
  [
    "a claim with its source",
    "what is the source for the claim that trade fell?",
    "The minister said that trade fell.",
    8,
  ],
  [
    "a source of something else",
    "where does the trade number come from?",
    "According to the UN, 3 % are ill.",
    0,
  ],
])("%s has the bonus it should", async (_, question, text, expected) => {
  const { query, sentences } = await matchCase({ question, text });
  expect(statementBonus(query, sentences[0]!)).toBeCloseTo(expected);
});
