// Merges the segments of a library: one term dictionary for all of them, and one set of postings.
import type { Postings } from "./inverted-index.ts";
import type { Segment } from "./segment.ts";
import { createIds, prefixOf, type TermDictionary } from "./term-dictionary.ts";

/** Translates the ids of a segment into the library's. */
type SegmentMapping = Readonly<{
  /** By the segment's word id: the library's id of the word. */
  wordIds: Uint32Array;
  /** By the segment's word id: the library's id of the word's stem. */
  stemIdsOfWords: Uint32Array;
  /** By the segment's stem id: the library's id of the stem or alias key. */
  stemIds: Uint32Array;
}>;

export type MappedSegment = Readonly<{ segment: Segment; mapping: SegmentMapping }>;

export type MergedSegments = Readonly<{
  segments: readonly MappedSegment[];
  dictionary: TermDictionary;
  postings: Postings;
}>;

export function mergeSegments(segments: readonly Segment[]): MergedSegments {
  const words = createIds();
  const stems = createIds();
  const mapped = segments.map((segment): MappedSegment => {
    const { forward } = segment;
    const stemIds = Uint32Array.from(forward.stems, stems.idOf);
    const wordIds = Uint32Array.from(forward.words, words.idOf);
    const stemIdsOfWords = forward.stemOfWord.map((stem) => stemIds[stem] as number);
    return { segment, mapping: { wordIds, stemIdsOfWords, stemIds } };
  });
  const [only] = segments;
  return {
    segments: mapped,
    dictionary: {
      wordIds: words.ids,
      stemIds: stems.ids,
      stemIdsByPrefix: Map.groupBy(stems.ids.values(), (id) => prefixOf(stems.strings[id] as string)),
    },
    // The ids of a single segment are the library's: both count from 0 in the order of first occurrence.
    postings:
      only !== undefined && segments.length === 1 ? only.postings : mergePostings(mapped, stems.ids.size),
  };
}

function mergePostings(segments: readonly MappedSegment[], stemCount: number): Postings {
  const offsets = mergedOffsets(segments, stemCount);
  const docIds = new Uint32Array(offsets[stemCount] as number);
  const termFreqs = new Uint16Array(docIds.length);
  const docLengths: number[] = [];
  const paragraphOf: number[] = [];
  // By stem: where its next postings go.
  const next = offsets.slice();
  let firstParagraph = 0;
  for (const { segment, mapping } of segments) {
    const { postings, paragraphs } = segment;
    const firstDoc = paragraphOf.length;
    mapping.stemIds.forEach((stem, local) => {
      const from = postings.offsets[local] as number;
      const to = postings.offsets[local + 1] as number;
      const target = next[stem] as number;
      for (let posting = from; posting < to; posting++)
        docIds[target + posting - from] = firstDoc + (postings.docIds[posting] as number);
      termFreqs.set(postings.termFreqs.subarray(from, to), target);
      next[stem] = target + to - from;
    });
    for (const length of postings.docLengths) docLengths.push(length);
    for (const paragraph of postings.paragraphOf) paragraphOf.push(firstParagraph + paragraph);
    firstParagraph += paragraphs.length;
  }
  return {
    offsets,
    docIds,
    termFreqs,
    docLengths: Uint16Array.from(docLengths),
    paragraphOf: Uint32Array.from(paragraphOf),
  };
}

/** By the library's stem id: its first posting when those of all segments follow one another. */
function mergedOffsets(segments: readonly MappedSegment[], stemCount: number): Uint32Array {
  const offsets = new Uint32Array(stemCount + 1);
  for (const { segment, mapping } of segments) {
    const own = segment.postings.offsets;
    mapping.stemIds.forEach((stem, local) => {
      const count = (own[local + 1] as number) - (own[local] as number);
      offsets[stem + 1] = (offsets[stem + 1] as number) + count;
    });
  }
  for (let stem = 0; stem < stemCount; stem++)
    offsets[stem + 1] = (offsets[stem + 1] as number) + (offsets[stem] as number);
  return offsets;
}
