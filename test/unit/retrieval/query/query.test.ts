// What a question asks for: its terms and their weights.

import { expect, test } from "vitest";
import { createLibraryIndex } from "#retrieval/index/library-index.ts";
import { analyseQuestion, MAX_TERMS } from "#retrieval/query/query.ts";
import { learnedModel } from "#retrieval/ranking/learned-weights.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { libraryOf } from "#test/tools/evaluate/collection-library.ts";

const TEXTS = [
  "Drones crossed the border near Baku in 2020.",
  "The IRGC closed the border highway.",
  "Conflict on the border is unlikely.",
];
const { library } = libraryOf({
  passages: TEXTS.map((text, i) => ({ id: String(i), title: "", section: "", text })),
});
const index = await createLibraryIndex({ ...library, aliases: [["IRGC", "Pasdaran"]] }, indexDeps());

function analyse(question: string, dampingOf = (_: string) => 1) {
  return analyseQuestion(question, { index, dampingOf });
}

test("the terms are the content words, each once, as typed", async () => {
  const { terms } = await analyse("Did the Drones cross the border, the BORDER?");
  expect(terms.map(({ stem, folded, original }) => [stem, folded, original])).toEqual([
    ["drone", "drones", "Drones"],
    ["cross", "cross", "cross"],
    ["border", "border", "BORDER"],
  ]);
});

test("the weights add up to 1, and a rarer term weighs more", async () => {
  const { terms, totalWeight } = await analyse("drones border");
  const [drones, border] = terms.map(({ weight }) => weight);
  expect(drones! + border!).toBeCloseTo(1);
  expect(drones).toBeGreaterThan(border!);
  expect(totalWeight).toBeCloseTo(index.idf("drone") + index.idf("border"));
});

test("a word that asks weighs less, but only in a question, and not when there are no others", async () => {
  const dampingOf = (stem: string) => (stem === "border" ? 1 : 0.5);
  const dampings = async (question: string) =>
    (await analyse(question, dampingOf)).terms.map(({ damping }) => damping);
  expect(await dampings("which drones crossed the border?")).toEqual([0.5, 0.5, 1]);
  expect(await dampings("drones border")).toEqual([1, 1]);
  expect(await dampings("which drones crossed?")).toEqual([1, 1]);
});

test.each([
  ["drones border", true],
  ["which drones?", false],
  ["drones?", false],
  ["list drones", false],
])("%j is a list of key words: %s", async (question, expected) => {
  expect((await analyse(question)).isKeywords).toBe(expected);
});

test.each([
  ["in 2020", { isNumber: true, isName: false }],
  ["near Baku", { isNumber: false, isName: true }],
  ["Baku", { isNumber: false, isName: false }],
  ["near baku", { isNumber: false, isName: false }],
])("%j: %j", async (question, expected) => {
  expect((await analyse(question)).terms.at(-1)).toMatchObject(expected);
});

test.each([
  ["border", { indexed: true, indexedOrAlias: true, aliasGroup: undefined, expand: false }],
  ["IRGC", { indexed: true, indexedOrAlias: true, aliasGroup: "@irgc", expand: false }],
  ["Pasdaran", { indexed: false, indexedOrAlias: true, aliasGroup: "@irgc", expand: false }],
  ["football", { indexed: false, indexedOrAlias: false, aliasGroup: undefined, expand: true }],
  ["war", { indexed: false, synonyms: ["conflict"], expand: true }],
  ["conflict", { indexed: true, synonyms: [], expand: false }],
])("%s is known as %j", async (question, expected) => {
  expect((await analyse(question)).terms[0]).toMatchObject(expected);
});

test("with a judgement asked for, every term is expanded and the words that ask for it are left out", async () => {
  const { terms, type } = await analyse("how likely is a conflict on the border?");
  expect(type.kind).toBe("estimate");
  expect(terms.map(({ stem, expand }) => [stem, expand])).toEqual([
    ["conflict", true],
    ["border", true],
  ]);
  expect((await analyse("how likely?")).terms.map(({ folded }) => folded)).toEqual(["likely"]);
});

test.each([
  ["which higway was closed?", [{ from: "higway", to: "highway" }], "highwai"],
  ["the bordr", [{ from: "bordr", to: "border" }], "border"],
  ["the broader picture", [], "pictur"],
  ["the Pasdaran", [], "pasdaran"],
])("%j is corrected to %j", async (question, corrections, stem) => {
  const query = await analyse(question);
  expect(query.corrections).toEqual(corrections);
  expect(query.terms.map((term) => term.stem)).toContain(stem);
});

test("a corrected word keeps what was typed", async () => {
  const { terms } = await analyse("the bordr");
  expect(terms[0]).toMatchObject({ stem: "border", original: "bordr", indexed: true });
});

test("a pasted text is bounded", async () => {
  const words = Array.from({ length: 100 }, (_, i) => `w${i}x`).join(" ");
  expect((await analyse(words)).terms).toHaveLength(MAX_TERMS);
});

test.each(["", "the of and", "???"])("%j has no terms", async (question) => {
  expect(await analyse(question)).toMatchObject({ terms: [], totalWeight: 0 });
});

test("asking words are damped by what was learnt", () => {
  expect(learnedModel.dampingOf("accord")).toBeLessThan(0.75);
  expect(learnedModel.dampingOf("azerbaijan")).toBe(1);
});
