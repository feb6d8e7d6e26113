// Which paragraph comes first, and which of its sentences is marked. BM25 finds twenty; a linear model orders them.
import { paragraphFeatures, sentenceFeatures } from "./features.ts";
import type { Candidate, LibraryIndex } from "./library-index.ts";
import { createMatcher } from "./matches.ts";
import { measureSentences } from "./measures.ts";
import { type Model, score } from "./model.ts";
import type { Query } from "./query.ts";

/** A paragraph as ranked. */
export type Hit = Candidate &
  Readonly<{
    /** Features of the paragraph, in the order of PARAGRAPH_FEATURES. */
    features: readonly number[];
    score: number;
    /** Features of each sentence, in the order of SENTENCE_FEATURES. */
    sentences: readonly (readonly number[])[];
    /** The sentence to mark, counted from 0. */
    marked: number;
  }>;

const CANDIDATES = 20;
// How BM25's weight is split between the word as typed and its group of names.
const OWN_WORD = 0.6;

/** The best paragraphs, best first. */
export async function rank(query: Query, index: LibraryIndex, model: Model): Promise<readonly Hit[]> {
  const candidates = await index.search(bm25Weights(query), CANDIDATES);
  const match = createMatcher(query, index.numbers);
  const best = candidates[0]?.bm25 ?? 0;
  const { meanSentence } = index;
  const hits = candidates.map((candidate, at): Hit => {
    const matches = match(candidate);
    const measures = measureSentences(matches);
    const sentences = sentenceFeatures(matches, measures, meanSentence);
    const { marked, most } = bestSentence(sentences, model);
    const found = { bm25: candidate.bm25, best, rank: at + 1, meanSentence, sentence: most };
    const features = paragraphFeatures(matches, measures, found);
    return { ...candidate, features, score: score(features, model.paragraph), sentences, marked };
  });
  return hits.sort((a, b) => b.score - a.score);
}

/** What each stem or key weighs in BM25. */
function bm25Weights(query: Query): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const { stem, key, own, factor } of query.terms) {
    if (key === undefined || own) weights.set(stem, factor * (key === undefined ? 1 : OWN_WORD));
    if (key !== undefined) weights.set(key, factor * (own ? 1 - OWN_WORD : 1));
  }
  return weights;
}

/** The sentence that most likely holds the answer. */
function bestSentence(sentences: Hit["sentences"], model: Model) {
  const best = { marked: 0, most: Number.NEGATIVE_INFINITY };
  sentences.forEach((features, at) => {
    const own = score(features, model.sentence);
    if (own <= best.most) return;
    best.marked = at;
    best.most = own;
  });
  return best;
}
