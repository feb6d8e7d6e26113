// Questions about a report rather than about what it says: "Who wrote this?" is answered from its front matter.
import type { FieldAnswer } from "#domain/answer.ts";
import { citeReport } from "#domain/citation.ts";
import { formatPublished, type Report } from "#domain/report.ts";
import { contentTerms, isContentWord, type Term } from "#retrieval/analysis/tokenizer.ts";

type Field = Readonly<{ name: string; asks: RegExp; value: (report: Report) => string | undefined }>;

// Each pattern meets the folded words of the question, joined by single blanks.
const FIELDS: readonly Field[] = [
  {
    name: "publisher",
    asks: /\b(publishers?|who (published|issued|released)|(published|issued|released) by|put (this|it) out|(which|what) (organi[sz]ation|institute|institution|think tank|body|agency) (published|issued|released|wrote|is behind))\b/u,
    value: ({ publisher }) => publisher,
  },
  {
    name: "author",
    asks: /\b(who (wrote|authored|is behind|compiled|drafted)|(written|authored|compiled|drafted) by( who| whom)?|authors?|by whom)\b/u,
    value: ({ authors }) => (authors.length === 0 ? undefined : authors.join(", ")),
  },
  {
    name: "published",
    asks: /\b((when|what (year|month|date|day)) .*(published|written|issued|released|dated|come out|came out|appear|from)|(publication|release|issue) (date|year)|date of (the )?(publication|report|brief|paper|document)|how (old|recent))\b/u,
    value: ({ published }) => (published === undefined ? undefined : formatPublished(published)),
  },
  {
    name: "title",
    asks: /\b(title|titled|entitled|(what|how) (is|was) (this|the|it) ?(report|brief|paper|document|study)? (called|named)|name of (the|this) (report|brief|paper|document|study))\b/u,
    value: ({ title }) => title,
  },
  {
    name: "url",
    asks: /\b(url|web address|link to (the|this)|(where|how) can (i|we) (find|get|download|read) (the|this) (full )?(report|brief|paper|document|study))\b/u,
    value: ({ url }) => url,
  },
];

const DOCUMENT_WORDS = new Set(
  `report reports brief briefs paper papers document documents study studies publication text article analysis piece
  author authors publisher title date publication year month day released release issued issue published written wrote
  write dated called named name old recent organisation organization institute institution think tank body agency url
  link web address find get download read full compiled drafted authored entitled titled come came out appear behind
  put exactly originally please tell first`.split(/\s+/u),
);

const POINTING =
  /\b(this|it|report|reports|brief|paper|document|study|publication|article|analysis|piece)\b/u;

export type FrontMatterQuestion = Readonly<{
  field: string;
  /** The reports that the question may mean. */
  reports: readonly Report[];
}>;

/** Recognises a question about the front matter; what else it names must be the report's title, author or publisher. */
export function readFrontMatterQuestion(
  question: readonly Term[],
  reports: readonly Report[],
): FrontMatterQuestion | undefined {
  const joined = question.map(({ folded: surface }) => surface).join(" ");
  const field = FIELDS.find(({ asks }) => asks.test(joined));
  if (field === undefined) return undefined;
  const named = question.filter((term) => isContentWord(term) && !DOCUMENT_WORDS.has(term.folded));
  if (named.length > 0 && !POINTING.test(joined)) return undefined;
  const meant = reports.filter((report) => {
    const own = new Set(ownTerms(report));
    return named.every(({ stem }) => own.has(stem));
  });
  return meant.length === 0 ? undefined : { field: field.name, reports: meant };
}

function ownTerms({ title, authors, publisher, published }: Report): string[] {
  const year = published === undefined ? "" : formatPublished(published);
  return contentTerms([title, ...authors, publisher ?? "", year].join(" . ")).map(({ stem }) => stem);
}

/** The answer, or undefined when the front matter does not say. */
export function answerFromFrontMatter(name: string, report: Report): FieldAnswer | undefined {
  const value = FIELDS.find((field) => field.name === name)?.value(report);
  return value === undefined
    ? undefined
    : { kind: "field", field: { name, value }, citation: citeReport(report) };
}
