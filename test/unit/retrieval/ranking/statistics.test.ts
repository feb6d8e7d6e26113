import { expect, test } from "vitest";
import { measureBestSentence, measureParagraph, sentenceLengthNorm } from "#retrieval/ranking/statistics.ts";
import { matchCase, type RankingCase } from "./ranking-fixture.ts";

const RAID: RankingCase = {
  question: "drones border Baku 2020",
  heading: "Border",
  text: "Drones crossed into Baku. The drone fell in 2020 near the borders.",
};

test("a sentence's statistics", async () => {
  const { sentences } = await matchCase(RAID);
  // Each of the four terms weighs a quarter.
  expect(sentences[0]).toMatchObject({
    coverage: 2 / 4,
    exactForm: 2 / 4,
    headingExtra: 1 / 4,
    hinted: 0,
    // "drone" is in both sentences, "Baku" in one.
    exclusiveCoverage: 1 / 8 + 1 / 4,
    window: 2 / 4,
    matchedTerms: 2,
    words: 3,
  });
  expect(sentences[1]).toMatchObject({
    coverage: 3 / 4,
    exactForm: 1 / 4,
    headingExtra: 0,
    exclusiveCoverage: 1 / 8 + 2 / 4,
    window: 1,
    matchedTerms: 3,
  });
});

test("a hint counts where the term is not matched", async () => {
  const { sentences } = await matchCase({
    question: "invade drones",
    text: "The drone invasion. To invade.",
  });
  expect(sentences[0]).toMatchObject({ coverage: 1 / 2, hinted: 1 / 2 });
  expect(sentences[1]).toMatchObject({ coverage: 1 / 2, hinted: 0 });
});

test("a paragraph's statistics", async () => {
  const { matches, sentences } = await matchCase({
    ...RAID,
    question: "drones border Baku 2021 invade Tehran",
  });
  expect(measureParagraph(matches, sentences)).toMatchObject({
    coverage: expect.closeTo(3 / 6),
    bodyCoverage: expect.closeTo(3 / 6),
    titleCoverage: expect.closeTo(1 / 6),
    exactForm: expect.closeTo(2 / 6),
    hinted: 0,
    twoSentenceWindow: expect.closeTo(3 / 6),
    matchedTerms: 3,
    rarestMatched: 1,
    // Of Baku and Tehran one, of 2021 none.
    matchedNames: 1 / 2,
    matchedNumbers: 0,
  });
});

test("without names and numbers in the question their share is one half", async () => {
  const { matches, sentences } = await matchCase({ ...RAID, question: "drones border" });
  expect(measureParagraph(matches, sentences)).toMatchObject({ matchedNames: 0.5, matchedNumbers: 0.5 });
});

test("the best of single sentences, the exact form and the answer type of the one with the best mix", async () => {
  const { sentences } = await matchCase({ ...RAID, question: "when did drones reach the border of Baku?" });
  const best = measureBestSentence(sentences, 4);
  const [first, second] = sentences;
  expect(best).toMatchObject({
    coverage: first?.coverage,
    secondCoverage: second?.coverage,
    headingCoverage: Math.max(...sentences.map((one) => one.coverage + one.headingExtra)),
    adjacency: Math.max(...sentences.map((one) => one.adjacency)),
    bm25: Math.max(...sentences.map((one) => one.coverage * sentenceLengthNorm(one.words, 4))),
    exactForm: second?.exactForm,
    hasAnswerType: true,
  });
});

test.each([
  [4, 4, 1],
  [2, 4, 1.9 / (1 + 0.9 * 0.85)],
  [8, 4, 1.9 / (1 + 0.9 * 1.3)],
])("a sentence of %i words, %i on average, has the norm %f", (words, mean, norm) => {
  expect(sentenceLengthNorm(words, mean)).toBeCloseTo(norm);
});
