import { expect, test } from "vitest";
import type { TimeSlices } from "#domain/time-slices.ts";
import { libraryOf } from "#test/support/library.ts";
import { findWords } from "#verification/find-words.ts";
import { normalize, wordsOf } from "#verification/normalized-text.ts";
import { createQuotationIndex, createQuotationIndexCache } from "#verification/quotation-index.ts";
import { normalizedTextOf, paragraphOf, positionOf, postingsOf, wordIdsOf } from "#verification/segment.ts";
import { createVerify } from "#verification/verify.ts";

const library = libraryOf(
  ["Otters eat crayfish at night.", "Beavers eat bark. Beavers eat bark at dawn."],
  ["Otters eat, crayfish sleep.", "The now-here and the nowhere."],
);
const index = await createQuotationIndex(library, createQuotationIndexCache());
const wordsIn = (text: string) => wordsOf(normalize(text)).map((word) => word.text);
const [first, second] = index.segments;
if (first === undefined || second === undefined) throw new Error("there are two reports");

/** `code@offset` for every place in reading order. */
function placesOf(words: string): readonly string[] {
  return index.segments.flatMap((segment) => {
    const places: string[] = [];
    for (let at = findWords(segment, normalize(words), 0); at !== -1; ) {
      const position = positionOf(segment, at);
      const offset = at - (segment.textStarts[position] ?? 0);
      places.push(`${paragraphOf({ segment, position }).code}@${offset}`);
      at = findWords(segment, normalize(words), at + 1);
    }
    return places;
  });
}

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
  expect(placesOf(words)).toEqual(places);
});

test.each([
  ["eat bark", 0, 7],
  ["eat bark", 7, 7],
  ["eat bark", 8, 21],
  ["eat bark", 22, -1],
  ["at dawn", 0, 28],
  ["crayfish", 0, -1],
])("in its second paragraph %j is found from offset %i at %i", (words, from, offset) => {
  const searched = normalizedTextOf({ segment: first, position: 1 });
  expect(findWords(searched, normalize(words), from)).toBe(offset);
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

test("document frequencies count the paragraphs of all reports, a paragraph with a word twice once", () => {
  const [eat = 0, bark = 0] = index.toIds(["eat", "bark"]);
  expect(index.idf(eat)).toBe(Math.log(1 + 4 / 3));
  expect(index.idf(bark)).toBe(Math.log(1 + 4 / 1));
});

test("the word ids of a paragraph are those of its words", () => {
  const ids = index.toIds(wordsIn("Otters eat crayfish at night."));
  expect([...wordIdsOf({ segment: first, position: 0 })]).toEqual(ids);
});

test("the postings of a word are the paragraphs that have it", () => {
  const [eat = 0, bark = 0, nowhere = 0] = index.toIds(["eat", "bark", "nowhere"]);
  expect([...postingsOf(first, eat)]).toEqual([0, 1]);
  expect([...postingsOf(first, bark)]).toEqual([1]);
  expect([...postingsOf(second, bark)]).toEqual([]);
  expect([...postingsOf(second, nowhere)]).toEqual([1]);
  expect([...postingsOf(second, -1)]).toEqual([]);
});

test("after a reload only the reports that have changed are indexed again", async () => {
  const cache = createQuotationIndexCache();
  const [kept, changed] = library.reports;
  if (kept === undefined || changed === undefined) throw new Error("there are two reports");
  const before = await createQuotationIndex(library, cache);
  const reloaded = await createQuotationIndex({ ...library, reports: [kept, { ...changed }] }, cache);
  expect(reloaded.segments[0]).toBe(before.segments[0]);
  expect(reloaded.segments[1]).not.toBe(before.segments[1]);
  expect(reloaded.segments[1]).toEqual(before.segments[1]);
});

test("a word that only a removed report had is unknown after the reload", async () => {
  const cache = createQuotationIndexCache();
  await createQuotationIndex(library, cache);
  const smaller = await createQuotationIndex({ ...library, reports: library.reports.slice(0, 1) }, cache);
  const [nowhere = 0, wolves = 0] = smaller.toIds(["nowhere", "wolves"]);
  expect(smaller.idf(nowhere)).toBe(smaller.idf(wolves));
});

test("a report that is asked for twice at once is indexed once", async () => {
  const cache = createQuotationIndexCache();
  const [one, other] = await Promise.all([
    createQuotationIndex(library, cache),
    createQuotationIndex(library, cache),
  ]);
  expect(one.segments[0]).toBe(other.segments[0]);
});

test("an index that could not be made is made again by the next check", async () => {
  let failures = 1;
  const slices: TimeSlices = {
    isOver: () => true,
    async next() {
      if (failures-- > 0) throw new Error("out of memory");
    },
  };
  const verify = createVerify(library, createQuotationIndexCache(slices));
  await expect(verify("Beavers eat bark at dawn.")).rejects.toThrow("out of memory");
  expect(await verify("Beavers eat bark at dawn.")).toMatchObject({ verdict: "exact" });
});
