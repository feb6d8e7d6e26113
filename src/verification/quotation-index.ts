// All paragraphs as one normalized text and one list of words: finds where the words of a quotation occur, and which
// paragraphs have most of them.
import { type Library, type Paragraph, paragraphsOf } from "#domain/report.ts";
import type { Range } from "./alignment.ts";
import { areCompatible, BOUNDARY, type NormalizedText, normalize, wordsOf } from "./normalized-text.ts";

/** A paragraph with its range of the normalized text and of the list of words of the whole library. */
export type IndexedParagraph = Readonly<{ paragraph: Paragraph; text: Range; words: Range }>;

export type QuotationIndex = Readonly<{
  /** Every place where the same words occur, in reading order; `offset` counts units of the paragraph's normalized text. */
  occurrences(words: NormalizedText): Iterable<Readonly<{ indexed: IndexedParagraph; offset: number }>>;
  /** The offset of the first occurrence in the paragraph at or after `from`; -1 when there is none. */
  find(words: NormalizedText, indexed: IndexedParagraph, from: number): number;
  /**
   * Paragraphs with most of the words close together, best first. `coverage` is the share of the words found, weighted
   * by their idf, above 0 and at most 1.
   */
  candidates(wordIds: readonly number[], limit: number): readonly CandidateParagraph[];
  /** A word that occurs in no report gets an id below 0 of its own. */
  toIds(words: readonly string[]): readonly number[];
  /** Ids of the paragraph's words in reading order. */
  wordIdsOf(indexed: IndexedParagraph): Int32Array;
  /** Inverse document frequency over paragraphs; an unknown word weighs as much as one that occurs in a single paragraph. */
  idf(wordId: number): number;
}>;

type CandidateParagraph = Readonly<{ indexed: IndexedParagraph; coverage: number }>;

export function createQuotationIndex(library: Library): QuotationIndex {
  const { text, boundaries, wordIds, paragraphs, ids, documentFrequencies } = buildIndex(library);
  const idfs = Float64Array.from(documentFrequencies, (frequency) =>
    Math.log(1 + paragraphs.length / frequency),
  );
  const unknown = Math.log(1 + paragraphs.length);
  const idf = (id: number) => (id < 0 ? unknown : (idfs[id] ?? unknown));
  const find = (words: NormalizedText, from: number, to: number) =>
    findWords({ text, boundaries }, words, { from, to });
  return {
    *occurrences(words) {
      for (let i = find(words, 0, text.length); i !== -1; i = find(words, i + 1, text.length)) {
        const indexed = paragraphAt(paragraphs, i);
        if (indexed !== undefined) yield { indexed, offset: i - indexed.text.from };
      }
    },
    find(words, { text: { from, to } }, offset) {
      const found = find(words, from + offset, to);
      return found === -1 ? -1 : found - from;
    },
    candidates: (wanted, limit) => findCandidates(wanted, { wordIds, paragraphs, idf }, limit),
    toIds: (words) => words.map((word, i) => ids.get(word) ?? -1 - i),
    wordIdsOf: ({ words }) => wordIds.subarray(words.from, words.to),
    idf,
  };
}

type IndexData = Readonly<{
  text: string;
  boundaries: Uint8Array;
  wordIds: Int32Array;
  paragraphs: readonly IndexedParagraph[];
  ids: ReadonlyMap<string, number>;
  /** For each word id, how many paragraphs have the word. */
  documentFrequencies: readonly number[];
}>;

// Separates the paragraphs. Normalized text has no white space, so no quotation contains it.
const END_OF_PARAGRAPH = "\n";

function buildIndex({ reports }: Library): IndexData {
  const texts: string[] = [];
  const boundaries: number[] = [];
  const wordIds: number[] = [];
  const paragraphs: IndexedParagraph[] = [];
  const ids = new Map<string, number>();
  const documentFrequencies: number[] = [];
  for (const paragraph of reports.flatMap(paragraphsOf)) {
    const normalized = normalize(paragraph.text);
    const words = wordsOf(normalized).map(({ text: word }) => {
      const id = ids.get(word) ?? ids.size;
      ids.set(word, id);
      return id;
    });
    for (const id of new Set(words)) documentFrequencies[id] = (documentFrequencies[id] ?? 0) + 1;
    paragraphs.push({
      paragraph,
      text: { from: boundaries.length, to: boundaries.length + normalized.text.length },
      words: { from: wordIds.length, to: wordIds.length + words.length },
    });
    // One at a time: a spread of a long paragraph would exceed the number of arguments that a call may have.
    for (const boundary of normalized.boundaries) boundaries.push(boundary);
    boundaries.push(BOUNDARY.required);
    for (const id of words) wordIds.push(id);
    texts.push(normalized.text + END_OF_PARAGRAPH);
  }
  return {
    text: texts.join(""),
    boundaries: Uint8Array.from(boundaries),
    wordIds: Int32Array.from(wordIds),
    paragraphs,
    ids,
    documentFrequencies,
  };
}

type IndexedText = Pick<IndexData, "text" | "boundaries">;

/** The first place where the same whole words occur; -1 when there is none. */
function findWords({ text, boundaries }: IndexedText, words: NormalizedText, { from, to }: Range): number {
  const { length } = words.text;
  for (let i = text.indexOf(words.text, from); i !== -1; i = text.indexOf(words.text, i + 1)) {
    if (length === 0 || i + length > to) return -1;
    const isWhole = boundaries[i] !== BOUNDARY.none && boundaries[i + length] !== BOUNDARY.none;
    if (isWhole && hasCompatibleBoundaries(boundaries, i, words)) return i;
  }
  return -1;
}

function hasCompatibleBoundaries(boundaries: Uint8Array, from: number, words: NormalizedText): boolean {
  for (let i = 1; i < words.text.length; i++)
    if (!areCompatible(boundaries[from + i] ?? BOUNDARY.none, words.boundaries[i] ?? BOUNDARY.none))
      return false;
  return true;
}

/** The paragraph that unit `i` of the library's text belongs to, by binary search. */
function paragraphAt(paragraphs: readonly IndexedParagraph[], i: number): IndexedParagraph | undefined {
  let [low, high] = [0, paragraphs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((paragraphs[middle]?.text.to ?? 0) <= i) low = middle + 1;
    else high = middle;
  }
  return paragraphs[low];
}

type CandidateSource = Pick<IndexData, "wordIds" | "paragraphs"> & Pick<QuotationIndex, "idf">;

/** Slides a window a little longer than the quotation over every paragraph: one pass over all words of the library. */
function findCandidates(
  wanted: readonly number[],
  { wordIds, paragraphs, idf }: CandidateSource,
  limit: number,
): readonly CandidateParagraph[] {
  const demands = new Map<number, Demand>();
  for (const id of wanted) demands.set(id, { count: (demands.get(id)?.count ?? 0) + 1, weight: idf(id) });
  const total = wanted.reduce((sum, id) => sum + idf(id), 0);
  const width = Math.ceil(wanted.length * 1.25) + 2;
  return paragraphs
    .map((indexed) => ({
      indexed,
      coverage: bestWindow(wordIds, indexed.words, { demands, width }) / total,
    }))
    .filter(({ coverage }) => coverage > 0)
    .sort((a, b) => b.coverage - a.coverage)
    .slice(0, limit);
}

/** How often the quotation has a word, and what each occurrence weighs. */
type Demand = Readonly<{ count: number; weight: number }>;
type Window = Readonly<{ demands: ReadonlyMap<number, Demand>; width: number }>;

/** The highest weight of wanted words in `width` adjacent words; a word counts at most as often as it is wanted. */
function bestWindow(wordIds: Int32Array, { from, to }: Range, { demands, width }: Window): number {
  const counts = new Map<number, number>();
  let [weight, best] = [0, 0];
  const move = (id: number, step: 1 | -1) => {
    const demand = demands.get(id);
    if (demand === undefined) return;
    const before = counts.get(id) ?? 0;
    counts.set(id, before + step);
    if (step === 1 ? before < demand.count : before <= demand.count) weight += step * demand.weight;
  };
  for (let i = from; i < to; i++) {
    move(wordIds[i] ?? -1, 1);
    if (i - from >= width) move(wordIds[i - width] ?? -1, -1);
    best = Math.max(best, weight);
  }
  return best;
}
