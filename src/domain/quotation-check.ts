// What the check of a quotation comes to: whether its words stand in a report, where, and what differs.
import type { Paragraph, Span } from "./report.ts";

/** The words of a paragraph that a quotation stands for, from the first to the last. */
export type QuotationMatch = Readonly<{ paragraph: Paragraph; span: Span }>;

/** What a changed word may do to the sense, the gravest first. */
export const DIFFERENCE_KINDS = ["negation", "number", "hedge", "name", "words"] as const;

export type Difference = Readonly<{
  kind: (typeof DIFFERENCE_KINDS)[number];
  /** In the paragraph's text; empty where words were added. */
  report: Span;
  /** In the quotation; empty where words were left out. */
  quotation: Span;
}>;

export type QuotationCheck = Readonly<{ quotation: string }> &
  (
    | Readonly<{
        /** `same-words`: only punctuation, case, white space, dashes or quotation marks differ. */
        verdict: "exact" | "same-words";
        /** Every place where it stands so, in reading order; at least one. */
        places: readonly [QuotationMatch, ...QuotationMatch[]];
      }>
    | Readonly<{
        verdict: "altered";
        /** Where the nearest words stand. */
        place: QuotationMatch;
        /** In reading order; at least one. */
        differences: readonly Difference[];
      }>
    | Readonly<{ verdict: "not-in-reports" | "too-short" }>
  );

/** Where the words stand, or come nearest; the first is shown. */
export function placesOf(check: QuotationCheck): readonly QuotationMatch[] {
  if (check.verdict === "altered") return [check.place];
  return "places" in check ? check.places : [];
}
