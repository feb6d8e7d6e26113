// Merges the segments of a library: one term dictionary for all of them, and one set of postings.
import type { Postings } from "./inverted-index.ts";
import type { Segment } from "./segment.ts";
import { createIds, prefixOf, type TermDictionary } from "./term-dictionary.ts";

/** Translates the ids of a segment into the library's. */
export type SegmentMapping = Readonly<{
  /** By the segment's word id: the library's id of the word. */
  wordIds: Uint32Array;
  /** By the segment's word id: the library's id of the word's stem. */
  stemIdsOfWords: Uint32Array;
  /** By the segment's stem id: the library's id of the stem or alias key. */
  stemIds: Uint32Array;
}>;

export type MergedSegments = Readonly<{
  dictionary: TermDictionary;
  /** One for each segment. */
  mappings: readonly SegmentMapping[];
  postings: Postings;
}>;

export function mergeSegments(segments: readonly Segment[]): MergedSegments {
  const words = createIds();
  const stems = createIds();
  const mappings = segments.map(({ forward }): SegmentMapping => {
    const stemIds = Uint32Array.from(forward.stems, stems.idOf);
    return {
      stemIds,
      wordIds: Uint32Array.from(forward.words, words.idOf),
      stemIdsOfWords: forward.stemOfWord.map((stem) => stemIds[stem] ?? 0),
    };
  });
  const dictionary = {
    wordIds: words.ids,
    stemIds: stems.ids,
    stemIdsByPrefix: Map.groupBy(stems.ids.values(), (id) => prefixOf(stems.strings[id] ?? "")),
  };
  const [only] = segments;
  // A single segment's ids are the library's: both count from 0 in the order of first occurrence.
  const postings =
    only !== undefined && segments.length === 1
      ? only.postings
      : mergePostings(segments, mappings, stems.ids.size);
  return { dictionary, mappings, postings };
}

function mergePostings(
  segments: readonly Segment[],
  mappings: readonly SegmentMapping[],
  stemCount: number,
): Postings {
  const offsets = mergedOffsets(segments, mappings, stemCount);
  const docIds = new Uint32Array(offsets[stemCount] ?? 0);
  const termFreqs = new Uint16Array(docIds.length);
  const next = offsets.slice();
  const docLengths: number[] = [];
  const paragraphOf: number[] = [];
  let firstParagraph = 0;
  segments.forEach(({ postings, paragraphs }, segment) => {
    const firstDoc = paragraphOf.length;
    mappings[segment]?.stemIds.forEach((stem, local) => {
      const from = postings.offsets[local] ?? 0;
      const to = postings.offsets[local + 1] ?? 0;
      const target = next[stem] ?? 0;
      for (let posting = from; posting < to; posting++)
        docIds[target + posting - from] = firstDoc + (postings.docIds[posting] as number);
      termFreqs.set(postings.termFreqs.subarray(from, to), target);
      next[stem] = target + to - from;
    });
    for (const length of postings.docLengths) docLengths.push(length);
    for (const paragraph of postings.paragraphOf) paragraphOf.push(firstParagraph + paragraph);
    firstParagraph += paragraphs.length;
  });
  return {
    offsets,
    docIds,
    termFreqs,
    docLengths: Uint16Array.from(docLengths),
    paragraphOf: Uint32Array.from(paragraphOf),
  };
}

/** By the library's stem id: where its postings begin once those of all segments follow one another. */
function mergedOffsets(
  segments: readonly Segment[],
  mappings: readonly SegmentMapping[],
  stemCount: number,
): Uint32Array {
  const offsets = new Uint32Array(stemCount + 1);
  segments.forEach(({ postings }, segment) => {
    mappings[segment]?.stemIds.forEach((stem, local) => {
      const count = (postings.offsets[local + 1] ?? 0) - (postings.offsets[local] ?? 0);
      offsets[stem + 1] = (offsets[stem + 1] ?? 0) + count;
    });
  });
  for (let stem = 0; stem < stemCount; stem++)
    offsets[stem + 1] = (offsets[stem + 1] ?? 0) + (offsets[stem] ?? 0);
  return offsets;
}
