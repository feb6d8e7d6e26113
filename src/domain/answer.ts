// The possible outcomes of a question. Abstaining is a value with a reason, never an error or an empty string.
import type { Paragraph, Published, Span } from "./report.ts";

/** `paragraph.text.slice(start, end)` is shown, letter for letter. Built in `domain/excerpt.ts` only. */
export type Excerpt = Readonly<{
  paragraph: Paragraph;
  start: number;
  end: number;
  /** The sentence to mark, within [start, end); absent where a paragraph is shown as context. */
  sentence?: Span;
}>;

/** The source of a statement about a whole report. */
export type SourceCitation = Readonly<{
  report: string;
  title: string;
  authors: readonly string[];
  publisher?: string;
  published?: Published;
  url?: string;
  tlp?: string;
}>;

/** The source of a quotation. */
export type Citation = SourceCitation &
  Readonly<{
    section: string;
    ordinal: number;
    /** Number of paragraphs in the report. */
    of: number;
    /** The paragraph number that the report itself prints, if it prints one. */
    number?: string;
    code: string;
  }>;

/** A misspelled word of the question, and the word of the reports that was searched for instead. */
export type Correction = Readonly<{ from: string; to: string }>;

export type Quotation = Readonly<{
  kind: "quotation";
  /** `closest`: it may not answer the question, and the reader is told so. */
  wording: "answer" | "closest";
  excerpt: Excerpt;
  citation: Citation;
  /** The best paragraphs, at most ten, best first; the first is the quoted one. */
  paragraphs: readonly Paragraph[];
  /** Up to two other paragraphs that may help. */
  also: readonly Paragraph[];
  corrections: readonly Correction[];
}>;

/** An answer from a report's front matter ("who wrote this?"): a field with its citation, without an excerpt. */
export type FieldAnswer = Readonly<{
  kind: "field";
  field: Readonly<{ name: string; value: string }>;
  citation: SourceCitation;
}>;

type Answer = Quotation | FieldAnswer;

export type AbstentionReason = "not-found" | "which-report" | "greeting" | "thanks" | "help";

export type Abstention = Readonly<{
  kind: "abstention";
  reason: AbstentionReason;
  /** Words of the question, as typed, that no searched report contains. */
  unknown: readonly string[];
  /** Up to two paragraphs on the same subject that do not answer the question. */
  related: readonly Paragraph[];
  corrections: readonly Correction[];
}>;

export type Outcome = Answer | Abstention;

/** An abstention with nothing but its reason. */
export function abstain(reason: AbstentionReason): Abstention {
  return { kind: "abstention", reason, unknown: [], related: [], corrections: [] };
}
