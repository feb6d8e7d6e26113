// Where the words of a question stand in a paragraph: per sentence and term how well it is met, which neighbours stay
// together, whether a thing of the wanted type is there. Everything that re-ranking knows of a paragraph.
import type { Located } from "#retrieval/index/library-index.ts";
import type { TermDictionary } from "#retrieval/index/term-dictionary.ts";
import { MAX_TERMS, type Query } from "#retrieval/query/query.ts";
import { createPairs, type Pairs } from "./proximity.ts";
import { createSlots, type Slots } from "./term-table.ts";

/** Numbers per sentence, and per sentence and term (row by row); valid until the next paragraph is matched. */
export type Matches = Readonly<{
  query: Query;
  sentences: number;
  /** How well a term is met in a sentence, 0 to 1: by itself, by another name, not at all. */
  met: Float32Array;
  /** 1 where a term stands in the very form in which it was typed. */
  exact: Uint8Array;
  /** 1 where a term shares its beginning with a word, or a word stands that may stand for it. */
  begins: Uint8Array;
  /** How well a term is met by the title and the section heading. */
  heading: Float32Array;
  /** Share of the words of title and section heading that the question has too. */
  named: number;
  /** Share of the question's neighbouring words that stand together. */
  adjacency: Float32Array;
  /** 1 where the sentence holds a thing of the wanted type that the question does not name. */
  typed: Uint8Array;
  /** 1 where the first content word is one of the question's. */
  leads: Uint8Array;
  /** Signs of the sentence as a whole (bits of sentence-signs.ts). */
  signs: Uint8Array;
  /** Content words per sentence. */
  words: Uint32Array;
}>;

// Another name of the same thing counts a little less than the word itself.
const ALIAS_STRENGTH = 0.8;
// A word that may stand for it counts less.
const RELATED_STRENGTH = 0.5;

/**
 * Matches paragraphs with a question, one at a time into the same arrays; with the next question the one before is over.
 * Not re-entrant.
 */
export function createMatcher(dictionary: TermDictionary): (query: Query) => (located: Located) => Matches {
  const takeSlots = createSlots(dictionary);
  const takeRoom = createRoom();
  return (query) => {
    const pairs = createPairs(query);
    const slots = takeSlots(query);
    return (located) => {
      const { paragraphOffsets } = located.segment.forward;
      const first = paragraphOffsets[located.indexInSegment] as number;
      const sentences = (paragraphOffsets[located.indexInSegment + 1] as number) - first;
      const matches = takeRoom(query, sentences);
      matchHeading(matches, slots, located);
      for (let at = 0; at < sentences; at++) matchSentence(matches, slots, { located, first, at, pairs });
      return matches;
    };
  };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Arrays that grow with the longest paragraph and question; what is used of them is cleared first. */
function createRoom(): (query: Query, sentences: number) => Mutable<Matches> {
  const make = (query: Query, sentences: number, cells: number): Mutable<Matches> => ({
    query,
    sentences,
    met: new Float32Array(cells),
    exact: new Uint8Array(cells),
    begins: new Uint8Array(cells),
    heading: new Float32Array(MAX_TERMS),
    named: 0,
    adjacency: new Float32Array(sentences),
    typed: new Uint8Array(sentences),
    leads: new Uint8Array(sentences),
    signs: new Uint8Array(sentences),
    words: new Uint32Array(sentences),
  });
  let room: Mutable<Matches> | undefined;
  return (query, sentences) => {
    const cells = sentences * query.terms.length;
    if (room === undefined || room.met.length < cells || room.words.length < sentences)
      room = make(query, 2 * sentences, 2 * cells);
    room.query = query;
    room.sentences = sentences;
    room.met.fill(0, 0, cells);
    room.exact.fill(0, 0, cells);
    room.begins.fill(0, 0, cells);
    room.heading.fill(0);
    return room;
  };
}

function matchHeading(
  matches: Mutable<Matches>,
  slots: Slots,
  { segment, mapping, indexInSegment }: Located,
): void {
  const { query, heading } = matches;
  const { headingOfParagraph, headingOffsets, headingStems } = segment.forward;
  const own = headingOfParagraph[indexInSegment] ?? 0;
  const from = headingOffsets[own] ?? 0;
  const to = headingOffsets[own + 1] ?? 0;
  let named = 0;
  for (let at = from; at < to; at++) {
    const stem = mapping.stemIds[headingStems[at] as number] as number;
    const slot = slots.ofStem[stem] as number;
    if (slot > 0) {
      heading[slot - 1] = 1;
      named++;
    }
    const key = slots.ofKey[stem] as number;
    if (key > 0) meetByKey(query, key, heading, 0);
  }
  matches.named = named / Math.max(1, to - from);
}

/** All terms of the question that share the key are met, for they name one thing together. */
function meetByKey(query: Query, slot: number, met: Float32Array, row: number): void {
  const key = query.terms[slot - 1]?.key;
  query.terms.forEach((term, at) => {
    if (term.key !== key) return;
    const strength = term.own ? ALIAS_STRENGTH : 1;
    met[row + at] = Math.max(met[row + at] as number, strength);
  });
}

function meetByRelated({ query, met, begins }: Matches, slot: number, row: number): void {
  if (query.terms[slot - 1]?.wide === false) begins[row + slot] = 1;
  else {
    const strength = query.type.kind === "estimate" ? ALIAS_STRENGTH : RELATED_STRENGTH;
    met[row + slot] = Math.max(met[row + slot] as number, strength);
  }
}

type SentencePlace = Readonly<{ located: Located; first: number; at: number; pairs: Pairs }>;

// Every field is read before the loop: it runs over some thousand words a question, few of which meet anything.
function matchSentence(matches: Mutable<Matches>, slots: Slots, place: SentencePlace): void {
  const { located, first, at, pairs } = place;
  const { tokens, tokenAnnotations, tokenAliasKeys, sentenceOffsets, sentenceAnnotations } =
    located.segment.forward;
  const { stemIdsOfWords: stemOf, wordIds: wordOf, stemIds: keyOf } = located.mapping;
  const { meets, ofStem, ofRelated, ofBeginning, ofKey, forms } = slots;
  const { query, met, exact, begins } = matches;
  const wanted = query.type.word;
  const hasKeys = slots.hasKeys && tokenAliasKeys.length > 0;
  const from = sentenceOffsets[first + at] as number;
  const to = sentenceOffsets[first + at + 1] as number;
  const row = at * query.terms.length - 1;
  let typed = 0;
  matches.leads[at] = 0;
  pairs.clear();
  for (let token = from; token < to; token++) {
    const word = tokens[token] as number;
    const stem = stemOf[word] as number;
    const key = hasKeys ? (tokenAliasKeys[token] as number) : 0;
    const sign = (tokenAnnotations[token] as number) & wanted;
    if (meets[stem] === 0 && key === 0) {
      typed |= sign;
      continue;
    }
    const own = ofStem[stem] as number;
    if (own === 0) typed |= sign;
    const related = own > 0 ? 0 : (ofRelated[stem] as number);
    const named = key === 0 ? 0 : (ofKey[keyOf[key - 1] as number] as number);
    const beginning = ofBeginning[stem] as number;
    if (own > 0) {
      met[row + own] = 1;
      if (forms[own - 1] === wordOf[word]) exact[row + own] = 1;
    }
    if (related > 0) meetByRelated(matches, related, row);
    if (named > 0) meetByKey(query, named, met, row + 1);
    if (beginning > 0) begins[row + beginning] = 1;
    const slot = own || related || named;
    if (slot > 0 && token === from) matches.leads[at] = 1;
    if (slot > 0) pairs.next(slot, token);
  }
  const signs = sentenceAnnotations[first + at] as number;
  matches.adjacency[at] = pairs.share();
  matches.typed[at] = (typed | (signs & query.type.sentence)) === 0 ? 0 : 1;
  matches.signs[at] = signs;
  matches.words[at] = to - from;
}
