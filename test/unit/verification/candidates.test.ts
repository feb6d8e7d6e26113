import fc from "fast-check";
import { expect, test } from "vitest";
import { libraryOf } from "#test/support/library.ts";
import { findCandidates } from "#verification/candidates.ts";
import { normalize, wordsOf } from "#verification/normalized-text.ts";
import {
  createQuotationIndex,
  createQuotationIndexCache,
  type QuotationIndex,
} from "#verification/quotation-index.ts";
import { paragraphOf, wordIdsOf } from "#verification/segment.ts";

const indexOf = (...reports: readonly (readonly string[])[]) =>
  createQuotationIndex(libraryOf(...reports), createQuotationIndexCache());
const idsOf = (words: string, index: QuotationIndex) =>
  index.toIds(wordsOf(normalize(words)).map(({ text }) => text));

const index = await indexOf(
  ["Otters eat crayfish at night.", "Beavers eat bark. Beavers eat bark at dawn."],
  ["Otters eat, crayfish sleep.", "The now-here and the nowhere."],
);

test.each([
  ["otters eat crayfish at night", ["r1-1", "r2-1", "r1-2"]],
  ["wolves eat bark at dawn", ["r1-2", "r1-1", "r2-1"]],
  ["wolves howl", []],
  ["", []],
])("the candidates for %j are %j", async (words, codes) => {
  const found = await findCandidates(idsOf(words, index), index, { limit: 3, minCoverage: 0 });
  expect(found.map((candidate) => paragraphOf(candidate).code)).toEqual(codes);
});

test("a candidate with all words has the whole coverage, and no more are named than asked for", async () => {
  const wanted = idsOf("otters eat crayfish", index);
  const found = await findCandidates(wanted, index, { limit: 1, minCoverage: 0 });
  expect(found).toHaveLength(1);
  expect(found[0]?.coverage).toBeCloseTo(1);
});

test("words far apart from each other do not count together, and the window is where most are", async () => {
  const far = await indexOf([`otters ${"and so on ".repeat(20)} crayfish`]);
  const bounds = { limit: 1, minCoverage: 0 };
  const [candidate] = await findCandidates(idsOf("otters crayfish", far), far, bounds);
  expect(candidate?.coverage).toBeCloseTo(0.5);
  const [end] = await findCandidates(idsOf("so on crayfish", far), far, bounds);
  expect(end?.window).toEqual({ from: 56, to: 62 });
});

test("only paragraphs that have enough of the words are searched", async () => {
  const texts = Array.from({ length: 1500 }, (_, i) =>
    i % 500 === 7 ? `The otter ate crayfish ${i}.` : `The ate ${i}.`,
  );
  const many = await indexOf(texts);
  let searched = 0;
  const segments = many.segments.map((segment) => ({
    ...segment,
    get wordIds() {
      searched += 1;
      return segment.wordIds;
    },
  }));
  const bounds = { limit: 12, minCoverage: 0.3 };
  const found = await findCandidates(idsOf("the otter ate crayfish", many), { ...many, segments }, bounds);
  expect(found.map(({ coverage }) => coverage)).toEqual([1, 1, 1]);
  expect(searched).toBe(3);
});

/** Every paragraph and every window of it, the plain way: `code coverage`, best first. */
function searchAll(wanted: readonly number[], { segments, idf }: QuotationIndex): readonly string[] {
  const total = wanted.reduce((sum, id) => sum + idf(id), 0);
  const width = Math.ceil(wanted.length * 1.25) + 2;
  return segments
    .flatMap((segment) => segment.paragraphs.map((_, position) => ({ segment, position })))
    .map((indexed) => {
      const words = [...wordIdsOf(indexed)];
      const coverages = words.map((_, end) => {
        const window = words.slice(Math.max(0, end + 1 - width), end + 1);
        const found = wanted.filter((id) => {
          const i = window.indexOf(id);
          if (i !== -1) window.splice(i, 1);
          return i !== -1;
        });
        return found.reduce((sum, id) => sum + idf(id), 0) / total;
      });
      return { code: paragraphOf(indexed).code, coverage: Math.max(0, ...coverages).toFixed(9) };
    })
    .filter(({ coverage }) => Number(coverage) >= 0.3)
    .sort((a, b) => Number(b.coverage) - Number(a.coverage))
    .slice(0, 4)
    .map(({ code, coverage }) => `${code} ${coverage}`);
}

test("the candidates are those that a search of every window of every paragraph finds", async () => {
  // Few words, so that many paragraphs have them; weights of powers of two apart, so that no two sums differ by rounding only.
  const words = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f"), { minLength: 1, maxLength: 14 });
  const reports = fc.array(fc.array(words, { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(reports, words, async (texts, quotation) => {
      const own = await indexOf(...texts.map((paragraphs) => paragraphs.map((list) => list.join(" "))));
      const weighted = { ...own, idf: (id: number) => (id < 0 ? 64 : 2 ** (id % 6)) };
      const wanted = idsOf(quotation.join(" "), own);
      const found = await findCandidates(wanted, weighted, { limit: 4, minCoverage: 0.3 });
      const shown = found.map((one) => `${paragraphOf(one).code} ${one.coverage.toFixed(9)}`);
      expect(shown).toEqual(searchAll(wanted, weighted));
    }),
  );
});
