import { expect, test } from "vitest";
import { libraryOf } from "#test/support/library.ts";
import { normalize, wordsOf } from "#verification/normalized-text.ts";
import { createQuotationIndex } from "#verification/quotation-index.ts";

const library = libraryOf(
  ["Otters eat crayfish at night.", "Beavers eat bark. Beavers eat bark at dawn."],
  ["Otters eat, crayfish sleep.", "The now-here and the nowhere."],
);
const index = createQuotationIndex(library);
const wordsIn = (text: string) => wordsOf(normalize(text)).map((word) => word.text);

test.each([
  ["otters eat crayfish", ["r1-1@0", "r2-1@0"]],
  ["eat bark", ["r1-2@7", "r1-2@21"]],
  ["beavers eat bark at", ["r1-2@14"]],
  ["night", ["r1-1@19"]],
  ["eat", ["r1-1@6", "r1-2@7", "r1-2@21", "r2-1@6"]],
  ["ight", []],
  ["crayfish at night beavers", []],
  ["now here", ["r2-2@3"]],
  ["nowhere", ["r2-2@3", "r2-2@16"]],
  ["wolves", []],
  ["", []],
])("%j occurs at %j", (words, places) => {
  const found = Array.from(
    index.occurrences(normalize(words)),
    ({ indexed, offset }) => `${indexed.paragraph.code}@${offset}`,
  );
  expect(found).toEqual(places);
});

test.each([
  ["eat bark", 0, 7],
  ["eat bark", 7, 7],
  ["eat bark", 8, 21],
  ["eat bark", 22, -1],
  ["crayfish", 0, -1],
])("in its second paragraph %j is found from offset %i at %i", (words, from, offset) => {
  const [second] = Array.from(index.occurrences(normalize("bark at dawn")), ({ indexed }) => indexed);
  expect(second && index.find(normalize(words), second, from)).toBe(offset);
});

test.each([
  ["otters eat crayfish at night", ["r1-1", "r2-1", "r1-2"]],
  ["wolves eat bark at dawn", ["r1-2", "r1-1", "r2-1"]],
  ["wolves howl", []],
])("the candidates for %j are %j", (words, codes) => {
  const found = index.candidates(index.toIds(wordsIn(words)), 3);
  expect(found.map(({ indexed }) => indexed.paragraph.code)).toEqual(codes);
});

test("a candidate with all words has the whole coverage, and no more are named than asked for", () => {
  const found = index.candidates(index.toIds(wordsIn("otters eat crayfish")), 1);
  expect(found).toHaveLength(1);
  expect(found[0]?.coverage).toBeCloseTo(1);
});

test("words far apart from each other do not count together", () => {
  const far = createQuotationIndex(libraryOf([`otters ${"and so on ".repeat(20)} crayfish`]));
  const [candidate] = far.candidates(far.toIds(["otters", "crayfish"]), 1);
  expect(candidate?.coverage).toBeCloseTo(0.5);
});

test("words have one id each, unknown words an id below zero each", () => {
  const [eat, wolves, again, packs] = index.toIds(["eat", "wolves", "eat", "packs"]);
  expect(again).toBe(eat);
  expect([wolves, packs].every((id) => id !== undefined && id < 0)).toBe(true);
  expect(wolves).not.toBe(packs);
});

test("a rare word weighs more than a frequent one, and an unknown one as much as the rarest", () => {
  const [eat = 0, bark = 0, wolves = 0] = index.toIds(["eat", "bark", "wolves"]);
  expect(index.idf(bark)).toBeGreaterThan(index.idf(eat));
  expect(index.idf(wolves)).toBe(index.idf(bark));
});

test("the word ids of a paragraph are those of its words", () => {
  const [first] = Array.from(index.occurrences(normalize("at night")), ({ indexed }) => indexed);
  expect(first && [...index.wordIdsOf(first)]).toEqual(index.toIds(wordsIn("Otters eat crayfish at night.")));
});
