// The possible outcomes of a question. Abstaining is a value with a reason, never an error or an empty string.
import type { Pages, Paragraph, Published, Span } from "./report.ts";

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
  /** By which readers tell the report from the others that they may see. */
  shortTitle: string;
  authors: readonly string[];
  publisher?: string;
  published?: Published;
  url?: string;
  tlp?: string;
  ocr?: boolean;
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
    /** The mark of a footnote, which is cited by it; `section` is that of the mark. */
    note?: string;
    pages?: Pages;
    code: string;
    /** The address of its reader page. */
    page?: string;
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
  /** Words of the question, as typed, of which no form is in the quoted paragraph or its headings; only with `closest`. */
  missing: readonly string[];
}>;

/** An answer from a report's front matter ("who wrote this?"): a field with its citation, without an excerpt. */
export type FieldAnswer = Readonly<{
  kind: "field";
  field: Readonly<{ name: string; value: string }>;
  citation: SourceCitation;
}>;

type Answer = Quotation | FieldAnswer;

/**
 * Why several paragraphs are quoted. `overview`: how a report begins and what its author judges; `judgements`: only that;
 * `list`: every place; `compare`: one of each report, the oldest report first.
 */
type SelectionKind = "overview" | "judgements" | "list" | "compare";

/** A paragraph and the sentence to mark. Without a paragraph, which is in a comparison only, the report has none. */
export type SelectionEntry = Readonly<{ report: string; paragraph?: Paragraph; sentence?: Span }>;

/** Several paragraphs, which are shown page by page. */
export type Selection = Readonly<{
  kind: "selection";
  of: SelectionKind;
  /** All of them, in the order of the pages. */
  entries: readonly SelectionEntry[];
  /** What was selected from, where no subject was named. `heading`: a word such as "finding", by which the asker calls the judgements. */
  whole?: Readonly<{ report: string; heading?: string }>;
  /** False where the report's structure and wording show no judgement: then its first paragraph is quoted. */
  hasJudgements: boolean;
  /** False where no section's heading has the word of `whole.heading`. */
  isCalledSo: boolean;
  corrections: readonly Correction[];
}>;

/** What is kept of a selection, so that its next page can be shown: its paragraphs, never what was asked. */
export type KeptSelection = Readonly<{
  of: SelectionKind;
  /** For each entry the report's id, the paragraph's code and the index of the marked sentence; "" and -1 where there is none. */
  entries: readonly (readonly [report: string, code: string, sentence: number])[];
}>;

export type KeptSelections = Readonly<{
  /** Resolves to an id of at most 12 small letters and digits. */
  keep(selection: KeptSelection): Promise<string>;
  /** Undefined when it is unknown, or was kept for more than a day. */
  find(id: string): Promise<KeptSelection | undefined>;
}>;

export type AbstentionReason = "not-found" | "which-report" | "reports" | "greeting" | "thanks" | "help";

export type Abstention = Readonly<{
  kind: "abstention";
  reason: AbstentionReason;
  /** Words of the question, as typed, that no searched report contains. */
  unknown: readonly string[];
  /** Up to two paragraphs on the same subject that do not answer the question. */
  related: readonly Paragraph[];
  corrections: readonly Correction[];
  /** Ids of the reports that a subject was found in, where the asker wants to know which they are. */
  reports?: readonly string[];
}>;

export type Outcome = Answer | Selection | Abstention;

/** An abstention with nothing but its reason. */
export function abstain(reason: AbstentionReason): Abstention {
  return { kind: "abstention", reason, unknown: [], related: [], corrections: [] };
}
