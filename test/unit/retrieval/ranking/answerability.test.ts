// Answer, closest paragraph, or not found.

import { expect, test } from "vitest";
import { loadFolder } from "#reports/folder.ts";
import { createLibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { classifyAnswerability, isRelated, seeAlso } from "#retrieval/ranking/answerability.ts";
import type { Hit } from "#retrieval/ranking/hit.ts";
import { type LearnedModel, learnedModel } from "#retrieval/ranking/learned-weights.ts";
import { PARAGRAPH_FEATURES } from "#retrieval/ranking/paragraph-features.ts";
import { createRank } from "#retrieval/ranking/rank.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { libraryOf } from "#test/tools/evaluate/collection-library.ts";

const { library } = await loadFolder("knowledge");
const index = await createLibraryIndex(library, indexDeps());
const rank = createRank(index, learnedModel);

async function ask(question: string) {
  const query = await analyseQuestion(question, { index, dampingOf: learnedModel.dampingOf });
  return { query, hits: await rank(query) };
}

test.each([
  ["What would Iran's parliament see as a red line?", "answer"],
  ["How long is the border between Iran and Azerbaijan?", "answer"],
  ["How did the Majlis warn about the frontiers?", "closest"],
  ["Who won the football world cup in 2018?", "not-found"],
  ["What do otters eat?", "not-found"],
  ["the of and", "not-found"],
])("%s: %s", async (question, expected) => {
  const { query, hits } = await ask(question);
  expect(classifyAnswerability(query, hits, learnedModel)).toBe(expected);
});

/** A model whose two answers are fixed. */
function modelWith(answerable: number, right: number): LearnedModel {
  const weights = learnedModel.answerable.weights.map(() => 0);
  return {
    ...learnedModel,
    cut: 0,
    answerable: { weights, bias: answerable },
    right: { weights, bias: right },
  };
}

// The logarithm of the odds at a probability of .47.
const ANSWER_ODDS = Math.log(0.47 / 0.53);

test.each([
  ["below the cut", -0.01, 9, "not-found"],
  ["at the cut, hardly right", 0, -9, "closest"],
  ["at the cut, a little below .47 right", 0, ANSWER_ODDS - 0.01, "closest"],
  ["at the cut, a little above .47 right", 0, ANSWER_ODDS + 0.01, "answer"],
])("%s", async (_, answerable, right, expected) => {
  const { query, hits } = await ask("What would Iran's parliament see as a red line?");
  expect(classifyAnswerability(query, hits, modelWith(answerable, right))).toBe(expected);
});

test("a paragraph that restates the question is at most the closest", async () => {
  const { query, hits } = await ask("What would Iran's parliament see as a red line?");
  const [first, ...others] = hits;
  const restated = [{ ...first!, restatesQuestion: true }, ...others];
  expect(classifyAnswerability(query, restated, modelWith(9, 9))).toBe("closest");
});

test.each([
  [
    "how many drones did Israel sell?",
    "Israel sold drones to Baku. It sold them in secret. It was paid.",
    9,
    "closest",
  ],
  [
    "how many drones did Israel sell?",
    "Israel sold drones to Baku. It sold a dozen. It was paid.",
    9,
    "answer",
  ],
  ["drones Baku", "Israel sold drones to Baku. It was paid.", -9, "answer"],
  ["drones Vienna", "Israel sold drones to Baku. It was paid.", -9, "closest"],
  ["will there be war?", "War is unlikely in the coming year. Both sides talk.", -9, "answer"],
  ["will there be war?", "A minister said that war is unlikely. Both sides talk.", -9, "closest"],
])("%j over %j, at log odds of %d: %s", async (question, text, right, expected) => {
  const { library } = libraryOf({ passages: [{ id: "1", title: "Drones", section: "", text }] });
  const index = await createLibraryIndex(library, indexDeps());
  const query = await analyseQuestion(question, { index, dampingOf: () => 1 });
  const hits = await createRank(index, learnedModel)(query);
  expect(classifyAnswerability(query, hits, modelWith(9, right))).toBe(expected);
});

test("without a hit there is nothing to find", async () => {
  const { query } = await ask("Who wrote it?");
  expect(classifyAnswerability(query, [], modelWith(9, 9))).toBe("not-found");
});

function hitWith(score: number, coverage: number): Hit {
  const features = PARAGRAPH_FEATURES.names.map((name) => (name === "coverage" ? coverage : 0));
  return { score, features } as unknown as Hit;
}

test.each([
  [0.19, false],
  [0.2, true],
])("a paragraph that covers %f of the question is related: %s", (coverage, expected) => {
  expect(isRelated(hitWith(0, coverage))).toBe(expected);
});

test("see also: up to two that score at most 1.5 below the first", () => {
  const hits = [5, 3.4, 3.5, 4, 6].map((score) => hitWith(score, 1));
  expect(seeAlso(hits)).toEqual([hits[2], hits[3]]);
  expect(seeAlso([])).toEqual([]);
});
