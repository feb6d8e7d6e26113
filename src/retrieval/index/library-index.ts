// The searchable form of a library: the segments of its reports merged, and BM25 over all of them.
import type { Library, Paragraph } from "#domain/report.ts";
import { type AliasMatcher, createAliasMatcher } from "#retrieval/analysis/alias-matcher.ts";
import { createScorer, idf, type ScoredDoc } from "./bm25.ts";
import { type MappedSegment, mergeSegments } from "./merge.ts";
import { createNeighbours } from "./neighbours.ts";
import { type IndexDeps, type Segment, segmentsOf } from "./segment.ts";
import type { TermDictionary } from "./term-dictionary.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

/** A paragraph and where to find its words. */
export type Located = MappedSegment &
  Readonly<{
    paragraph: Paragraph;
    /** The paragraph's number within the segment, from 0. */
    indexInSegment: number;
  }>;
export type Candidate = Located & Readonly<{ bm25: number }>;

export type LibraryIndex = Readonly<{
  matchAliases: AliasMatcher;
  dictionary: TermDictionary;
  /** Mean length of a sentence, in content words. */
  meanSentenceLength: number;
  /** In how many docs (paragraphs, or parts of very long ones) a stem or alias key occurs. */
  documentFrequency(term: string): number;
  /** The idf of BM25. An unknown term counts as if it occurred in one doc. */
  idf(term: string): number;
  /** Whether some paragraph prints the two stems side by side, as in "co-operate" or "F 35". */
  printsApart(first: string, second: string): boolean;
  /** The content words of the paragraphs, by their folded form. */
  vocabulary: Vocabulary;
  /**
   * The best paragraphs by BM25 for weighted stems and alias keys, best first. Asynchronous so that a search engine outside
   * this process could take its place.
   */
  search(weights: ReadonlyMap<string, number>, limit: number): Promise<readonly Candidate[]>;
}>;

export async function createLibraryIndex(
  { reports, aliases }: Library,
  deps: IndexDeps,
): Promise<LibraryIndex> {
  const { slices } = deps;
  const segments: Segment[] = [];
  for (const [i, report] of reports.entries()) {
    for (const segment of await segmentsOf(report, aliases, deps)) segments.push(segment);
    deps.indexed?.(i + 1);
  }
  const merged = await mergeSegments(segments, slices);
  const { dictionary, postings } = merged;
  const { offsets, docLengths } = postings;
  const score = createScorer(postings);
  const locate = createLocator(merged.segments);
  const areNeighbours = createNeighbours({
    postings,
    locate: (paragraph) => locate({ paragraph, bm25: 0 }),
  });
  const documentFrequency = (term: string) => {
    const id = dictionary.stemIds.get(term);
    return id === undefined ? 0 : (offsets[id + 1] as number) - (offsets[id] as number);
  };
  return {
    matchAliases: await createAliasMatcher(
      [...aliases, ...segments.flatMap(({ acronyms }) => acronyms)],
      slices,
    ),
    dictionary,
    meanSentenceLength: meanSentenceLength(segments),
    vocabulary: await createVocabulary(
      segments.map(({ forward }) => forward),
      slices,
    ),
    documentFrequency,
    printsApart: (first, second) => {
      const [one, other] = [dictionary.stemIds.get(first), dictionary.stemIds.get(second)];
      if (one === undefined || other === undefined) return false;
      return areNeighbours({ term: one, stem: first }, { term: other, stem: second });
    },
    idf: (term) => idf(Math.max(1, documentFrequency(term)), docLengths.length),
    search: async (weights, limit) => {
      const terms = [...weights].flatMap(([name, weight]) => {
        const term = dictionary.stemIds.get(name);
        return term === undefined ? [] : [{ term, weight }];
      });
      const candidates = score(terms, limit).map(locate);
      deps.searched?.({
        postings: [...weights.keys()].reduce((sum, term) => sum + documentFrequency(term), 0),
        candidates: candidates.length,
      });
      return candidates;
    },
  };
}

function meanSentenceLength(segments: readonly Segment[]): number {
  let words = 0;
  let sentences = 0;
  for (const { forward } of segments) {
    words += forward.tokens.length;
    sentences += forward.sentenceAnnotations.length;
  }
  return Math.max(1, words / Math.max(1, sentences));
}

/** Finds a paragraph and its segment by the paragraph's number in the library. */
function createLocator(segments: readonly MappedSegment[]) {
  // By segment: the number of its first paragraph.
  const offsets: number[] = [];
  let count = 0;
  for (const { segment } of segments) {
    offsets.push(count);
    count += segment.paragraphs.length;
  }
  return ({ paragraph: number, bm25 }: ScoredDoc): Candidate => {
    // Binary search for the last segment that begins at or before the paragraph.
    let low = 0;
    for (let high = segments.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if ((offsets[middle] as number) <= number) low = middle;
      else high = middle - 1;
    }
    const { segment, mapping } = segments[low] as MappedSegment;
    const indexInSegment = number - (offsets[low] as number);
    const paragraph = segment.paragraphs[indexInSegment] as Paragraph;
    return { paragraph, segment, mapping, indexInSegment, bm25 };
  };
}
