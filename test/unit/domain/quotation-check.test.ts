import { expect, test } from "vitest";
import { alsoIn, matchOf, type QuotationCheck, type QuotationMatch } from "#domain/quotation-check.ts";
import { paragraphOf } from "#test/support/library.ts";

const quotation = "One.";
const other = paragraphOf("One.");
const match: QuotationMatch = { paragraph: paragraphOf("One. Two."), span: { start: 0, end: 4 } };

test.each<[QuotationCheck, QuotationMatch | undefined, readonly (typeof other)[]]>([
  [{ quotation, verdict: "exact", match, also: [other] }, match, [other]],
  [{ quotation, verdict: "same-words", match, also: [] }, match, []],
  [{ quotation, verdict: "altered", closest: match, differences: [] }, match, []],
  [{ quotation, verdict: "not-in-reports" }, undefined, []],
  [{ quotation, verdict: "too-short" }, undefined, []],
])("what a check found: case %#", (check, found, also) => {
  expect(matchOf(check)).toEqual(found);
  expect(alsoIn(check)).toEqual(also);
});
