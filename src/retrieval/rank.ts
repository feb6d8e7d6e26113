// Which paragraph comes first. BM25 finds twenty; here they are ordered by how well one sentence of each, with the
// headings it stands under, covers the question.
import { holdsType } from "./answer-type.ts";
import {
  beginningOf,
  type IndexedParagraph,
  type IndexedSentence,
  type ParagraphIndex,
  type TermSet,
} from "./index.ts";
import { ASKING, type Query, type QueryTerm } from "./query.ts";

/** A paragraph as ranked; all parts are shares between 0 and 1 of the question's weight, but `bm25` (about 0 to 3). */
export type Hit = Readonly<{
  entry: IndexedParagraph;
  score: number;
  /** BM25 per unit of the question's weight. */
  bm25: number;
  /** Question's weight found anywhere in the paragraph or its headings. */
  coverage: number;
  /** The same for the best sentence with its headings. */
  sentenceCoverage: number;
  /** Neighbouring words of the question that stand together in the best sentence. */
  adjacency: number;
  /** Number of terms found, as a share of the question's terms. */
  matched: number;
  best: IndexedSentence;
}>;

const CANDIDATES = 20;
// Another name of the same thing counts a little less than the word itself.
const ALIAS_STRENGTH = 0.8;
const TYPE_WEIGHT = 0.2;
// "deny" and "denials", "invade" and "invasion" share their beginning, not their stem.
const BEGINNING_STRENGTH = 0.4;
// How BM25's weight is split between the word as typed and its group of names.
const OWN_WORD = 0.6;

export async function rank(query: Query, index: ParagraphIndex): Promise<readonly Hit[]> {
  const weights = new Map<string, number>();
  for (const { stem, key, own, asks } of query.terms) {
    const factor = asks ? ASKING : 1;
    if (key === undefined || own) weights.set(stem, factor * (key === undefined ? 1 : OWN_WORD));
    if (key !== undefined) weights.set(key, factor * (own ? 1 - OWN_WORD : 1));
  }
  const candidates = await index.search(weights, CANDIDATES);
  return candidates
    .map(({ entry, bm25 }) => score(query, entry, query.mass === 0 ? 0 : bm25 / query.mass))
    .sort((a, b) => b.score - a.score || a.entry.paragraph.ordinal - b.entry.paragraph.ordinal);
}

function score(query: Query, entry: IndexedParagraph, bm25: number): Hit {
  const coverage = covered(query, (term) => strength(term, entry.has));
  const best = bestSentence(query, entry);
  const sentenceCoverage = covered(query, (term) =>
    Math.max(strength(term, best.has), 0.6 * strength(term, entry.heading)),
  );
  const together = adjacency(query, best);
  const matched =
    query.terms.filter((term) => strength(term, entry.has) > 0).length / Math.max(1, query.terms.length);
  const typed = holdsAnswerType(query, best) ? TYPE_WEIGHT : 0;
  const total = bm25 + 1 * sentenceCoverage + 0.3 * together + typed;
  return { entry, score: total, bm25, coverage, sentenceCoverage, adjacency: together, matched, best };
}

/** How well a term is met: 1 by itself, less by another name or by a word that begins alike, else 0. */
function strength(term: QueryTerm, { names, beginnings }: TermSet): number {
  if (names.has(term.stem)) return 1;
  if (term.key !== undefined && names.has(term.key)) return term.own ? ALIAS_STRENGTH : 1;
  return beginnings.has(beginningOf(term.stem)) ? BEGINNING_STRENGTH : 0;
}

function covered(query: Query, of: (term: QueryTerm) => number): number {
  return query.terms.reduce((sum, term) => sum + term.share * of(term), 0);
}

/**
 * The sentence to mark: covers most of the question, each word counting the more the fewer sentences of the
 * paragraph hold it.
 */
function bestSentence(query: Query, entry: IndexedParagraph): IndexedSentence {
  const weights = query.terms.map((term) => {
    const holders = entry.sentences.filter(({ has }) => strength(term, has) > 0).length;
    return { term, weight: term.share / Math.max(1, holders) };
  });
  let best = entry.sentences[0];
  let most = -1;
  for (const sentence of entry.sentences) {
    const gain = weights.reduce((sum, { term, weight }) => sum + weight * strength(term, sentence.has), 0);
    const total =
      gain +
      0.3 * adjacency(query, sentence) +
      (holdsAnswerType(query, sentence) ? TYPE_WEIGHT : 0) +
      0.01 * Math.log(1 + sentence.terms.length);
    if (total > most) {
      best = sentence;
      most = total;
    }
  }
  if (best === undefined) throw new Error(`paragraph ${entry.paragraph.code} has no sentence`);
  return best;
}

function holdsAnswerType({ type, terms }: Query, sentence: IndexedSentence): boolean {
  return holdsType(type, sentence.terms, new Set(terms.map(({ stem }) => stem)));
}

/** Share of the question's neighbouring word pairs that stand near each other in the sentence. */
function adjacency(query: Query, sentence: IndexedSentence): number {
  let total = 0;
  let found = 0;
  for (let at = 0; at + 1 < query.terms.length; at++) {
    const [first, second] = [query.terms[at], query.terms[at + 1]];
    if (first === undefined || second === undefined) continue;
    const weight = first.share + second.share;
    total += weight;
    found += weight * nearness(places(first, sentence), places(second, sentence));
  }
  return total === 0 ? 0 : found / total;
}

function places(term: QueryTerm, { terms, keys }: IndexedSentence): number[] {
  return terms.flatMap(({ stem }, at) =>
    stem === term.stem || (term.key !== undefined && keys[at] === term.key) ? [at] : [],
  );
}

// What a distance in content words is worth: side by side in the question's order most, reversed less.
const NEARNESS: readonly (readonly [gap: number, worth: number])[] = [
  [1, 1],
  [2, 0.7],
  [3, 0.7],
  [4, 0.5],
  [-1, 0.4],
  [-2, 0.4],
  [-3, 0.4],
];

function nearness(first: readonly number[], second: readonly number[]): number {
  const seconds = new Set(second);
  const worth = NEARNESS.find(([gap]) => first.some((at) => seconds.has(at + gap)));
  return worth?.[1] ?? 0;
}
