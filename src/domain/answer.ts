// The outcomes of a question. Abstaining is a value with a reason, never an error or an empty string.
import type { Paragraph, Published, Span } from "./report.ts";

/**
 * A quotation: `paragraph.text.slice(start, end)` is what is shown, word for word.
 * Built by `retrieval/excerpt.ts` only.
 */
export type Excerpt = Readonly<{
  paragraph: Paragraph;
  start: number;
  end: number;
  /** The marked sentence, inside [start, end); none where a paragraph is shown for its context. */
  sentence?: Span;
}>;

/** Where a statement about a report as a whole can be checked. */
export type SourceCitation = Readonly<{
  report: string;
  title: string;
  authors: readonly string[];
  publisher?: string;
  published?: Published;
  url?: string;
  tlp?: string;
}>;

/** Where a quotation can be checked. */
export type Citation = SourceCitation &
  Readonly<{
    section: string;
    ordinal: number;
    /** How many paragraphs the report has. */
    of: number;
    number?: string;
    code: string;
  }>;

/** A question word that was read as a word of the reports. */
export type Correction = Readonly<{ from: string; to: string }>;

export type Quotation = Readonly<{
  kind: "quotation";
  /** `closest` when the odds of being right are lower. */
  wording: "answer" | "closest";
  excerpt: Excerpt;
  citation: Citation;
  /** The best paragraphs, at most ten, best first; the first is the quoted one. */
  paragraphs: readonly Paragraph[];
  /** Up to two further paragraphs worth a look. */
  also: readonly Paragraph[];
  corrections: readonly Correction[];
}>;

/** An answer from the front matter ("who wrote this?"): a fact with a citation, no excerpt. */
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
  /** Words of the question, as typed, that no report of the scope mentions. */
  unknown: readonly string[];
  /** Up to two paragraphs on the subject; they do not answer. */
  related: readonly Paragraph[];
  corrections: readonly Correction[];
}>;

export type Outcome = Answer | Abstention;

/** An abstention that rests on the kind of question alone. */
export function abstain(reason: AbstentionReason): Abstention {
  return { kind: "abstention", reason, unknown: [], related: [], corrections: [] };
}
