// From a question to its outcome: terms, ranking, answerability, excerpt. Other folders ask through this file only; they
// import nothing else of retrieval but the segment cache.
import {
  type Abstention,
  type AbstentionReason,
  abstain,
  type Outcome,
  type Quotation,
  type Selection,
} from "#domain/answer.ts";
import { cite } from "#domain/citation.ts";
import { buildExcerpt } from "#domain/excerpt.ts";
import type { Suggestion } from "#domain/platform.ts";
import { type Library, type Report, reportOf, scopeTo } from "#domain/report.ts";
import { ONE_SLICE } from "#domain/time-slices.ts";
import { type Term, tokenize } from "./analysis/tokenizer.ts";
import { createLibraryIndex, type LibraryIndex } from "./index/library-index.ts";
import { createReportSuggestions } from "./index/report-suggestions.ts";
import type { IndexDeps } from "./index/segment.ts";
import { createSegmentCache } from "./index/segment-cache.ts";
import { type Intent, readIntent } from "./query/intent.ts";
import { answerFromMetadata, readMetadataQuestion } from "./query/metadata-question.ts";
import { analyseQuestion, type Query } from "./query/query.ts";
import { createSectionFinder, type SectionFinder } from "./query/section-question.ts";
import { readSmallTalk } from "./query/small-talk.ts";
import { classifyAnswerability, isRelated, seeAlso } from "./ranking/answerability.ts";
import type { Hit } from "./ranking/hit.ts";
import { learnedModel } from "./ranking/learned-weights.ts";
import { createRank, type Rank } from "./ranking/rank.ts";
import { selectWhole } from "./selection/report-parts.ts";
import { followIntent } from "./selection/select.ts";

export type Retriever = Readonly<{
  library: Library;
  /** The reason to abstain if the text is no question about a report ("hello"), else undefined. */
  smallTalk(text: string): AbstentionReason | undefined;
  /** Answers from the reports, or from one of them: for a scope, what lies outside it does not exist. */
  ask(question: string, scope?: Report): Promise<Outcome>;
  /** The selection that an overview of a report, or a question for its judgements, has led to. */
  selectAgain(of: Selection["of"], report: Report, heading?: string): Selection;
  /** The reports that may be meant by the beginning of a name, the likeliest first. */
  suggestReports(typed: string): readonly Suggestion[];
}>;

// For programs, which may want to see many. People are shown the first and pointers to two more at most.
const MAX_PARAGRAPHS = 10;
const MAX_RELATED = 3;

/**
 * A retriever made on a reload should get the cache of the previous one: then only changed reports are indexed again.
 * Without `slices` everything is done in one go.
 */
export async function createRetriever(
  library: Library,
  { cache = createSegmentCache(), slices = ONE_SLICE, ...rest }: Partial<IndexDeps> = {},
): Promise<Retriever> {
  const deps = { cache, slices, ...rest };
  const whole = await createScope(library, deps);
  const scopes = new Map<string, Promise<Scope>>();
  const scopeOf = (report: Report) => {
    const scope = scopes.get(report.id) ?? createScope(scopeTo(library, report), deps);
    scopes.set(report.id, scope);
    return scope;
  };
  return {
    library,
    smallTalk: readSmallTalk,
    ask: async (question, report) => answer(question, report === undefined ? whole : await scopeOf(report)),
    selectAgain: (of, report, heading) =>
      selectWhole(report, of === "overview" ? "overview" : "judgements", heading),
    suggestReports: await createReportSuggestions(library, slices),
  };
}

type Scope = Readonly<{
  library: Library;
  index: LibraryIndex;
  rank: Rank;
  findSection: SectionFinder;
  slices: IndexDeps["slices"];
}>;

async function createScope(library: Library, deps: IndexDeps): Promise<Scope> {
  const index = await createLibraryIndex(library, deps);
  const findSection = await createSectionFinder(library, deps.slices);
  const rank = createRank(index, learnedModel, deps.slices);
  return { library, index, rank, findSection, slices: deps.slices };
}

async function answer(question: string, scope: Scope): Promise<Outcome> {
  const tokens = tokenize(question);
  const intent = readIntent(tokens);
  const follow = (wanted: Intent) => followIntent(wanted, { ...scope, question });
  const when = intent !== undefined && "followed" in intent ? intent.followed : "always";
  const followed = intent === undefined || when !== "always" ? undefined : await follow(intent);
  if (followed !== undefined) return followed;
  // The words of the form, such as "every mention of", are not what the reports lack.
  const subject = intent === undefined || intent.kind === "compare" || when !== "always" ? [] : intent.topic;
  const outcome = await search({ question, tokens: subject.length > 0 ? subject : tokens }, scope);
  if (intent === undefined || when === "always") return outcome;
  const isEnough = when === "if-not-found" ? isFound(outcome) : isAnswer(outcome);
  return isEnough ? outcome : ((await follow(intent)) ?? outcome);
}

function isFound(outcome: Outcome): boolean {
  return outcome.kind !== "abstention" || outcome.reason !== "not-found";
}

function isAnswer(outcome: Outcome): boolean {
  return isFound(outcome) && (outcome.kind !== "quotation" || outcome.wording === "answer");
}

type Asked = Readonly<{ question: string; tokens: readonly Term[] }>;

/** The answer of one paragraph, or that there is none. */
async function search({ question, tokens }: Asked, scope: Scope): Promise<Outcome> {
  const { library, index, rank, findSection } = scope;
  const metadata = readMetadataQuestion(tokens, library.reports);
  if (metadata !== undefined && metadata.reports.length > 1) return abstain("which-report");
  const [about] = metadata?.reports ?? [];
  const field = metadata && about && answerFromMetadata(metadata.field, about, library);
  if (field !== undefined) return field;
  const query = await analyseQuestion(question, { index, dampingOf: learnedModel.dampingOf, tokens });
  const hits = await rank(query);
  const opening = findSection(tokens);
  const named = hits.find(({ paragraph }) => paragraph === opening);
  if (named !== undefined) return quote({ query, hits: putFirst(named, hits), wording: "answer", library });
  const wording = classifyAnswerability(query, hits, learnedModel);
  return wording === "not-found" ? notFound(query, hits, scope) : quote({ query, hits, wording, library });
}

function putFirst(first: Hit, hits: readonly Hit[]): readonly Hit[] {
  return [first, ...hits.filter((hit) => hit !== first)];
}

type Quoting = Readonly<{
  query: Query;
  hits: readonly Hit[];
  wording: Quotation["wording"];
  library: Library;
}>;

async function quote({ query, hits, wording, library }: Quoting): Promise<Quotation> {
  const [best] = hits;
  if (best === undefined) throw new Error("nothing to quote");
  const { paragraph, bestSentence } = best;
  const report = reportOf(library, paragraph);
  return {
    kind: "quotation",
    wording,
    excerpt: buildExcerpt(paragraph, paragraph.sentences[bestSentence]),
    citation: cite(paragraph, library),
    paragraphs: hits.slice(0, MAX_PARAGRAPHS).map((hit) => hit.paragraph),
    also: seeAlso(hits).map((hit) => hit.paragraph),
    corrections: query.corrections,
    missing: wording === "closest" ? (await loadAbsence()).wordsMissingIn(paragraph, report, query) : [],
  };
}

// Loaded late for its dictionary, and the promise is kept, as in query.ts.
let absence: Promise<typeof import("./absence/absence.ts")> | undefined;
function loadAbsence(): Promise<typeof import("./absence/absence.ts")> {
  absence ??= import("./absence/absence.ts");
  return absence;
}

/** The abstention after a search; all other reasons to abstain are found without one. */
async function notFound(query: Query, hits: readonly Hit[], { library, slices }: Scope): Promise<Abstention> {
  const { absentWords } = await loadAbsence();
  const unknown = await absentWords({ query, library, slices });
  const related = hits
    .filter(isRelated)
    .slice(0, MAX_RELATED)
    .map(({ paragraph }) => paragraph);
  return { ...abstain("not-found"), unknown, related, corrections: query.corrections };
}
