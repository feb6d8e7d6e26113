import { expect, test } from "vitest";
import { matchesOf, type QuotationCheck, type QuotationMatch } from "#domain/quotation-check.ts";
import { paragraphOf } from "#test/support/library.ts";

const quotation = "One.";
const [one, two]: [QuotationMatch, QuotationMatch] = [
  { paragraph: paragraphOf("One. Two."), span: { start: 0, end: 4 } },
  { paragraph: paragraphOf("One."), span: { start: 0, end: 4 } },
];

test.each<[QuotationCheck, readonly QuotationMatch[]]>([
  [{ quotation, verdict: "exact", matches: [one, two] }, [one, two]],
  [{ quotation, verdict: "same-words", matches: [one] }, [one]],
  [{ quotation, verdict: "altered", closest: two, differences: [] }, [two]],
  [{ quotation, verdict: "not-in-reports" }, []],
  [{ quotation, verdict: "too-short" }, []],
])("the matches of a check: case %#", (check, matches) => {
  expect(matchesOf(check)).toEqual(matches);
});
