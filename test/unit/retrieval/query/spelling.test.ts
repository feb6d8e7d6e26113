import fc from "fast-check";
import { expect, test } from "vitest";
import type { Report } from "#domain/report.ts";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { createAliasMatcher } from "#retrieval/analysis/alias-matcher.ts";
import { createForwardIndex } from "#retrieval/index/forward-index.ts";
import { createVocabulary } from "#retrieval/index/vocabulary.ts";
import { boundedEditDistance, correctSpelling } from "#retrieval/query/spelling.ts";

const text = "the highway channels border Huseyniyyun Khaybar Nakhchivan unlikely Youtube";
const place = { report: "words", section: "", ordinal: 1, code: "words", line: 1 };
const paragraph = { ...place, text, sentences: [{ start: 0, end: text.length }] };
const report: Report = { id: "words", title: "", authors: [], file: "words.md", sections: [] };
const matchAliases = await createAliasMatcher([], ONE_SLICE);
const forward = await createForwardIndex(report, [paragraph], { matchAliases, slices: ONE_SLICE });
const vocabulary = await createVocabulary([forward], ONE_SLICE);

test.each([
  ["higway", "highway"],
  ["chanels", "channels"],
  ["yotube", "Youtube"],
  ["husseiniyun", "Huseyniyyun"],
  ["kheibar", "Khaybar"],
  ["nakhichevan", "Nakhchivan"],
])("%s is read as %s", (typed, known) => {
  expect(correctSpelling(typed, vocabulary)?.printed).toBe(known);
});

test.each(["broader", "likely", "bord", "xyz", "4242", "completely"])("%s is left alone", (typed) => {
  expect(correctSpelling(typed, vocabulary)).toBeUndefined();
});

test.each([
  ["border", "border", 0],
  ["bodrer", "border", 1],
  ["bordr", "border", 1],
  ["bordder", "border", 1],
  ["bonder", "border", 1],
  ["obdrer", "border", 2],
  ["brodre", "border", 2],
  ["", "ab", 2],
  ["abcd", "wxyz", 3],
  ["a", "abcdef", 3],
])("from %j to %j are %i edits, 3 standing for more than 2", (a, b, edits) => {
  expect(boundedEditDistance(a, b, 2)).toBe(edits);
});

test("the distance is symmetric, 0 for equal words only, and never over the bound by more than one", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, max) => {
      const distance = boundedEditDistance(a, b, max);
      expect(distance).toBe(boundedEditDistance(b, a, max));
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(max + 1);
    }),
  );
});
