// Merges the segments of a library: one term dictionary for all of them, and one set of postings.
import { inTurns, type Turns } from "#domain/turns.ts";
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

export async function mergeSegments(segments: readonly Segment[], turns: Turns): Promise<MergedSegments> {
  const words = createIds();
  const stems = createIds();
  const mapped: MappedSegment[] = [];
  for (const segment of segments) {
    const { forward } = segment;
    const stemIds = await idsOf(forward.stems, stems, turns);
    const wordIds = await idsOf(forward.words, words, turns);
    const stemIdsOfWords = forward.stemOfWord.map((stem) => stemIds[stem] as number);
    mapped.push({ segment, mapping: { wordIds, stemIdsOfWords, stemIds } });
  }
  const [only] = segments;
  return {
    segments: mapped,
    dictionary: {
      wordIds: words.ids,
      stemIds: stems.ids,
      stemIdsByPrefix: await groupByPrefix(stems.strings, turns),
    },
    // The ids of a single segment are the library's: both count from 0 in the order of first occurrence.
    postings:
      only !== undefined && segments.length === 1
        ? only.postings
        : await mergePostings(mapped, stems.ids.size, turns),
  };
}

async function idsOf(
  strings: readonly string[],
  { idOf }: ReturnType<typeof createIds>,
  turns: Turns,
): Promise<Uint32Array> {
  const ids = new Uint32Array(strings.length);
  await inTurns(
    strings.length,
    (i) => {
      ids[i] = idOf(strings[i] as string);
    },
    turns,
  );
  return ids;
}

async function groupByPrefix(stems: readonly string[], turns: Turns): Promise<Map<string, number[]>> {
  const byPrefix = new Map<string, number[]>();
  await inTurns(
    stems.length,
    (id) => {
      const prefix = prefixOf(stems[id] as string);
      const ids = byPrefix.get(prefix);
      if (ids === undefined) byPrefix.set(prefix, [id]);
      else ids.push(id);
    },
    turns,
  );
  return byPrefix;
}

async function mergePostings(
  segments: readonly MappedSegment[],
  stemCount: number,
  turns: Turns,
): Promise<Postings> {
  const offsets = await mergedOffsets(segments, stemCount, turns);
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
    await inTurns(mapping.stemIds.length, copyPostings, turns);
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
  turns: Turns,
): Promise<Uint32Array> {
  const offsets = new Uint32Array(stemCount + 1);
  for (const { segment, mapping } of segments) {
    if (turns.isOver()) await turns.next();
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
