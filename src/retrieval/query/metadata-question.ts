// Questions about a report rather than about what it says: "Who wrote this?" is answered from its front matter.
import type { FieldAnswer } from "#domain/answer.ts";
import { citeReport } from "#domain/citation.ts";
import { formatPublished, type Library, type Report } from "#domain/report.ts";
import { contentTerms, isContentWord, type Term } from "#retrieval/analysis/tokenizer.ts";
import { readWords } from "#retrieval/data/word-lists.ts";

export type MetadataQuestion = Readonly<{
  /** Name of the field, such as `author`. */
  field: string;
  /** The reports that the question may mean. */
  reports: readonly Report[];
}>;

/**
 * Recognises a question about metadata. Its other content words must be in the report's title, authors, publisher or
 * date.
 */
export function readMetadataQuestion(
  question: readonly Term[],
  reports: readonly Report[],
): MetadataQuestion | undefined {
  const joined = question.map(({ folded }) => folded).join(" ");
  const field = FIELDS.find(({ pattern }) => pattern.test(joined));
  if (field === undefined) return undefined;
  const named = question.filter((term) => isContentWord(term) && !DOCUMENT_WORDS.has(term.folded));
  if (named.length > 0 && !REPORT_REFERENCE.test(joined)) return undefined;
  const isMeant = (report: Report) => {
    const stems = metadataStems(report);
    return named.every(({ stem }) => stems.has(stem));
  };
  const meant = named.length === 0 ? reports : reports.filter(isMeant);
  return meant.length === 0 ? undefined : { field: field.name, reports: meant };
}

/** The answer, or undefined if the report's front matter lacks the field. */
export function answerFromMetadata(name: string, report: Report, library: Library): FieldAnswer | undefined {
  const value = FIELDS.find((field) => field.name === name)?.valueOf(report);
  return value === undefined
    ? undefined
    : { kind: "field", field: { name, value }, citation: citeReport(report, library) };
}

type MetadataField = Readonly<{
  name: string;
  pattern: RegExp;
  valueOf: (report: Report) => string | undefined;
}>;

// The patterns are tested on the folded words of the question, joined by single spaces.
const FIELDS: readonly MetadataField[] = [
  {
    name: "publisher",
    pattern:
      /\b(publishers?|who (published|issued|released)|(published|issued|released) by|put (this|it) out|(which|what) (organi[sz]ation|institute|institution|think tank|body|agency) (published|issued|released|wrote|is behind))\b/u,
    valueOf: ({ publisher }) => publisher,
  },
  {
    name: "author",
    pattern:
      /\b(who (wrote|authored|is behind|compiled|drafted)|(written|authored|compiled|drafted) by( who| whom)?|authors?|by whom)\b/u,
    valueOf: ({ authors }) => (authors.length === 0 ? undefined : authors.join(", ")),
  },
  {
    name: "published",
    pattern:
      /\b((when|what (year|month|date|day)) .*(published|written|issued|released|dated|come out|came out|appear|from)|(publication|release|issue) (date|year)|date of (the )?(publication|report|brief|paper|document)|how (old|recent))\b/u,
    valueOf: ({ published }) => (published === undefined ? undefined : formatPublished(published)),
  },
  {
    name: "title",
    pattern:
      /\b(title|titled|entitled|(what|how) (is|was) (this|the|it) ?(report|brief|paper|document|study)? (called|named)|name of (the|this) (report|brief|paper|document|study))\b/u,
    valueOf: ({ title }) => title,
  },
  {
    name: "url",
    pattern:
      /\b(url|web address|link to (the|this)|(where|how) can (i|we) (find|get|download|read) (the|this) (full )?(report|brief|paper|document|study))\b/u,
    valueOf: ({ url }) => url,
  },
];

const DOCUMENT_WORDS = readWords("document-words");

const REPORT_REFERENCE =
  /\b(this|it|report|reports|brief|paper|document|study|publication|article|analysis|piece)\b/u;

/** The stems of what its front matter says: title, authors, publisher, date. */
export function metadataStems({ title, authors, publisher, published }: Report): ReadonlySet<string> {
  const year = published === undefined ? "" : formatPublished(published);
  const terms = contentTerms([title, ...authors, publisher ?? "", year].join(" . "));
  return new Set(terms.map(({ stem }) => stem));
}
