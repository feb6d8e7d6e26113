// Where the terms of a question are in a paragraph: everything that re-ranking knows of the paragraph's text.
import type { Located } from "#retrieval/index/library-index.ts";
import type { TermDictionary } from "#retrieval/index/term-dictionary.ts";
import { MAX_TERMS, type Query } from "#retrieval/query/query.ts";
import { createProximity, type Proximity } from "./proximity.ts";
import { createTermTable, type TermTable } from "./term-table.ts";

/**
 * One entry per sentence, or per sentence and term: then the row of sentence `s` begins at `s * query.terms.length`.
 * Valid until the next paragraph is matched.
 */
export type Matches = Readonly<{
  query: Query;
  /** Per term its weight. */
  weights: Float64Array;
  sentenceCount: number;
  /** Per sentence and term how well it is matched, from 0 (not at all) to 1 (by the word itself). */
  strength: Float32Array;
  /** Per sentence and term 1 where it occurs in the very form in which it was typed. */
  exactForm: Uint8Array;
  /** Per sentence and term 1 where a word only hints at it: it begins alike or is a synonym. */
  hinted: Uint8Array;
  /** Per term how well the title and the section heading match it. */
  headingStrength: Float32Array;
  /** Share of the words of title and section heading that the question has too. */
  headingOverlap: number;
  /** Per sentence how near each other the question's neighbouring terms are, from 0 to 1; see `proximity.ts`. */
  adjacency: Float32Array;
  /** Per sentence 1 where it holds something of the wanted type that the question does not name. */
  hasAnswerType: Uint8Array;
  /** Per sentence 1 where its first content word matches a term. */
  startsWithTerm: Uint8Array;
  /** Per sentence its annotations as a whole (bits of `analysis/annotations.ts`). */
  annotations: Uint8Array;
  /** Per sentence its number of content words. */
  wordCounts: Uint32Array;
}>;

// How well another name of the same thing matches, and how well a synonym does; the word itself matches with 1.
const ALIAS_STRENGTH = 0.8;
const SYNONYM_STRENGTH = 0.5;

/** Matches one paragraph. The result of the previous call is overwritten. */
export type MatchParagraph = (located: Located) => Matches;

/**
 * Matches paragraphs against one question at a time; all results share the same arrays, so starting a new question
 * invalidates the previous one. Callers must not `await` in between. Sharing the tables and avoiding destructuring
 * takes .105 ms a question on squad; a fresh table for each question took .168 ms.
 */
export function createMatcher(dictionary: TermDictionary): (query: Query) => MatchParagraph {
  const termTableFor = createTermTable(dictionary);
  const buffersFor = createBuffers();
  return (query) => {
    const proximity = createProximity(query);
    const weights = Float64Array.from(query.terms, ({ weight }) => weight);
    const table = termTableFor(query);
    return (located) => {
      const { paragraphOffsets } = located.segment.forward;
      const first = paragraphOffsets[located.indexInSegment] as number;
      const sentenceCount = (paragraphOffsets[located.indexInSegment + 1] as number) - first;
      const matches = buffersFor(query, sentenceCount);
      matches.weights = weights;
      matchHeading(matches, table, located);
      for (let i = 0; i < sentenceCount; i++)
        matchSentence(matches, table, { located, number: first + i, i, proximity });
      return matches;
    };
  };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * One set of arrays, replaced by a larger one when a paragraph or question needs it; what it needs is cleared first.
 */
function createBuffers(): (query: Query, sentenceCount: number) => Mutable<Matches> {
  let buffers: Mutable<Matches> | undefined;
  return (query, sentenceCount) => {
    const cells = sentenceCount * query.terms.length;
    if (buffers === undefined || buffers.strength.length < cells || buffers.wordCounts.length < sentenceCount)
      buffers = allocate(query, 2 * sentenceCount, 2 * cells);
    buffers.query = query;
    buffers.sentenceCount = sentenceCount;
    buffers.strength.fill(0, 0, cells);
    buffers.exactForm.fill(0, 0, cells);
    buffers.hinted.fill(0, 0, cells);
    buffers.headingStrength.fill(0);
    return buffers;
  };
}

function allocate(query: Query, sentenceCount: number, cells: number): Mutable<Matches> {
  return {
    query,
    weights: new Float64Array(0),
    sentenceCount,
    strength: new Float32Array(cells),
    exactForm: new Uint8Array(cells),
    hinted: new Uint8Array(cells),
    headingStrength: new Float32Array(MAX_TERMS),
    headingOverlap: 0,
    adjacency: new Float32Array(sentenceCount),
    hasAnswerType: new Uint8Array(sentenceCount),
    startsWithTerm: new Uint8Array(sentenceCount),
    annotations: new Uint8Array(sentenceCount),
    wordCounts: new Uint32Array(sentenceCount),
  };
}

function matchHeading(
  matches: Mutable<Matches>,
  table: TermTable,
  { segment, mapping, indexInSegment }: Located,
): void {
  const { query, headingStrength } = matches;
  const { headingOfParagraph, headingOffsets, headingStems } = segment.forward;
  const heading = headingOfParagraph[indexInSegment] as number;
  const from = headingOffsets[heading] as number;
  const to = headingOffsets[heading + 1] as number;
  let named = 0;
  for (let i = from; i < to; i++) {
    const stem = mapping.stemIds[headingStems[i] as number] as number;
    const ordinal = table.byStem[stem] as number;
    if (ordinal > 0) {
      headingStrength[ordinal - 1] = 1;
      named++;
    }
    const aliasOrdinal = table.byAlias[stem] as number;
    if (aliasOrdinal > 0) matchAlias({ query, strength: headingStrength }, aliasOrdinal, 0);
  }
  matches.headingOverlap = named / Math.max(1, to - from);
}

type Strengths = Pick<Matches, "query" | "strength">;

/** Matches all terms of the question that belong to the alias group: together they name one thing. */
function matchAlias({ query, strength }: Strengths, ordinal: number, row: number): void {
  const group = query.terms[ordinal - 1]?.aliasGroup;
  query.terms.forEach((term, i) => {
    if (term.aliasGroup !== group) return;
    strength[row + i] = Math.max(strength[row + i] as number, term.indexed ? ALIAS_STRENGTH : 1);
  });
}

function matchSynonym({ query, strength, hinted }: Matches, ordinal: number, row: number): void {
  const cell = row + ordinal - 1;
  if (query.terms[ordinal - 1]?.expand === false) hinted[cell] = 1;
  else {
    const credit = query.type.kind === "estimate" ? ALIAS_STRENGTH : SYNONYM_STRENGTH;
    strength[cell] = Math.max(strength[cell] as number, credit);
  }
}

type SentencePlace = Readonly<{
  located: Located;
  /** The sentence's number in the segment. */
  number: number;
  /** Its index in the paragraph. */
  i: number;
  proximity: Proximity;
}>;

// Every field is read before the loop. For each question the loop runs over some thousand words, and few match
// anything.
function matchSentence(matches: Mutable<Matches>, table: TermTable, place: SentencePlace): void {
  const { located, number, i, proximity } = place;
  const { tokens, tokenAnnotations, tokenAliasKeys, sentenceOffsets, sentenceAnnotations } =
    located.segment.forward;
  const { stemIdsOfWords, wordIds, stemIds } = located.mapping;
  const { hasTerm, byStem, bySynonym, byPrefix, byAlias, exactForms } = table;
  const { query, strength, exactForm, hinted } = matches;
  const wanted = query.type.word;
  const hasKeys = table.hasAliases && tokenAliasKeys.length > 0;
  const from = sentenceOffsets[number] as number;
  const to = sentenceOffsets[number + 1] as number;
  const row = i * query.terms.length;
  // Annotations of the wanted type, on words that the question does not contain.
  let found = 0;
  matches.startsWithTerm[i] = 0;
  proximity.reset();
  for (let token = from; token < to; token++) {
    const word = tokens[token] as number;
    const stem = stemIdsOfWords[word] as number;
    const key = hasKeys ? (tokenAliasKeys[token] as number) : 0;
    const annotation = (tokenAnnotations[token] as number) & wanted;
    if (hasTerm[stem] === 0 && key === 0) {
      found |= annotation;
      continue;
    }
    const ordinal = byStem[stem] as number;
    if (ordinal === 0) found |= annotation;
    const synonymOrdinal = ordinal > 0 ? 0 : (bySynonym[stem] as number);
    const aliasOrdinal = key === 0 ? 0 : (byAlias[stemIds[key - 1] as number] as number);
    const prefixOrdinal = byPrefix[stem] as number;
    if (ordinal > 0) {
      strength[row + ordinal - 1] = 1;
      if (exactForms[ordinal - 1] === wordIds[word]) exactForm[row + ordinal - 1] = 1;
    }
    if (synonymOrdinal > 0) matchSynonym(matches, synonymOrdinal, row);
    if (aliasOrdinal > 0) matchAlias(matches, aliasOrdinal, row);
    if (prefixOrdinal > 0) hinted[row + prefixOrdinal - 1] = 1;
    const matchedOrdinal = ordinal || synonymOrdinal || aliasOrdinal;
    if (matchedOrdinal > 0 && token === from) matches.startsWithTerm[i] = 1;
    if (matchedOrdinal > 0) proximity.add(matchedOrdinal, token);
  }
  const annotations = sentenceAnnotations[number] as number;
  matches.adjacency[i] = proximity.share();
  matches.hasAnswerType[i] = (found | (annotations & query.type.sentence)) === 0 ? 0 : 1;
  matches.annotations[i] = annotations;
  matches.wordCounts[i] = to - from;
}
