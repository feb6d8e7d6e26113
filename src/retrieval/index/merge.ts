// Merges the segments of a library: one term dictionary for all of them, and one set of postings.
import { inSlices, type TimeSlices } from "#domain/time-slices.ts";
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

export async function mergeSegments(
  segments: readonly Segment[],
  slices: TimeSlices,
): Promise<MergedSegments> {
  const words = createIds();
  const stems = createIds();
  const mapped: MappedSegment[] = [];
  for (const segment of segments) {
    const { forward } = segment;
    const stemIds = await idsOf(forward.stems, stems, slices);
    const wordIds = await idsOf(forward.words, words, slices);
    const stemIdsOfWords = forward.stemOfWord.map((stem) => stemIds[stem] as number);
    mapped.push({ segment, mapping: { wordIds, stemIdsOfWords, stemIds } });
  }
  const [only] = segments;
  return {
    segments: mapped,
    dictionary: {
      wordIds: words.ids,
      stemIds: stems.ids,
      stemIdsByPrefix: await groupByPrefix(stems.strings, slices),
    },
    // The ids of a single segment are the library's: both count from 0 in the order of first occurrence.
    postings:
      only !== undefined && segments.length === 1
        ? only.postings
        : await mergePostings(mapped, stems.ids.size, slices),
  };
}

async function idsOf(
  strings: readonly string[],
  { idOf }: ReturnType<typeof createIds>,
  slices: TimeSlices,
): Promise<Uint32Array> {
  const ids = new Uint32Array(strings.length);
  await inSlices(
    strings.length,
    (i) => {
      ids[i] = idOf(strings[i] as string);
    },
    slices,
  );
  return ids;
}

async function groupByPrefix(stems: readonly string[], slices: TimeSlices): Promise<Map<string, number[]>> {
  const byPrefix = new Map<string, number[]>();
  await inSlices(
    stems.length,
    (id) => {
      const prefix = prefixOf(stems[id] as string);
      const ids = byPrefix.get(prefix);
      if (ids === undefined) byPrefix.set(prefix, [id]);
      else ids.push(id);
    },
    slices,
  );
  return byPrefix;
}

async function mergePostings(
  segments: readonly MappedSegment[],
  stemCount: number,
  slices: TimeSlices,
): Promise<Postings> {
  const offsets = await mergedOffsets(segments, stemCount, slices);
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
    const copyPostings = (local: number) => {
      const stem = mapping.stemIds[local] as number;
      const from = postings.offsets[local] as number;
      const to = postings.offsets[local + 1] as number;
      const target = next[stem] as number;
      for (let posting = from; posting < to; posting++)
        docIds[target + posting - from] = firstDoc + (postings.docIds[posting] as number);
      termFreqs.set(postings.termFreqs.subarray(from, to), target);
      next[stem] = target + to - from;
    };
    await inSlices(mapping.stemIds.length, copyPostings, slices);
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
async function mergedOffsets(
  segments: readonly MappedSegment[],
  stemCount: number,
  slices: TimeSlices,
): Promise<Uint32Array> {
  const offsets = new Uint32Array(stemCount + 1);
  for (const { segment, mapping } of segments) {
    if (slices.isOver()) await slices.next();
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
