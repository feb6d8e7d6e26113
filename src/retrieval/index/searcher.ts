// The searchable form of a library: the shards of its reports under one numbering, and BM25 over all of them.
import type { AliasGroup, Library, Paragraph } from "#domain/report.ts";
import { type Aliases, compileAliases } from "#retrieval/analysis/alias-matcher.ts";
import { createScorer, inverseFrequency, type Scored } from "./bm25.ts";
import { mergeSegments, type Numbers, type SegmentMapping } from "./merge.ts";
import { type Segment, type SegmentCache, segmentsOf } from "./segment.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

/** A paragraph of the library and where its words stand. */
export type Located = Readonly<{
  paragraph: Paragraph;
  segment: Segment;
  links: SegmentMapping;
  local: number;
}>;
export type Candidate = Located & Readonly<{ bm25: number }>;

export type LibraryIndex = Readonly<{
  aliases: Aliases;
  /** The numbers of the words and stems of all segments. */
  numbers: Numbers;
  /** Mean length of a sentence in content words. */
  meanSentence: number;
  /** In how many paragraphs (or pieces of long ones) a stem or alias key occurs. */
  documentFrequency(term: string): number;
  /** Inverse document frequency as BM25 has it; an unknown term counts like the rarest. */
  idf(term: string): number;
  /** The content words of the paragraphs by their folded form. */
  vocabulary: Vocabulary;
  /** The best paragraphs for weighted stems and keys by BM25, best first. An outside engine may stand here. */
  search(weights: ReadonlyMap<string, number>, limit: number): Promise<readonly Candidate[]>;
}>;

export function createLibraryIndex(library: Library, cache: SegmentCache): LibraryIndex {
  const segments = library.reports.flatMap((report) => segmentsOf(report, library.aliases, cache));
  const { numbers, links, postings } = mergeSegments(segments);
  const score = createScorer(postings);
  const pieces = postings.length.length;
  const frequency = (term: string) => {
    const number = numbers.stems.get(term);
    return number === undefined ? 0 : (postings.start[number + 1] ?? 0) - (postings.start[number] ?? 0);
  };
  const locate = createLocator(segments, links);
  return {
    aliases: compileAliases(namesOf(library, segments)),
    numbers,
    meanSentence: meanSentenceOf(segments),
    vocabulary: createVocabulary(segments.map(({ forward }) => forward)),
    documentFrequency: frequency,
    idf: (term) => inverseFrequency(Math.max(1, frequency(term)), pieces),
    search: async (weights, limit) => {
      const terms = [...weights].flatMap(([name, weight]) => {
        const term = numbers.stems.get(name);
        return term === undefined ? [] : [{ term, weight }];
      });
      return score(terms, limit).map(locate);
    },
  };
}

function namesOf({ aliases }: Library, segments: readonly Segment[]): AliasGroup[] {
  return [...aliases, ...segments.flatMap(({ acronyms }) => acronyms)];
}

function meanSentenceOf(segments: readonly Segment[]): number {
  let words = 0;
  let sentences = 0;
  for (const { forward } of segments) {
    words += forward.tokens.length;
    sentences += forward.sentenceAnnotations.length;
  }
  return Math.max(1, words / Math.max(1, sentences));
}

/** Finds the shard of a paragraph by its number in the library. */
function createLocator(segments: readonly Segment[], links: readonly SegmentMapping[]) {
  const first: number[] = [];
  let count = 0;
  for (const { paragraphs } of segments) {
    first.push(count);
    count += paragraphs.length;
  }
  return ({ paragraph: number, bm25 }: Scored): Candidate => {
    let low = 0;
    for (let high = segments.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if ((first[middle] ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    const local = number - (first[low] ?? 0);
    const [segment, link] = [segments[low], links[low]];
    const paragraph = segment?.paragraphs[local];
    if (segment === undefined || link === undefined || paragraph === undefined)
      throw new Error(`no paragraph ${number}`);
    return { paragraph, segment, links: link, local, bm25 };
  };
}
