// From a question to its outcome: terms, ranking, excerpt, verdict. The one door into retrieval.
import {
  type Abstention,
  type AbstentionReason,
  abstain,
  type Outcome,
  type Quotation,
} from "#domain/answer.ts";
import { cite } from "#domain/citation.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import type { Suggestion } from "#domain/platform.ts";
import { type Library, type Paragraph, type Report, type Span, scopeTo } from "#domain/report.ts";
import { tokenize } from "./analysis/tokenizer.ts";
import { createLibraryIndex, type LibraryIndex } from "./index/library-index.ts";
import { createReportSuggestions } from "./index/report-suggestions.ts";
import type { SegmentCache } from "./index/segment.ts";
import { createSegmentCache } from "./index/segment-cache.ts";
import { answerFromFrontMatter, readFrontMatterQuestion } from "./query/metadata-question.ts";
import { analyseQuestion, type Query } from "./query/query.ts";
import { createSectionFinder, type SectionFinder } from "./query/section-question.ts";
import { readSmallTalk } from "./query/small-talk.ts";
import { isRelated, judge, pointers } from "./ranking/answerability.ts";
import { learned } from "./ranking/learned-weights.ts";
import { createRank, type Hit, type Rank } from "./ranking/rank.ts";

export type Retriever = Readonly<{
  library: Library;
  /** The reason to abstain if the text is no question about a report ("hello"), else undefined. */
  smallTalk(text: string): AbstentionReason | undefined;
  /** Answers from the reports, or from one of them: for a scope, what lies outside it does not exist. */
  ask(question: string, scope?: Report): Promise<Outcome>;
  /** The paragraphs in the order in which they answer best, at most twenty, whether or not they do. */
  rank(question: string, scope?: Report): Promise<readonly Ranked[]>;
  /** The reports that may be meant by the beginning of a name, the likeliest first. */
  suggestReports(typed: string): readonly Suggestion[];
}>;

/** A paragraph with the sentence that answers best. */
type Ranked = Readonly<{ paragraph: Paragraph; sentence?: Span }>;

// As many as a program may want to see; people are shown the first and up to two pointers.
const PARAGRAPHS = 10;
const RELATED = 2;
// A word with a lower factor asks rather than names: that the reports lack it says nothing.
const ASKS = 0.5;

/** A cache shared with the retriever before a reload makes anew only what has changed. */
export function createRetriever(library: Library, cache: SegmentCache = createSegmentCache()): Retriever {
  const whole = createScope(library, cache);
  const scopes = new Map<string, Scope>();
  const scopeOf = (report: Report) => {
    const scope = scopes.get(report.id) ?? createScope(scopeTo(library, report), cache);
    scopes.set(report.id, scope);
    return scope;
  };
  let suggestReports: Retriever["suggestReports"] | undefined;
  const within = (report: Report | undefined) => (report === undefined ? whole : scopeOf(report));
  return {
    library,
    smallTalk: readSmallTalk,
    ask: (question, report) => answer(question, within(report)),
    rank: async (question, report) => {
      const { index, rank } = within(report);
      const hits = await rank(await analyseQuestion(question, index, learned.askingFactor));
      return hits.map(rankedOf);
    },
    suggestReports(typed) {
      // Made for the first suggestion: most platforms ask for none.
      suggestReports ??= createReportSuggestions(library);
      return suggestReports(typed);
    },
  };
}

type Scope = Readonly<{ library: Library; index: LibraryIndex; rank: Rank; findSection: SectionFinder }>;

function createScope(library: Library, cache: SegmentCache): Scope {
  const index = createLibraryIndex(library, cache);
  return { library, index, rank: createRank(index, learned), findSection: createSectionFinder(library) };
}

async function answer(question: string, { library, index, rank, findSection }: Scope): Promise<Outcome> {
  const typed = tokenize(question);
  const asked = readFrontMatterQuestion(typed, library.reports);
  if (asked !== undefined && asked.reports.length > 1) return abstain("which-report");
  const [about] = asked?.reports ?? [];
  const field = asked && about && answerFromFrontMatter(asked.field, about);
  if (field !== undefined) return field;
  const query = await analyseQuestion(question, index, learned.askingFactor, typed);
  const hits = await rank(query);
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
    corrections: query.corrections,
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
  return { ...abstain("not-found"), unknown, related, corrections: query.corrections };
}
