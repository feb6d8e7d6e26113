// Which paragraph comes first, and which of its sentences is marked. BM25 finds twenty; a linear model orders them.

import { ESTIMATE, REPORTED } from "#retrieval/analysis/annotations.ts";
import type { Candidate, LibraryIndex } from "#retrieval/index/library-index.ts";
import type { Query } from "#retrieval/query/query.ts";
import { CANDIDATES, paragraphFeatures, sentenceFeatures } from "./features.ts";
import type { Model } from "./learned-weights.ts";
import { score } from "./linear-model.ts";
import { isBare, measureSentences } from "./statistics.ts";
import { createMatcher, type Matches } from "./term-matches.ts";

/** A paragraph as ranked. */
export type Hit = Candidate &
  Readonly<{
    /** Features of the paragraph, in the order of PARAGRAPH_FEATURES. */
    features: readonly number[];
    score: number;
    /** The score with what the house rules add: this decides the order. */
    worth: number;
    /** It says nothing beyond the question. */
    bare: boolean;
    /** Features of each sentence, in the order of SENTENCE_FEATURES. */
    sentences: readonly (readonly number[])[];
    /** The sentence to mark, counted from 0. */
    marked: number;
  }>;

// How BM25's weight is split between the word as typed and its group of names.
const OWN_WORD = 0.6;
// What a word weighs that may stand for one of the question.
const RELATED = 0.3;

/** Orders the paragraphs of a library for one question after the other. */
export type Rank = (query: Query) => Promise<readonly Hit[]>;

/** The best paragraphs, best first. */
export function createRank(index: LibraryIndex, model: Model): Rank {
  const matchFor = createMatcher(index.dictionary);
  return async (query) => {
    const candidates = await index.search(bm25Weights(query), CANDIDATES);
    return rankCandidates(candidates, {
      match: matchFor(query),
      query,
      model,
      meanSentence: index.meanSentenceLength,
    });
  };
}

type Ranking = Readonly<{
  match: ReturnType<ReturnType<typeof createMatcher>>;
  query: Query;
  model: Model;
  meanSentence: number;
}>;

function rankCandidates(
  candidates: readonly Candidate[],
  { match, query, model, meanSentence }: Ranking,
): readonly Hit[] {
  const best = candidates[0]?.bm25 ?? 0;
  const hits = candidates.map((candidate, at): Hit => {
    const matches = match(candidate);
    const measures = measureSentences(matches);
    const sentences = sentenceFeatures(matches, measures, meanSentence);
    const { marked, most } = bestSentence(sentences, model, (at) =>
      preference(matches, at, measures[at]?.cov ?? 0),
    );
    const found = { bm25: candidate.bm25, best, rank: at + 1, meanSentence, sentence: most };
    const features = paragraphFeatures(matches, measures, found);
    const own = score(features, model.paragraph);
    const bare = isBare(matches, measures);
    const worth = own + preference(matches, marked, measures[marked]?.cov ?? 0) - (bare ? BARE : 0);
    return { ...candidate, features, score: own, worth, bare, sentences, marked };
  });
  return arrange(query, hits);
}

// From so many content words on, a list of key words describes a topic that several paragraphs are about; so does a
// question from a few more on.
const LONG_LIST = 6;
const LONG_QUESTION = 7;

/**
 * The model was trained on questions that one sentence answers. Where several paragraphs answer, BM25's order measures
 * better: for a long list of key words all of it, for a short one and for a long question all but the first.
 */
function arrange(query: Query, hits: readonly Hit[]): readonly Hit[] {
  const { length } = query.terms;
  if (query.isKeywords && length >= LONG_LIST) return hits;
  const ordered = [...hits].sort((a, b) => b.worth - a.worth);
  const [first] = ordered;
  if (first === undefined || (!query.isKeywords && length < LONG_QUESTION)) return ordered;
  return [first, ...hits.filter((hit) => hit !== first)];
}

/** What each stem or key weighs in BM25. */
function bm25Weights(query: Query): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { stem, key, own, wide, factor, related } of query.terms) {
    for (const other of wide ? related : []) raise(weights, other, RELATED * factor);
    if (key === undefined || own) raise(weights, stem, factor * (key === undefined ? 1 : OWN_WORD));
    if (key !== undefined) raise(weights, key, factor * (own ? 1 - OWN_WORD : 1));
  }
  return weights;
}

function raise(weights: Map<string, number>, name: string, weight: number): void {
  weights.set(name, Math.max(weights.get(name) ?? 0, weight));
}

/** The sentence that most likely holds the answer. */
function bestSentence(sentences: Hit["sentences"], model: Model, preferenceOf: (at: number) => number) {
  const best = { marked: 0, most: Number.NEGATIVE_INFINITY };
  let preferred = Number.NEGATIVE_INFINITY;
  sentences.forEach((features, at) => {
    const own = score(features, model.sentence);
    best.most = Math.max(best.most, own);
    const worth = own + preferenceOf(at);
    if (worth <= preferred) return;
    best.marked = at;
    preferred = worth;
  });
  return best;
}

// Enough to outweigh that a heading or a question repeats all words of what is asked; 4 to 12 measure alike on three
// reports, where it puts three more questions right (one has headings and questions of its own among its paragraphs).
const BARE = 8;

// Enough to outweigh a word or two that a reported claim shares with the question.
const ESTIMATE_WORTH = 8;

/** A question for a judgement is answered by the author's own estimate before a claim that the author reports. */
function preference({ query, signs }: Matches, sentence: number, cov: number): number {
  if (query.type.kind !== "estimate") return 0;
  const own = signs[sentence] as number;
  return (own & ESTIMATE) !== 0 && (own & REPORTED) === 0 ? ESTIMATE_WORTH * cov : 0;
}
