import fc from "fast-check";
import { expect, test } from "vitest";
import { align } from "#verification/alignment.ts";

// One letter is one word.
const ids = (words: string) => Array.from(words, (word) => word.codePointAt(0) ?? 0);

/** `report[quotation]` for each change, the matched words of the quotation, and what it covers of the report. */
function aligned(quotation: string, report: string, gaps: readonly number[] = []) {
  const { changes, matched, report: covered } = align(ids(quotation), ids(report), new Set(gaps));
  return {
    changes: changes.map(
      (change) =>
        `${report.slice(change.report.from, change.report.to)}[${quotation.slice(change.quotation.from, change.quotation.to)}]`,
    ),
    matched: matched.map((i) => quotation[i]).join(""),
    covered: report.slice(covered.from, covered.to),
  };
}

test.each([
  ["bcd", "abcde", [], "bcd", "bcd"],
  ["bxd", "abcde", ["c[x]"], "bd", "bcd"],
  ["bd", "abcde", ["c[]"], "bd", "bcd"],
  ["bcxd", "abcde", ["[x]"], "bcd", "bcd"],
  ["bxyd", "abcd", ["c[xy]"], "bd", "bcd"],
  // The quotation may begin and end anywhere in the report, so a foreign word at its end is an added one.
  ["xbc", "abcd", ["[x]"], "bc", "bc"],
  ["axcye", "abcde", ["b[x]", "d[y]"], "ace", "abcde"],
  ["xyz", "abc", ["[xyz]"], "", ""],
  ["abc", "", ["[abc]"], "", ""],
])("%j beside %j: the changes are %j", (quotation, report, changes, matched, covered) => {
  expect(aligned(quotation, report)).toEqual({ changes, matched, covered });
});

test.each([
  ["abef", [2], []],
  ["abef", [], ["cd[]"]],
  ["abxf", [2], ["[x]"]],
])("words left out of %j at the gaps %j are no change, others are: %j", (quotation, gaps, changes) => {
  expect(aligned(quotation, "abcdef", gaps).changes).toEqual(changes);
});

test.each([
  ["the same words", "abc", "abc", "abd", "abc"],
  ["one change rather than two", "abcd", "abxd", "axyd", "abcd"],
  ["one replaced rather than one added and one left out", "abcd", "axcd", "acxd", "abc"],
])("%s cost less", (_, quotation, closer, farther) => {
  const cost = (report: string) => align(ids(quotation), ids(report), new Set()).cost;
  expect(cost(closer)).toBeLessThan(cost(farther));
});

test("every word of the quotation is matched or changed, once and in order", () => {
  const words = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
  fc.assert(
    fc.property(words, words, fc.uniqueArray(fc.nat(8)), (quotation, report, gaps) => {
      const { changes, matched } = align(ids(quotation), ids(report), new Set(gaps));
      const changed = changes.flatMap(({ quotation: { from, to } }) =>
        Array.from({ length: to - from }, (_, i) => from + i),
      );
      const all = [...matched, ...changed].sort((a, b) => a - b);
      expect(all).toEqual(Array.from(quotation, (_, i) => i));
      expect(matched).toEqual(matched.toSorted((a, b) => a - b));
      expect(changes).toEqual(changes.toSorted((a, b) => a.report.from - b.report.from));
    }),
  );
});
