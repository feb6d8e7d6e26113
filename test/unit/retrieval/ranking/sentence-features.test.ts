// Each feature of a sentence: question, text, the sentence's index, the value.
import { expect, test } from "vitest";
import { SENTENCE_FEATURES, sentenceFeatures } from "#retrieval/ranking/sentence-features.ts";
import { sentenceLengthNorm } from "#retrieval/ranking/statistics.ts";
import { matchCase, nameFeatures } from "./ranking-fixture.ts";

const MEAN_LENGTH = 4;
const TWO = "Drones crossed the border. The drone fell.";

const CASES: readonly (readonly [
  name: string,
  question: string,
  text: string,
  i: number,
  expected: number,
])[] = [
  ["coverage", "drones border", TWO, 0, 1],
  ["coverage", "drones border", TWO, 1, 1 / 2],
  ["coverage", "drones border", "All was quiet.", 0, 0],
  ["coverageSquared", "drones border", TWO, 1, 1 / 4],
  ["sentenceBm25", "drones border", TWO, 1, (1 / 2) * sentenceLengthNorm(2, MEAN_LENGTH)],
  ["matchedTerms", "drones border ships", TWO, 0, 2 / 3],
  ["matchedTerms", "drones border ships", TWO, 1, 1 / 3],
  ["headingExtra", "drones heading", TWO, 0, 1 / 2],
  ["headingExtra", "drones border", TWO, 0, 0],
  ["exclusiveCoverage", "drones border", TWO, 0, 1 / 4 + 1 / 2],
  ["exclusiveCoverage", "drones border", TWO, 1, 1 / 4],
  ["exactForm", "drones border", TWO, 0, 1],
  ["exactForm", "drones border", TWO, 1, 0],
  ["prefix", "invade border", "The invasion began.", 0, 1 / 2],
  ["prefix", "invade border", "They invade.", 0, 0],
  ["adjacency", "long border", "A long border.", 0, 1],
  ["adjacency", "long border", "The border is long.", 0, 0.4],
  ["startsWithTerm", "drones border", TWO, 0, 1],
  ["startsWithTerm", "border", TWO, 0, 0],
  ["figureAnswer", "how many drones fell?", "Two drones fell.", 0, 1],
  ["figureAnswer", "how many drones fell?", "Drones fell.", 0, 0],
  ["figureAnswer", "when did drones fall?", "Drones fell in 2020.", 0, 0],
  ["dateAnswer", "when did drones fall?", "Drones fell in 2020.", 0, 1],
  ["dateAnswer", "when did drones fall?", "Drones fell.", 0, 0],
  ["nameAnswer", "who sent drones?", "Drones sent by Baku.", 0, 1],
  ["nameAnswer", "who sent drones?", "Drones were sent.", 0, 0],
  ["otherAnswer", "why did drones fall?", "Drones fell because of rain.", 0, 1],
  ["otherAnswer", "why did drones fall?", "Drones fell.", 0, 0],
  ["officeHolder", "who leads Iran?", "In Iran President Raisi spoke.", 0, 1],
  ["officeHolder", "who leads Iran?", "In Iran Raisi spoke.", 0, 0],
  ["officeHolder", "when did Raisi speak?", "In Iran President Raisi spoke.", 0, 0],
  ["isQuestion", "drones", "Did drones fall?", 0, 1],
  ["isQuestion", "drones", "Drones fell.", 0, 0],
  ["logLength", "drones", "Drones crossed rivers.", 0, Math.log(4) / 4],
  ["cappedLength", "drones", "Drones fell.", 0, 2 / 8],
  ["cappedLength", "drones", "Drones crossed rivers, borders, hills, lakes, towns, roads, woods.", 0, 1],
  ["unmatchedWords", "drones border", TWO, 0, 1 / 3],
  ["unmatchedWords", "drones", "Drones.", 0, 0],
  ["isFirst", "drones", TWO, 0, 1],
  ["isFirst", "drones", TWO, 1, 0],
  ["position", "drones", TWO, 0, 0],
  ["position", "drones", TWO, 1, 1 / 2],
  ["previousCoverage", "drones border", TWO, 0, 0],
  ["previousCoverage", "drones border", TWO, 1, 1],
  ["nextCoverage", "drones border", TWO, 0, 1 / 2],
  ["nextCoverage", "drones border", TWO, 1, 0],
  ["behindBest", "drones border", TWO, 0, 0],
  ["behindBest", "drones border", TWO, 1, -1 / 2],
];

test.each(CASES)("%s of %j in %j, sentence %i: %f", async (name, question, text, i, expected) => {
  const { query, sentences } = await matchCase({ question, text, heading: "Heading" });
  const maxCoverage = Math.max(...sentences.map(({ coverage }) => coverage));
  const vector = sentenceFeatures(i, { query, sentences, maxCoverage, meanSentenceLength: MEAN_LENGTH });
  expect(nameFeatures(SENTENCE_FEATURES, vector)[name]).toBeCloseTo(expected, 6);
});

test("every feature has a case", () => {
  expect(new Set(CASES.map(([name]) => name))).toEqual(new Set(SENTENCE_FEATURES.names));
});
