import { expect, test } from "vitest";
import { isEstimative, isJudgementSection } from "#text/estimative.ts";

test.each([
  ["The conflict is unlikely to erupt.", true],
  ["Tensions almost certainly will remain high.", true],
  ["There is a remote chance of war.", true],
  ["There are roughly even odds.", true],
  ["We assess that Iran will wait.", true],
  ["The author suggests that it will.", true],
  ["We have high confidence in this.", true],
  ["Baku could well accept.", true],
  ["Iran may seek a way out.", true],
  ["The border is 700km long.", false],
  ["It was certain.", false],
  ["May 5 was a Monday.", false],
  ["The likelihood was not discussed.", false],
  ["", false],
])("%j is the author's judgement: %s", (sentence, estimative) => {
  expect(isEstimative(sentence)).toBe(estimative);
});

test.each([
  ["Implications", true],
  ["Key Judgements", true],
  ["KEY JUDGMENTS", true],
  ["Executive summary of the report", true],
  ["Outlook for 2022", true],
  ["Tehran's Concerns", false],
  ["Background", false],
  ["", false],
])("%j is a heading of conclusions: %s", (heading, judgement) => {
  expect(isJudgementSection(heading)).toBe(judgement);
});
