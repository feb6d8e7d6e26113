// The order of paragraphs and the sentence that is marked.

import { expect, test } from "vitest";
import { createTimeSlices } from "#domain/time-slices.ts";
import { createLibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion } from "#retrieval/query/query.ts";
import { MAX_CANDIDATES } from "#retrieval/ranking/hit.ts";
import { learnedModel } from "#retrieval/ranking/learned-weights.ts";
import { createRank } from "#retrieval/ranking/rank.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { libraryOf } from "#test/tools/evaluate/collection-library.ts";

async function rank(question: string, texts: readonly string[]) {
  const passages = texts.map((text, i) => ({ id: String(i), title: "", section: "", text }));
  const index = await createLibraryIndex(libraryOf({ passages }).library, indexDeps());
  const query = await analyseQuestion(question, { index, dampingOf: learnedModel.dampingOf });
  const hits = await createRank(index, learnedModel)(query);
  return hits.map((hit) => {
    const { text, sentences } = hit.paragraph;
    const span = sentences[hit.bestSentence];
    return { ...hit, text, marked: text.slice(span?.start, span?.end) };
  });
}

test("a paragraph without a word of the question is no hit", async () => {
  const hits = await rank("where do otters live?", ["Otters live in rivers.", "The army slept."]);
  expect(hits.map(({ text }) => text)).toEqual(["Otters live in rivers."]);
});

test("twenty paragraphs are ranked, and three more that match as much", async () => {
  const texts = Array.from({ length: 40 }, (_, i) => `Otters of river ${i} eat fish.`);
  expect(await rank("what do otters eat?", texts)).toHaveLength(MAX_CANDIDATES + 3);
});

test("long candidates are ranked in slices; that another question is ranked in between changes nothing", async () => {
  const sentences = (i: number) =>
    `Otters of river ${i} eat fish. The army of river ${i} slept in ${1900 + i}. `;
  const river = (i: number) => sentences(i).repeat(250);
  const passages = Array.from({ length: 30 }, (_, i) => ({
    id: `${i}`,
    title: "",
    section: "",
    text: river(i),
  }));
  const index = await createLibraryIndex(libraryOf({ passages }).library, indexDeps());
  const queries = await Promise.all(
    ["What do otters eat?", "When did the army sleep?"].map((question) =>
      analyseQuestion(question, { index, dampingOf: learnedModel.dampingOf }),
    ),
  );
  const inOneSlice = createRank(index, learnedModel);
  const expected = [];
  for (const query of queries) expected.push(await inOneSlice(query));
  // Every look at this clock finds the slice over.
  const { isOver, next } = createTimeSlices(() => (now += 25));
  let now = 0;
  let slices = 0;
  const counted = { isOver, next: () => next().then(() => void slices++) };
  const rankInSlices = createRank(index, learnedModel, counted);
  expect(await Promise.all(queries.map((query) => rankInSlices(query)))).toEqual(expected);
  // Two paragraphs of 500 sentences a slice.
  expect(slices).toBe(2 * Math.floor((MAX_CANDIDATES + 2) / 2));
});

test.each([
  [
    "by its words",
    "What do otters eat?",
    "They live in rivers. Otters eat crayfish. They sleep by day.",
    "Otters eat crayfish.",
  ],
  [
    "by the type of the answer",
    "When was the dam built?",
    "The dam was built of stone. The dam was built in 1912.",
    "The dam was built in 1912.",
  ],
  [
    "as the author's own estimate",
    "Will there be war?",
    "The general said that war is likely. We judge that war is unlikely.",
    "We judge that war is unlikely.",
  ],
])("the sentence is marked %s", async (_, question, text, expected) => {
  const [hit] = await rank(question, [text, "Nothing else is said here."]);
  expect(hit?.marked).toBe(expected);
});

test("a paragraph that only repeats the question comes last", async () => {
  const [first, second] = await rank("Was the fire caused by sabotage?", [
    "Was the fire caused by sabotage? Findings",
    "No sabotage was found: a worn cable caused the fire.",
  ]);
  expect(first).toMatchObject({ restatesQuestion: false, text: expect.stringContaining("cable") });
  expect(second).toMatchObject({ restatesQuestion: true });
  expect(second?.score).toBeGreaterThan(second?.adjustedScore ?? 0);
});

test("a question is answered in the model's order", async () => {
  const hits = await rank("When did otters come?", OTTERS);
  const scores = hits.map(({ adjustedScore }) => adjustedScore);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test("six key words keep BM25's order, fewer all but the first", async () => {
  const many = await rank("otters rivers fish crayfish dam 1912", OTTERS);
  const bm25 = many.map(({ bm25 }) => bm25);
  expect(bm25).toEqual(bm25.toSorted((a, b) => b - a));
  const [first, ...others] = await rank("otters rivers fish", OTTERS);
  expect(first?.adjustedScore).toBe(Math.max(...[first!, ...others].map((hit) => hit.adjustedScore)));
  const rest = others.map(({ bm25 }) => bm25);
  expect(rest).toEqual(rest.toSorted((a, b) => b - a));
});

const OTTERS = [
  "Otters eat fish and crayfish, otters like rivers and fish.",
  "In 1912 a dam was built on the rivers.",
  "Otters came to the rivers in 1912.",
  "Fish live in rivers. Fish were sold in the town before the dam was closed for good.",
];
