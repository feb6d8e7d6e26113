// The result of checking a quotation against the reports.
import type { Paragraph, Span } from "./report.ts";

/** A passage of a paragraph that matches a quotation; `span` runs from its first word to its last. */
export type QuotationMatch = Readonly<{ paragraph: Paragraph; span: Span }>;

/** What a changed word affects, the most serious first. */
export const DIFFERENCE_KINDS = ["negation", "number", "hedge", "name", "words"] as const;

export type Difference = Readonly<{
  kind: (typeof DIFFERENCE_KINDS)[number];
  /** In the paragraph's text; empty where the quotation adds words. */
  report: Span;
  /** In the quotation; empty where the quotation leaves words out. */
  quotation: Span;
}>;

/** Spans in the paragraph's text; at least one of the two. */
export type AdjacentWords = Readonly<{ before?: Span; after?: Span }>;

export type QuotationCheck = Readonly<{ quotation: string }> &
  (
    | Readonly<{
        /** `same-words`: only punctuation, case, white space, dashes or quotation marks differ. */
        verdict: "exact" | "same-words";
        /** The first in reading order, reports included. */
        match: QuotationMatch;
        /** Words next to the match that turn its meaning, such as "not" or "almost", in the same sentence. */
        adjacent?: AdjacentWords;
        /** The paragraph of every further match, in reading order; a paragraph with two of them is here twice. */
        also: readonly Paragraph[];
      }>
    | Readonly<{
        verdict: "altered";
        closest: QuotationMatch;
        /** In reading order; at least one. */
        differences: readonly Difference[];
      }>
    | Readonly<{ verdict: "not-in-reports" | "too-short" }>
  );

/** The passage that a check found, if it found one. */
export function matchOf(check: QuotationCheck): QuotationMatch | undefined {
  if (check.verdict === "altered") return check.closest;
  return "match" in check ? check.match : undefined;
}

/** The paragraphs that have the words as well. */
export function alsoIn(check: QuotationCheck): readonly Paragraph[] {
  return "also" in check ? check.also : [];
}

/** Somebody has to correct the quotation: a report has it otherwise, or none has it. */
export function isUnsound({ verdict }: QuotationCheck): boolean {
  return verdict === "altered" || verdict === "not-in-reports";
}
