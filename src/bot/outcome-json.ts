// Outcomes and quotation checks as JSON, for programs. The fields are documented and keep their names.

import type { Citation, Excerpt, Outcome, Quotation, Selection, SourceCitation } from "#domain/answer.ts";
import { cite } from "#domain/citation.ts";
import { buildExcerpt, excerptText, isVerbatim, leadInExcerpt } from "#domain/excerpt.ts";
import { alsoIn, matchOf, type QuotationCheck } from "#domain/quotation-check.ts";
import type { Library, Paragraph } from "#domain/report.ts";
import { place, sourceLine } from "./citation-format.ts";
import type { CheckedText } from "./commands/verify.ts";
import { entriesOf } from "./messages/selection.ts";

/** The outcome of one question as plain data. */
export function outcomeJson(
  outcome: Outcome,
  { library, today }: Readonly<{ library: Library; today: Date }>,
): Readonly<Record<string, unknown>> {
  switch (outcome.kind) {
    case "quotation":
      return quotationJson(outcome, library, today);
    case "field":
      return {
        outcome: "answer",
        field: outcome.field,
        citation: citationJson(outcome.citation, today),
        paragraphs: [],
      };
    case "selection":
      return selectionJson(outcome, library, today);
    case "abstention":
      return {
        outcome: "abstention",
        reason: outcome.reason,
        ...readAs(outcome),
        ...(outcome.reports === undefined ? {} : { reports: outcome.reports }),
        ...(outcome.unknown.length === 0 ? {} : { unknown: outcome.unknown }),
        paragraphs: [],
        related: outcome.related.map(paragraphJson),
      };
  }
}

function quotationJson(answer: Quotation, library: Library, today: Date) {
  return {
    outcome: answer.wording,
    ...readAs(answer),
    ...(answer.missing.length === 0 ? {} : { missing: answer.missing }),
    excerpt: excerptJson(answer.excerpt, library),
    citation: citationJson(answer.citation, today),
    paragraphs: answer.paragraphs.map(paragraphJson),
  };
}

/** An excerpt with its citation as plain data. Throws where the library does not have the words, letter for letter. */
export function quotedJson(
  excerpt: Excerpt,
  { library, today }: Readonly<{ library: Library; today: Date }>,
) {
  return {
    excerpt: excerptJson(excerpt, library),
    citation: citationJson(cite(excerpt.paragraph, library), today),
  };
}

function excerptJson(excerpt: Excerpt, library: Library) {
  if (!isVerbatim(excerpt, library)) throw new Error(`misquoted: ${excerpt.paragraph.code}`);
  const { paragraph, start, end, sentence } = excerpt;
  const leadIn = leadInExcerpt(paragraph);
  return {
    ...(leadIn === undefined ? {} : { leadIn: excerptText(leadIn) }),
    text: excerptText(excerpt),
    sentence: sentence === undefined ? "" : paragraph.text.slice(sentence.start, sentence.end),
    start,
    end,
  };
}

const MAX_PARAGRAPHS = 10;

/** The first page. A comparison has `null` for a report without a paragraph. */
function selectionJson(selection: Selection, library: Library, today: Date) {
  const { of, entries } = selection;
  const paragraphs = entries.flatMap(({ paragraph }) => paragraph ?? []);
  return {
    outcome: of === "overview" || of === "judgements" ? "overview" : "list",
    ...readAs(selection),
    excerpts: entriesOf(selection, 0, library).map(({ paragraph, sentence }) =>
      paragraph === undefined ? null : quotedJson(buildExcerpt(paragraph, sentence), { library, today }),
    ),
    total: entries.length,
    paragraphs: paragraphs.slice(0, MAX_PARAGRAPHS).map(paragraphJson),
  };
}

function readAs({ corrections }: Pick<Quotation, "corrections">) {
  return corrections.length === 0 ? {} : { readAs: corrections.map(({ to }) => to).join(", ") };
}

function citationJson(citation: Citation | SourceCitation, today: Date) {
  const line = sourceLine(citation, today);
  return { text: "code" in citation ? `${line} \u00B7 ${place(citation)}` : line, ...citation };
}

function paragraphJson({ report, ordinal, number, note, pages, section, code, text }: Paragraph) {
  return {
    report,
    ordinal,
    ...(number === undefined ? {} : { number }),
    ...(note === undefined ? {} : { note }),
    ...(pages === undefined ? {} : { pages }),
    section,
    code,
    text,
  };
}

/** The checks of one text as plain data. */
export function checkedJson({ checks, notes }: CheckedText, cite: Cite, today: Date) {
  return {
    ...(notes.length > 0 ? { cut: true } : {}),
    checks: checks.map((check) => checkJson(check, cite, today)),
  };
}

type Cite = (paragraph: Paragraph) => Citation;

export function checkJson(check: QuotationCheck, cite: Cite, today: Date) {
  const { quotation, verdict } = check;
  const match = matchOf(check);
  if (match === undefined) return { quotation, verdict };
  const { paragraph, span } = match;
  const also = alsoIn(check);
  return {
    quotation,
    verdict,
    words: paragraph.text.slice(span.start, span.end),
    ...(check.verdict === "altered" ? { differences: differencesJson(check) } : adjacentJson(check)),
    citation: citationJson(cite(paragraph), today),
    paragraph: paragraphJson(paragraph),
    ...(also.length === 0 ? {} : { also: also.map(paragraphJson) }),
  };
}

/** The words just outside the quotation that turn its meaning. */
function adjacentJson(check: QuotationCheck) {
  if (!("adjacent" in check) || check.adjacent === undefined) return {};
  const { text } = check.match.paragraph;
  const words = Object.entries(check.adjacent).map(([side, { start, end }]) => [
    side,
    text.slice(start, end),
  ]);
  return { adjacent: Object.fromEntries(words) };
}

/** In reading order, each with the words of the report and of the quotation. */
function differencesJson({
  quotation,
  closest,
  differences,
}: Extract<QuotationCheck, { verdict: "altered" }>) {
  return differences.map(({ kind, report, quotation: quoted }) => ({
    kind,
    report: closest.paragraph.text.slice(report.start, report.end),
    quotation: quotation.slice(quoted.start, quoted.end),
  }));
}
