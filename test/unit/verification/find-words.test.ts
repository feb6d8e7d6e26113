import fc from "fast-check";
import { expect, test } from "vitest";
import { findExact, findWords } from "#verification/find-words.ts";
import { exactWhole, wholeOf } from "#verification/fragments.ts";
import { normalize } from "#verification/normalized-text.ts";

/** Where the quotation's words start, every place. */
function exactPlaces(paragraph: string, quotation: string): readonly number[] {
  const wanted = exactWhole(wholeOf(quotation));
  const places: number[] = [];
  for (let found = findExact(paragraph, wanted, 0); found !== undefined; ) {
    places.push(found.start);
    found = findExact(paragraph, wanted, found.start + 1);
  }
  return places;
}

test.each([
  ["of the men of the men", "of the", [0, 11]],
  ["of the menace", "of the men", []],
  ["\u201COf the men,\u201D of the men,", "of the men,", [14]],
  ["at -5 degrees and 1-5 degrees", "-5 degrees", [3]],
  ["in 1,200 men", "1,200", [3]],
  ["in 1,200,300 men", "1,200", []],
  ["par\uFEFFliament sat", "liament", []],
  ["(of the men) or (of the women)", "(of the", [1, 17]],
])("in %j the exact places of %j are %j", (paragraph, quotation, places) => {
  expect(exactPlaces(paragraph, quotation)).toEqual(places);
});

test("an exact place is one where the normalized words and the printed characters agree, whatever is next to it", () => {
  const word = fc.constantFrom(
    ...[
      "of",
      "the",
      "Of",
      "5",
      "-5",
      "1,200",
      "3.5",
      "10\u00B2",
      "it's",
      "\uFB01nd",
      "\u4E2D\u56FD",
      "e\u0301",
    ],
    ...["$", "%", "<", "\uFEFF", "\u200B", "\u{10400}", "(", "."],
  );
  const separator = fc.constantFrom(" ", " ", ", ", ".", "-", "\u2026", "; ", "'", "", "\u3002");
  const text = fc
    .array(fc.tuple(word, separator), { minLength: 1, maxLength: 12 })
    .map((parts) => parts.flat().join("").trim());
  fc.assert(
    fc.property(text, fc.nat(), fc.integer({ min: 1, max: 12 }), (paragraph, from, length) => {
      const start = from % Math.max(1, paragraph.length);
      const quotation = paragraph.slice(start, start + length).trim();
      const [words, all] = [normalize(quotation), normalize(paragraph)];
      const lead = words.starts[0] ?? 0;
      const places: number[] = [];
      for (let at = findWords(all, words, 0); at !== -1; at = findWords(all, words, at + 1)) {
        const first = all.starts[at] ?? 0;
        if (paragraph.startsWith(quotation, first - lead)) places.push(first);
      }
      expect(exactPlaces(paragraph, quotation)).toEqual(places);
    }),
    { numRuns: 1000 },
  );
});
