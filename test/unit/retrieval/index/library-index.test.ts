// The merged index gives the scores that MiniSearch gives, and keeps giving them while reports come and go.

import fc from "fast-check";
import MiniSearch from "minisearch";
import { expect, test } from "vitest";
import type { Library } from "#domain/report.ts";
import { contentTerms } from "#retrieval/analysis/tokenizer.ts";
import { createLibraryIndex } from "#retrieval/index/library-index.ts";
import type { SegmentCache, SegmentData } from "#retrieval/index/segment.ts";
import { indexDeps } from "#test/support/index-deps.ts";
import { buildLibrary } from "#test/support/report-builder.ts";

const word = fc.constantFrom(..."iran baku border truck tax war otter river zebra drone".split(" "));
const words = fc.array(word, { minLength: 1, maxLength: 12 });
const corpus = fc.array(fc.array(words, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 });

/** Each paragraph is one sentence of these words. */
function libraryOf(reports: readonly (readonly (readonly string[])[])[]): Library {
  return buildLibrary(...reports.map((paragraphs) => paragraphs.map((words) => [words.join(" ")])));
}

/** MiniSearch's score by paragraph code, without its factor for the number of matched words. */
function expected({ reports }: Library, query: readonly string[]): Map<string, number> {
  const engine = new MiniSearch({
    fields: ["text"],
    idField: "code",
    tokenize: (text) => contentTerms(text).map(({ stem }) => stem),
    processTerm: (term) => term,
  });
  for (const { sections } of reports) engine.addAll(sections.flatMap(({ paragraphs }) => paragraphs));
  const results = engine.search(query.join(" "), { bm25: { k: 1.2, b: 0.7, d: 0 } });
  return new Map(results.map(({ id, score, queryTerms }) => [id, score / queryTerms.length]));
}

async function expectSameScores(
  library: Library,
  query: readonly string[],
  cache: SegmentCache,
): Promise<void> {
  const weights = new Map(query.map((typed) => [contentTerms(typed)[0]?.stem ?? "", 1]));
  const found = await (await createLibraryIndex(library, indexDeps(cache))).search(weights, 1000);
  const wanted = expected(library, query);
  expect(found.length).toBe(wanted.size);
  for (const { paragraph, bm25 } of found) expect(bm25).toBeCloseTo(wanted.get(paragraph.code) ?? 0, 10);
  for (const [i, { bm25 }] of found.entries()) expect(bm25).toBeLessThanOrEqual(found[i - 1]?.bm25 ?? bm25);
}

const question = fc.uniqueArray(word, { minLength: 1, maxLength: 5 });

test("every paragraph scores as in MiniSearch, best first", async () => {
  await fc.assert(
    fc.asyncProperty(corpus, question, (reports, query) =>
      expectSameScores(libraryOf(reports), query, new Map()),
    ),
  );
});

test("a short list is the beginning of the long one, with at most three later ones after it", async () => {
  await fc.assert(
    fc.asyncProperty(corpus, question, fc.integer({ min: 1, max: 6 }), async (reports, query, limit) => {
      const index = await createLibraryIndex(libraryOf(reports), indexDeps());
      const weights = new Map(query.map((typed) => [contentTerms(typed)[0]?.stem ?? "", 1]));
      const all = await index.search(weights, 1000);
      const found = await index.search(weights, limit);
      expect(found.slice(0, limit)).toEqual(all.slice(0, limit));
      expect(found.length).toBeLessThanOrEqual(limit + 3);
      const later = found.slice(limit);
      expect(all.filter((one) => later.some(({ paragraph }) => paragraph === one.paragraph))).toEqual(later);
    }),
  );
});

test("a changed report leaves the others as they were, and the scores right", async () => {
  await fc.assert(
    fc.asyncProperty(corpus, words, question, async (reports, more, query) => {
      const made: string[] = [];
      const kept = new Map<string, SegmentData>();
      const cache = {
        get: (key: string) => kept.get(key),
        set(key: string, segment: SegmentData) {
          made.push(key);
          kept.set(key, segment);
        },
      };
      await expectSameScores(libraryOf(reports), query, cache);
      made.length = 0;
      await expectSameScores(libraryOf([[...(reports[0] ?? []), more], ...reports.slice(1)]), query, cache);
      expect(made.length).toBeLessThanOrEqual(1);
    }),
  );
});

test("a candidate says where its words are: the segment and the place in it", async () => {
  const library = buildLibrary([["Iran."], ["Baku."]], [["Otters."], ["Baku."], ["Zebras."]]);
  const index = await createLibraryIndex(library, indexDeps());
  const candidates = await index.search(new Map([["baku", 1]]), 10);
  const places = candidates.map(({ paragraph, segment, indexInSegment }) => [
    paragraph.code,
    segment.paragraphs[indexInSegment] === paragraph,
    indexInSegment,
  ]);
  expect(places).toEqual([
    ["report-0-2", true, 1],
    ["report-1-2", true, 1],
  ]);
});

test("frequencies count docs; a term that nothing contains weighs like one that a single doc contains", async () => {
  const library = buildLibrary([["Iran and Iran."], ["Iran."], ["Baku."]]);
  const index = await createLibraryIndex(library, indexDeps());
  expect(index.documentFrequency("iran")).toBe(2);
  expect(index.documentFrequency("otter")).toBe(0);
  expect(index.idf("otter")).toBe(index.idf("baku"));
  expect(index.idf("iran")).toBeLessThan(index.idf("baku"));
  expect(index.meanSentenceLength).toBe(4 / 3);
});

test("an empty library has an index in which nothing is found", async () => {
  const index = await createLibraryIndex(buildLibrary(), indexDeps());
  expect(await index.search(new Map([["iran", 1]]), 10)).toEqual([]);
});
