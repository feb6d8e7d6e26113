import { expect, test } from "vitest";
import { loadCollection, measureRanking } from "#test/tools/evaluate/ranking-metrics.ts";

const loaded = loadCollection({
  name: "small",
  passages: ["a", "b", "x", "y"].map((id) => ({ id, title: "", section: "", text: `This is ${id}.` })),
  queries: [{ id: "q", text: "question", answerable: true, answers: ["is a"] }],
  qrels: new Map([
    [
      "q",
      new Map([
        ["a", 2],
        ["b", 1],
      ]),
    ],
  ]),
});

/** The figures when the passages come in this order. */
async function measure(...ids: string[]) {
  const paragraphs = [...loaded.passageOf.keys()];
  const ranked = ids.flatMap((id) => paragraphs.filter((one) => loaded.passageOf.get(one) === id));
  return measureRanking(loaded, async () =>
    ranked.map((paragraph) => ({ paragraph, sentence: { start: 0, end: paragraph.text.length } })),
  );
}

test("the ideal order scores 1 in every measure", async () => {
  const ideal = { questions: 1, rightFirst: 1, marked: 1, reciprocalRank: 1, ndcg: 1, recall: 1 };
  expect(await measure("a", "b", "x")).toMatchObject(ideal);
});

test("what comes later counts less, and a higher grade more", async () => {
  const { ndcg, ...figures } = await measure("x", "b", "y", "a");
  expect(figures).toMatchObject({ rightFirst: 0, marked: 0, reciprocalRank: 0.5, recall: 1 });
  // (1 / log2 3 + 2 / log2 5) / (2 / log2 2 + 1 / log2 3)
  expect(ndcg).toBeCloseTo(0.567, 3);
});

test("beyond the tenth place nothing counts", async () => {
  const late = await measure(..."xyxyxyxyxy", "a");
  expect(late).toMatchObject({ rightFirst: 0, reciprocalRank: 0, ndcg: 0, recall: 0 });
});
