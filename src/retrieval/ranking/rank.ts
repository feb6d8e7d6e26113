// Which paragraph comes first, and which of its sentences is marked: BM25 finds the candidates, two linear models over
// lexical features choose the sentence and order the paragraphs.
import type { Candidate, LibraryIndex } from "#retrieval/index/library-index.ts";
import type { Query } from "#retrieval/query/query.ts";
import { type Hit, MAX_CANDIDATES } from "./hit.ts";
import type { LearnedModel } from "./learned-weights.ts";
import { score } from "./linear-model.ts";
import { paragraphFeatures } from "./paragraph-features.ts";
import { estimateBonus, RESTATEMENT_PENALTY, restatesQuestion } from "./rules.ts";
import { sentenceFeatures } from "./sentence-features.ts";
import {
  measureBestSentence,
  measureParagraph,
  measureSentences,
  type SentenceStatistics,
} from "./statistics.ts";
import { createMatcher, type MatchParagraph } from "./term-matches.ts";

/** The best paragraphs for a question, best first, at most `MAX_CANDIDATES`. */
export type Rank = (query: Query) => Promise<readonly Hit[]>;

export function createRank(index: LibraryIndex, model: LearnedModel): Rank {
  const matcherFor = createMatcher(index.dictionary);
  const { meanSentenceLength } = index;
  return async (query) => {
    const candidates = await index.search(bm25Weights(query), MAX_CANDIDATES);
    // Nothing below may await: the matcher's arrays are shared by all questions.
    const context = { match: matcherFor(query), query, model, meanSentenceLength };
    const maxBm25 = candidates[0]?.bm25 ?? 0;
    const hits = candidates.map((candidate, i) => hitOf(candidate, { ...context, maxBm25, rank: i + 1 }));
    return arrange(query, hits);
  };
}

type Context = Readonly<{
  match: MatchParagraph;
  query: Query;
  model: LearnedModel;
  meanSentenceLength: number;
  /** BM25 of the first candidate. */
  maxBm25: number;
  /** The candidate's place in BM25's order, from 1. */
  rank: number;
}>;

function hitOf(candidate: Candidate, context: Context): Hit {
  const { match, query, model, meanSentenceLength, maxBm25, rank } = context;
  const matches = match(candidate);
  const sentences = measureSentences(matches);
  const chosen = chooseSentence(query, sentences, context);
  const features = paragraphFeatures({
    query,
    whole: measureParagraph(matches, sentences),
    best: measureBestSentence(sentences, meanSentenceLength),
    bm25: candidate.bm25,
    maxBm25,
    rank,
    sentenceScore: chosen.maxScore,
    headingOverlap: matches.headingOverlap,
  });
  const own = score(features, model.paragraph);
  const restates = restatesQuestion(sentences);
  return {
    ...candidate,
    features,
    score: own,
    adjustedScore: own + chosen.bonus - (restates ? RESTATEMENT_PENALTY : 0),
    restatesQuestion: restates,
    sentenceFeatures: chosen.sentenceFeatures,
    bestSentence: chosen.bestSentence,
  };
}

/** The sentence that most likely answers, its bonus, and the best score that a sentence has without its bonus. */
function chooseSentence(
  query: Query,
  sentences: readonly SentenceStatistics[],
  { model, meanSentenceLength }: Context,
) {
  const maxCoverage = sentences.reduce((max, { coverage }) => Math.max(max, coverage), 0);
  const surroundings = { query, sentences, maxCoverage, meanSentenceLength };
  const vectors: number[][] = [];
  let bestSentence = 0;
  let bonus = 0;
  let maxScore = Number.NEGATIVE_INFINITY;
  let maxAdjusted = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < sentences.length; i++) {
    const vector = sentenceFeatures(i, surroundings);
    vectors.push(vector);
    const own = score(vector, model.sentence);
    const ownBonus = estimateBonus(query, sentences[i] as SentenceStatistics);
    maxScore = Math.max(maxScore, own);
    if (own + ownBonus <= maxAdjusted) continue;
    bestSentence = i;
    bonus = ownBonus;
    maxAdjusted = own + ownBonus;
  }
  return { sentenceFeatures: vectors, bestSentence, bonus, maxScore };
}

// From so many content words on, a list of key words describes a topic that several paragraphs are about; so does a
// question from a few more on.
const MIN_TOPIC_KEYWORDS = 6;
const MIN_TOPIC_QUESTION = 7;

/**
 * The model was trained on questions that one sentence answers. Where several paragraphs answer, BM25's order measures
 * better: for a long list of key words all of it, for a short one and for a long question all but the first. nDCG@10 on
 * cranfield: .371 by the model alone, .386 so, .382 by BM25 alone.
 */
function arrange(query: Query, hits: readonly Hit[]): readonly Hit[] {
  const { length } = query.terms;
  if (query.isKeywords && length >= MIN_TOPIC_KEYWORDS) return hits;
  const ordered = [...hits].sort((a, b) => b.adjustedScore - a.adjustedScore);
  const [first] = ordered;
  if (first === undefined || (!query.isKeywords && length < MIN_TOPIC_QUESTION)) return ordered;
  return [first, ...hits.filter((hit) => hit !== first)];
}

// The part of a term's weight that stays with the word itself; its alias group gets the rest.
const OWN_WORD_PART = 0.6;
const SYNONYM_WEIGHT = 0.3;

/** What each stem or key of an alias group weighs in BM25, as a multiple of its idf. */
function bm25Weights(query: Query): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { stem, aliasGroup, indexed, expand, damping, synonyms } of query.terms) {
    for (const synonym of expand ? synonyms : []) raise(weights, synonym, SYNONYM_WEIGHT * damping);
    if (aliasGroup === undefined || indexed)
      raise(weights, stem, damping * (aliasGroup === undefined ? 1 : OWN_WORD_PART));
    if (aliasGroup !== undefined) raise(weights, aliasGroup, damping * (indexed ? 1 - OWN_WORD_PART : 1));
  }
  return weights;
}

function raise(weights: Map<string, number>, name: string, weight: number): void {
  weights.set(name, Math.max(weights.get(name) ?? 0, weight));
}
