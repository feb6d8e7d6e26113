// Each feature of the answerability models: the first hit, the others, the question, the value.
import { expect, test } from "vitest";
import { ANSWERABILITY_FEATURES, answerabilityFeatures } from "#retrieval/ranking/answerability-features.ts";
import type { Gaps } from "#retrieval/ranking/gaps.ts";
import type { Hit } from "#retrieval/ranking/hit.ts";
import { MAX_CANDIDATES } from "#retrieval/ranking/hit.ts";
import { PARAGRAPH_FEATURES } from "#retrieval/ranking/paragraph-features.ts";
import { SENTENCE_FEATURES } from "#retrieval/ranking/sentence-features.ts";
import { matchCase, nameFeatures } from "./ranking-fixture.ts";

type HitParts = Readonly<{
  paragraph?: Partial<Record<string, number>>;
  sentence?: Partial<Record<string, number>>;
  score?: number;
  adjustedScore?: number;
  gaps?: Partial<Gaps>;
  text?: string;
}>;

const NO_GAPS: Gaps = { inSentence: 0, nearby: 0, names: 0, numbers: 0 };

/** A hit with one sentence; features that are not given are 0. */
function hitWith({
  paragraph = {},
  sentence = {},
  score = 0,
  adjustedScore = score,
  ...rest
}: HitParts): Hit {
  const { gaps = {}, text = "Drones crossed the border." } = rest;
  return {
    paragraph: { text, sentences: [{ start: 0, end: text.length }] },
    gaps: { ...NO_GAPS, ...gaps },
    features: PARAGRAPH_FEATURES.names.map((name) => paragraph[name] ?? 0),
    sentenceFeatures: [SENTENCE_FEATURES.names.map((name) => sentence[name] ?? 0)],
    bestSentence: 0,
    restatesQuestion: false,
    score,
    adjustedScore,
  } as unknown as Hit;
}

const FROM_FIRST = [
  "bm25",
  "coverage",
  "matchedTerms",
  "headingCoverage",
  "adjacency",
  "exactForm",
  "prefix",
  "matchedNames",
  "matchedNumbers",
  "rarestMatched",
];

type Case = Readonly<{ question: string; first?: HitParts; others?: readonly HitParts[] }>;

const CASES: readonly (readonly [name: string, Case, expected: number])[] = [
  ...FROM_FIRST.map((name): [string, Case, number] => [
    name,
    { question: "drones", first: { paragraph: { [name]: 0.7 } }, others: [{ paragraph: { [name]: 0.9 } }] },
    0.7,
  ]),
  ["unknownTerms", { question: "drones ships border" }, 1 / 3],
  ["unknownTerms", { question: "drones border" }, 0],
  ["unknownNames", { question: "drones ships in Vienna" }, 1 / 3],
  ["unknownNames", { question: "drones ships" }, 0],
  ["questionLength", { question: "drones border" }, 0.2],
  ["paragraphScore", { question: "drones", first: { score: 4, adjustedScore: 9 } }, 0.4],
  ["lead", { question: "drones", first: { score: 2 }, others: [{ score: 1 }] }, 1],
  ["lead", { question: "drones", first: { score: 1 }, others: [{ score: 1 }, { score: 1 }] }, -Math.log(2)],
  ["lead", { question: "drones", first: { score: 20 }, others: [{ score: 1 }] }, 5],
  ["lead", { question: "drones", first: { score: 0 }, others: [{ score: 9 }] }, -3],
  ["lead", { question: "drones" }, 5],
  [
    "rivals",
    {
      question: "drones",
      first: { paragraph: { coverage: 0.5 } },
      others: [0.4, 0.5, 0.6].map((coverage) => ({ paragraph: { coverage } })),
    },
    2 / MAX_CANDIDATES,
  ],
  ["lacksAnswerType", { question: "how many drones?", first: { sentence: { figureAnswer: 0 } } }, 1],
  ["lacksAnswerType", { question: "how many drones?", first: { sentence: { figureAnswer: 1 } } }, 0],
  ["lacksAnswerType", { question: "when did drones fall?", first: { sentence: { dateAnswer: 0 } } }, 1],
  ["missingInSentence", { question: "drones", first: { gaps: { inSentence: 0.5 } } }, 0.5],
  ["missingInSentenceSquared", { question: "drones", first: { gaps: { inSentence: 0.5 } } }, 0.25],
  ["missingNearby", { question: "drones", first: { gaps: { nearby: 0.3 } } }, 0.3],
  ["missingNames", { question: "drones", first: { gaps: { names: 2 } } }, 2],
  ["missingNumbers", { question: "drones", first: { gaps: { numbers: 1 } } }, 1],
  ["lacksNegation", { question: "which drones never crossed?" }, 1],
  ["lacksNegation", { question: "which drones didn't cross?", first: { text: "No drones crossed." } }, 0],
  ["lacksNegation", { question: "which drones crossed?", first: { text: "No drones crossed." } }, 0],
  ["lacksCount", { question: "how many drones crossed?" }, 1],
  ["lacksCount", { question: "how many drones crossed?", first: { text: "Three drones crossed." } }, 0],
  [
    "lacksCount",
    { question: "how many drones crossed?", first: { text: "Drones crossed after the first 20 days." } },
    1,
  ],
  ["lacksCount", { question: "which drones crossed?" }, 0],
  [
    "hasOpposite",
    { question: "the northern border", first: { text: "The southern border.", gaps: { inSentence: 0.5 } } },
    1,
  ],
  ["hasOpposite", { question: "the northern border", first: { text: "Northern and southern borders." } }, 0],
  [
    "hasOpposite",
    { question: "the northern border", first: { text: "The long border.", gaps: { inSentence: 0.5 } } },
    0,
  ],
  ["lacksAnswerType", { question: "who sent drones?", first: { sentence: { nameAnswer: 0 } } }, 0],
];

test.each(CASES)("%s of %j: %f", async (name, { question, first = {}, others = [] }, expected) => {
  const { query } = await matchCase({ question, text: "Drones crossed the border." });
  const vector = answerabilityFeatures(query, hitWith(first), others.map(hitWith));
  expect(nameFeatures(ANSWERABILITY_FEATURES, vector)[name]).toBeCloseTo(expected);
});

test("every feature has a case", () => {
  expect(new Set(CASES.map(([name]) => name))).toEqual(new Set(ANSWERABILITY_FEATURES.names));
});
