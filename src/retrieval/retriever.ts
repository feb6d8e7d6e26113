// From a question to its outcome: terms, ranking, excerpt, verdict. The one door into retrieval.
import type { Abstention, AbstentionReason, Citation, Outcome, Quotation } from "#domain/answer.ts";
import {
  type Library,
  type Paragraph,
  paragraphsOf,
  type Report,
  reportOf,
  scopeTo,
} from "#domain/report.ts";
import { buildExcerpt } from "./excerpt.ts";
import { answerFromFrontMatter, citeReport, readFrontMatterQuestion } from "./front-matter.ts";
import { createIndex, type ParagraphIndex } from "./index.ts";
import { isRelated, judge, pointers } from "./judge.ts";
import { analyseQuestion, type Query } from "./query.ts";
import { type Hit, rank } from "./rank.ts";
import { createVerify, type Verify } from "./verify.ts";

export type Retriever = Readonly<{
  library: Library;
  /** Answers from the reports, or from one of them: for a scope, what lies outside it does not exist. */
  ask(question: string, scope?: Report): Promise<Outcome>;
  /** Tells whether the words of a quotation stand in the reports. */
  verify: Verify;
}>;

// As many as a program may want to see; people are shown the first and up to two pointers.
const PARAGRAPHS = 5;
const RELATED = 2;

export function createRetriever(library: Library): Retriever {
  const whole = createScope(library);
  const scopes = new Map<string, Scope>();
  const scopeOf = (report: Report) => {
    const scope = scopes.get(report.id) ?? createScope(scopeTo(library, report));
    scopes.set(report.id, scope);
    return scope;
  };
  let verify: Verify | undefined;
  return {
    library,
    verify(quotation) {
      // Made when the first quotation is checked: many a process never checks one.
      verify ??= createVerify(library);
      return verify(quotation);
    },
    ask: (question, scope) => answer(question, scope === undefined ? whole : scopeOf(scope)),
  };
}

type Scope = Readonly<{ library: Library; index: ParagraphIndex }>;

function createScope(library: Library): Scope {
  return { library, index: createIndex(library) };
}

async function answer(question: string, { library, index }: Scope): Promise<Outcome> {
  const asked = readFrontMatterQuestion(question, library.reports);
  if (asked !== undefined && asked.reports.length > 1) return abstain("which-report");
  const [about] = asked?.reports ?? [];
  const field = asked && about && answerFromFrontMatter(asked.field, about);
  if (field !== undefined) return field;
  const query = analyseQuestion(question, index);
  const hits = await rank(query, index);
  const verdict = judge(query, hits);
  const [best] = hits;
  if (best === undefined || verdict === "not-found") return refuse(query, hits);
  return quote({ query, hits, best, wording: verdict, library });
}

type Quoting = Readonly<{
  query: Query;
  hits: readonly Hit[];
  best: Hit;
  wording: Quotation["wording"];
  library: Library;
}>;

function quote({ query, hits, best, wording, library }: Quoting): Quotation {
  const { paragraph } = best.entry;
  return {
    kind: "quotation",
    wording,
    excerpt: buildExcerpt(paragraph, best.best.span),
    citation: cite(paragraph, library),
    paragraphs: hits.slice(0, PARAGRAPHS).map(({ entry }) => entry.paragraph),
    also: pointers(hits).map(({ entry }) => entry.paragraph),
    mendings: query.mendings,
  };
}

function refuse(query: Query, hits: readonly Hit[]): Abstention {
  const unknown = query.terms.filter(({ known, asks }) => !known && !asks).map(({ typed }) => typed);
  const related = hits
    .filter(isRelated)
    .slice(0, RELATED)
    .map(({ entry }) => entry.paragraph);
  return { ...abstain("not-found"), unknown, related, mendings: query.mendings };
}

/** An abstention that rests on the kind of question alone. */
export function abstain(reason: AbstentionReason): Abstention {
  return { kind: "abstention", reason, unknown: [], related: [], mendings: [] };
}

/** Where the paragraph can be checked. */
export function cite(paragraph: Paragraph, library: Library): Citation {
  const report = reportOf(library, paragraph);
  const { section, ordinal, code, number } = paragraph;
  return {
    ...citeReport(report),
    section,
    ordinal,
    of: paragraphsOf(report).length,
    code,
    ...(number === undefined ? {} : { number }),
  };
}
