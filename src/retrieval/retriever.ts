// From a question to its outcome: terms, ranking, excerpt, verdict. The one door into retrieval.
import type { Abstention, AbstentionReason, Citation, Outcome, Quotation } from "#domain/answer.ts";
import {
  type Library,
  type Paragraph,
  paragraphsOf,
  type Report,
  reportOf,
  type Span,
  scopeTo,
} from "#domain/report.ts";
import { buildExcerpt } from "./excerpt.ts";
import { answerFromFrontMatter, citeReport, readFrontMatterQuestion } from "./front-matter.ts";
import { isRelated, judge, pointers } from "./judge.ts";
import { createLibraryIndex, type LibraryIndex } from "./library-index.ts";
import { learned } from "./model.ts";
import { analyseQuestion, type Query } from "./query.ts";
import { type Hit, rank } from "./rank.ts";
import { createSectionFinder, type SectionFinder } from "./section.ts";
import type { ShardCache } from "./shard.ts";
import { createShardCache } from "./shard-cache.ts";
import { words } from "./terms.ts";
import { createVerify, type Verify } from "./verify.ts";

export type Retriever = Readonly<{
  library: Library;
  /** Answers from the reports, or from one of them: for a scope, what lies outside it does not exist. */
  ask(question: string, scope?: Report): Promise<Outcome>;
  /** The paragraphs in the order in which they answer best, at most twenty, whether or not they do. */
  rank(question: string, scope?: Report): Promise<readonly Ranked[]>;
  /** Tells whether the words of a quotation stand in the reports. */
  verify: Verify;
}>;

/** A paragraph with the sentence that answers best. */
type Ranked = Readonly<{ paragraph: Paragraph; sentence?: Span }>;

// As many as a program may want to see; people are shown the first and up to two pointers.
const PARAGRAPHS = 10;
const RELATED = 2;
// A word with a lower factor asks rather than names: that the reports lack it says nothing.
const ASKS = 0.5;

/** A cache shared with the retriever before a reload makes anew only what has changed. */
export function createRetriever(library: Library, cache: ShardCache = createShardCache()): Retriever {
  const whole = createScope(library, cache);
  const scopes = new Map<string, Scope>();
  const scopeOf = (report: Report) => {
    const scope = scopes.get(report.id) ?? createScope(scopeTo(library, report), cache);
    scopes.set(report.id, scope);
    return scope;
  };
  const within = (report: Report | undefined) => (report === undefined ? whole : scopeOf(report));
  let verify: Verify | undefined;
  return {
    library,
    verify(quotation) {
      // Made when the first quotation is checked: many a process never checks one.
      verify ??= createVerify(library);
      return verify(quotation);
    },
    ask: (question, report) => answer(question, within(report)),
    rank: async (question, report) => {
      const { index } = within(report);
      const hits = await rank(await analyseQuestion(question, index, learned), index, learned);
      return hits.map(rankedOf);
    },
  };
}

type Scope = Readonly<{ library: Library; index: LibraryIndex; findSection: SectionFinder }>;

function createScope(library: Library, cache: ShardCache): Scope {
  return { library, index: createLibraryIndex(library, cache), findSection: createSectionFinder(library) };
}

async function answer(question: string, { library, index, findSection }: Scope): Promise<Outcome> {
  const typed = words(question);
  const asked = readFrontMatterQuestion(typed, library.reports);
  if (asked !== undefined && asked.reports.length > 1) return abstain("which-report");
  const [about] = asked?.reports ?? [];
  const field = asked && about && answerFromFrontMatter(asked.field, about);
  if (field !== undefined) return field;
  const query = await analyseQuestion(question, index, learned, typed);
  const hits = await rank(query, index, learned);
  const opening = findSection(typed);
  const named = hits.find(({ paragraph }) => paragraph === opening);
  if (named !== undefined) return quote({ query, hits: putFirst(named, hits), wording: "answer", library });
  const verdict = judge(query, hits, learned);
  return verdict === "not-found" ? refuse(query, hits) : quote({ query, hits, wording: verdict, library });
}

function putFirst(first: Hit, hits: readonly Hit[]): readonly Hit[] {
  return [first, ...hits.filter((hit) => hit !== first)];
}

function rankedOf({ paragraph, marked }: Hit): Ranked {
  const sentence = paragraph.sentences[marked];
  return { paragraph, ...(sentence === undefined ? {} : { sentence }) };
}

type Quoting = Readonly<{
  query: Query;
  hits: readonly Hit[];
  wording: Quotation["wording"];
  library: Library;
}>;

function quote({ query, hits, wording, library }: Quoting): Quotation {
  const [best] = hits;
  if (best === undefined) throw new Error("nothing to quote");
  const { paragraph, marked } = best;
  return {
    kind: "quotation",
    wording,
    excerpt: buildExcerpt(paragraph, paragraph.sentences[marked]),
    citation: cite(paragraph, library),
    paragraphs: hits.slice(0, PARAGRAPHS).map(({ paragraph: own }) => own),
    also: pointers(hits).map(({ paragraph: own }) => own),
    mendings: query.mendings,
  };
}

function refuse(query: Query, hits: readonly Hit[]): Abstention {
  const unknown = query.terms
    .filter(({ known, factor }) => !known && factor > ASKS)
    .map(({ typed }) => typed);
  const related = hits
    .filter(isRelated)
    .slice(0, RELATED)
    .map(({ paragraph }) => paragraph);
  return { ...abstain("not-found"), unknown, related, mendings: query.mendings };
}

/** An abstention that rests on the kind of question alone. */
export function abstain(reason: AbstentionReason): Abstention {
  return { kind: "abstention", reason, unknown: [], related: [], mendings: [] };
}

const counts = new WeakMap<Report, number>();

/** Counted once a report: it may have a million. */
function countParagraphs(report: Report): number {
  const count = counts.get(report) ?? paragraphsOf(report).length;
  counts.set(report, count);
  return count;
}

/** Where the paragraph can be checked. */
export function cite(paragraph: Paragraph, library: Library): Citation {
  const report = reportOf(library, paragraph);
  const { section, ordinal, code, number } = paragraph;
  return {
    ...citeReport(report),
    section,
    ordinal,
    of: countParagraphs(report),
    code,
    ...(number === undefined ? {} : { number }),
  };
}
