// Which paragraph comes first, and which of its sentences is marked: BM25 finds the candidates, two linear models over
// lexical features choose the sentence and order the paragraphs.
import { ONE_SLICE, type TimeSlices } from "#domain/time-slices.ts";
import type { Candidate, LibraryIndex } from "#retrieval/index/library-index.ts";
import type { Query } from "#retrieval/query/query.ts";
import { measureGaps } from "./gaps.ts";
import { type Hit, MAX_CANDIDATES } from "./hit.ts";
import type { LearnedModel } from "./learned-weights.ts";
import { score } from "./linear-model.ts";
import { paragraphFeatures } from "./paragraph-features.ts";
import { RESTATEMENT_PENALTY, restatesQuestion, statementBonus } from "./rules.ts";
import { sentenceFeatures } from "./sentence-features.ts";
import {
  measureBestSentence,
  measureParagraph,
  measureSentences,
  type SentenceStatistics,
} from "./statistics.ts";
import { createMatcher, type Matches } from "./term-matches.ts";

/**
 * The best paragraphs for a question, best first: of the `max` best by BM25, MAX_CANDIDATES if not given, and up to three more
 * that match as much of the question.
 */
export type Rank = (query: Query, max?: number) => Promise<readonly Hit[]>;

// Sentences that are ranked between two looks at the clock: a few milliseconds. The candidates of ordinary reports have fewer.
const SENTENCES_PER_LOOK = 1000;

/** Ranks in slices, a paragraph at a time: the longest take long. */
export function createRank(index: LibraryIndex, model: LearnedModel, slices: TimeSlices = ONE_SLICE): Rank {
  const matcherFor = createMatcher(index.dictionary);
  const { meanSentenceLength } = index;
  return async (query, max = MAX_CANDIDATES) => {
    const candidates = await index.search(bm25Weights(query), max);
    const context = { query, model, meanSentenceLength, maxBm25: candidates[0]?.bm25 ?? 0 };
    const hits: Hit[] = [];
    let match = matcherFor(query);
    let sentences = 0;
    for (const candidate of candidates) {
      if (sentences >= SENTENCES_PER_LOOK && slices.isOver()) {
        await slices.next();
        // All questions share the matcher's arrays: another one may have used them in between.
        match = matcherFor(query);
        sentences = 0;
      }
      sentences += candidate.paragraph.sentences.length;
      hits.push(hitOf(candidate, match(candidate), { ...context, rank: hits.length + 1 }));
    }
    return arrange(query, hits);
  };
}

type RankContext = Readonly<{
  query: Query;
  model: LearnedModel;
  meanSentenceLength: number;
  /** BM25 of the first candidate. */
  maxBm25: number;
  /** The candidate's place in BM25's order, from 1. */
  rank: number;
}>;

function hitOf(candidate: Candidate, matches: Matches, context: RankContext): Hit {
  const { query, model, meanSentenceLength, maxBm25, rank } = context;
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
  const modelScore = score(features, model.paragraph);
  const restates = restatesQuestion(sentences);
  return {
    ...candidate,
    features,
    score: modelScore,
    adjustedScore: modelScore + chosen.bonus - (restates ? RESTATEMENT_PENALTY : 0),
    restatesQuestion: restates,
    sentenceFeatures: chosen.sentenceFeatures,
    bestSentence: chosen.bestSentence,
    isWantedStatement: chosen.bonus > 0,
    gaps: measureGaps(matches, chosen.bestSentence),
  };
}

/** The sentence that most likely answers, its bonus, and the highest score of any sentence, bonuses left out. */
function chooseSentence(
  query: Query,
  sentences: readonly SentenceStatistics[],
  { model, meanSentenceLength }: RankContext,
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
    const modelScore = score(vector, model.sentence);
    const bonusOfSentence = statementBonus(query, sentences[i] as SentenceStatistics);
    maxScore = Math.max(maxScore, modelScore);
    if (modelScore + bonusOfSentence <= maxAdjusted) continue;
    bestSentence = i;
    bonus = bonusOfSentence;
    maxAdjusted = modelScore + bonusOfSentence;
  }
  return { sentenceFeatures: vectors, bestSentence, bonus, maxScore };
}

// Queries with at least this many content words usually describe a topic that several paragraphs cover. Questions need
// one more than keyword lists.
const MIN_TOPIC_KEYWORDS = 6;
const MIN_TOPIC_QUESTION = 7;

/**
 * The model was trained on questions that a single sentence answers. For topic queries BM25's order is better: long
 * keyword lists keep it entirely; short keyword lists and long questions keep it after the model's first hit. nDCG@10
 * on cranfield: model .371, BM25 .382, this rule .386.
 */
function arrange(query: Query, hits: readonly Hit[]): readonly Hit[] {
  const { length } = query.terms;
  if (query.isKeywords && length >= MIN_TOPIC_KEYWORDS) return hits;
  const ordered = [...hits].sort((a, b) => b.adjustedScore - a.adjustedScore);
  const [first] = ordered;
  if (first === undefined || (!query.isKeywords && length < MIN_TOPIC_QUESTION)) return ordered;
  return [first, ...hits.filter((hit) => hit !== first)];
}

// The share of a term's weight that the word itself keeps; the rest goes to its alias group.
const WORD_SHARE = 0.6;
const SYNONYM_WEIGHT = 0.3;

/** The weight in BM25 of each stem and each key of an alias group, as a multiple of its idf. */
function bm25Weights(query: Query): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { stem, aliasGroup, indexed, expand, damping, synonyms } of query.terms) {
    for (const synonym of expand ? synonyms : []) raise(weights, synonym, SYNONYM_WEIGHT * damping);
    if (aliasGroup === undefined || indexed)
      raise(weights, stem, damping * (aliasGroup === undefined ? 1 : WORD_SHARE));
    if (aliasGroup !== undefined) raise(weights, aliasGroup, damping * (indexed ? 1 - WORD_SHARE : 1));
  }
  return weights;
}

function raise(weights: Map<string, number>, name: string, weight: number): void {
  weights.set(name, Math.max(weights.get(name) ?? 0, weight));
}
