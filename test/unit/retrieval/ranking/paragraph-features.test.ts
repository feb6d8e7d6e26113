// Each feature of a paragraph: question, text, the value. The paragraph's heading is "Heading"; in BM25's order it is the
// second, with half of the first one's score.
import { expect, test } from "vitest";
import { PARAGRAPH_FEATURES, paragraphFeatures } from "#retrieval/ranking/paragraph-features.ts";
import { measureBestSentence, measureParagraph, sentenceLengthNorm } from "#retrieval/ranking/statistics.ts";
import { matchCase, nameFeatures } from "./ranking-fixture.ts";

const MEAN_LENGTH = 4;
const TWO = "Drones crossed the border. The drone fell.";

const CASES: readonly (readonly [name: string, question: string, text: string, expected: number])[] = [
  ["bm25", "drones", TWO, 3],
  ["bm25Relative", "drones", TWO, 1 / 2],
  ["reciprocalRank", "drones", TWO, 1 / 2],
  ["coverage", "drones border ships", TWO, 2 / 3],
  ["coverage", "drones heading", TWO, 1],
  ["bodyCoverage", "drones heading", TWO, 1 / 2],
  ["titleCoverage", "drones heading", TWO, 1 / 2],
  ["titleCoverage", "drones border", TWO, 0],
  ["headingOverlap", "drones heading", TWO, 1],
  ["headingOverlap", "drones", TWO, 0],
  ["paragraphExactForm", "drone border", TWO, 1],
  ["exactForm", "drone border", TWO, 1 / 2],
  ["prefix", "invade border", "The invasion began.", 1 / 2],
  ["prefix", "invade border", "An invasion, then they invade.", 0],
  ["twoSentenceWindow", "drones border fell", TWO, 1],
  ["twoSentenceWindow", "drones border fell", "Drones. All was quiet. A border.", 1 / 3],
  ["matchedTerms", "drones border ships", TWO, 2 / 3],
  ["matchedNames", "the Baku and Tehran drones", "Drones came to Baku.", 1 / 2],
  ["matchedNames", "drones", TWO, 1 / 2],
  ["matchedNumbers", "drones 2020", "Drones came in 2020.", 1],
  ["matchedNumbers", "drones 2020", TWO, 0],
  ["rarestMatched", "drones ships", TWO, 1],
  ["rarestMatched", "ships", TWO, 0],
  ["sentenceCoverage", "drones border fell", TWO, 2 / 3],
  ["secondSentenceCoverage", "drones border", TWO, 1 / 2],
  ["secondSentenceCoverage", "drones border", "Drones fell.", 0],
  ["sentenceBm25", "drones border", TWO, sentenceLengthNorm(3, MEAN_LENGTH)],
  ["adjacency", "long border", "All was quiet. A long border.", 1],
  ["headingCoverage", "drones heading ships", TWO, 2 / 3],
  ["bestMix", "drones heading", "The drone fell.", 1 / 2 + 0.3 / 2],
  ["bestMix", "how many drones fell?", "Two drones fell.", 2 / 3 + 0.25 / 3 + 0.15],
  ["figureAnswer", "how many drones fell?", "Two drones fell.", 1],
  ["figureAnswer", "how many drones fell?", "Two ships came. Drones fell.", 0],
  ["dateAnswer", "when did drones fall?", "Drones fell in 2020.", 1],
  ["dateAnswer", "how many drones fell?", "Two drones fell in 2020.", 0],
  ["nameAnswer", "who sent drones?", "Drones sent by Baku.", 1],
  ["nameAnswer", "who sent drones?", "Drones were sent.", 0],
  ["otherAnswer", "why did drones fall?", "Drones fell because of rain.", 1],
  ["otherAnswer", "why did drones fall?", "Drones fell.", 0],
  ["bestSentence", "drones", TWO, 2],
];

test.each(CASES)("%s of %j in %j: %f", async (name, question, text, expected) => {
  const { query, matches, sentences } = await matchCase({ question, text, heading: "Heading" });
  const vector = paragraphFeatures({
    query,
    whole: measureParagraph(matches, sentences),
    best: measureBestSentence(sentences, MEAN_LENGTH),
    bm25: 3 * query.totalWeight,
    maxBm25: 6 * query.totalWeight,
    rank: 2,
    sentenceScore: 10,
    headingOverlap: matches.headingOverlap,
  });
  expect(nameFeatures(PARAGRAPH_FEATURES, vector)[name]).toBeCloseTo(expected, 6);
});

test("every feature has a case", () => {
  expect(new Set(CASES.map(([name]) => name))).toEqual(new Set(PARAGRAPH_FEATURES.names));
});
