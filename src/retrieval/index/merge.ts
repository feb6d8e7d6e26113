// Joins the shards of a library under one numbering of words and stems, and their postings into one index.

import type { Postings } from "./bm25.ts";
import { createNumbering } from "./forward-index.ts";
import type { Segment } from "./segment.ts";

/** The library's numbers by the shard's own. */
export type SegmentMapping = Readonly<{
  /** By word: its own number and that of its stem. */
  word: Uint32Array;
  stem: Uint32Array;
  /** By stem (or alias key). */
  key: Uint32Array;
}>;

export type Numbers = Readonly<{
  words: ReadonlyMap<string, number>;
  /** Stems and alias keys. */
  stems: ReadonlyMap<string, number>;
  /** The stems by how they begin, for words that are related but stemmed apart. */
  beginnings: ReadonlyMap<string, readonly number[]>;
}>;

export type Joined = Readonly<{ numbers: Numbers; links: readonly SegmentMapping[]; postings: Postings }>;

export function mergeSegments(segments: readonly Segment[]): Joined {
  const words = createNumbering();
  const stems = createNumbering();
  const links = segments.map(({ forward }): SegmentMapping => {
    const key = Uint32Array.from(forward.stems, stems.numberOf);
    return {
      key,
      word: Uint32Array.from(forward.words, words.numberOf),
      stem: forward.stemOf.map((stem) => key[stem] ?? 0),
    };
  });
  const numbers = {
    words: words.numbers,
    stems: stems.numbers,
    beginnings: Map.groupBy(stems.numbers.values(), (number) => beginningOf(stems.names[number] ?? "")),
  };
  const [only] = segments;
  const postings =
    only !== undefined && segments.length === 1
      ? only.postings
      : joinPostings(segments, links, stems.numbers.size);
  return { numbers, links, postings };
}

/** "invade" and "invasion", "deny" and "denials" share their beginning, not their stem. */
export function beginningOf(stem: string): string {
  return stem.slice(0, BEGINNING);
}

const BEGINNING = 4;

/** True where sharing a beginning tells something: figures and short stems share theirs by chance. */
export function hasBeginning(stem: string): boolean {
  return stem.length >= BEGINNING && /^\p{L}/u.test(stem);
}

function joinPostings(
  segments: readonly Segment[],
  links: readonly SegmentMapping[],
  stems: number,
): Postings {
  const start = startsOf(segments, links, stems);
  const piece = new Uint32Array(start[stems] ?? 0);
  const times = new Uint16Array(piece.length);
  const next = start.slice();
  const lengths: number[] = [];
  const owners: number[] = [];
  let paragraphs = 0;
  segments.forEach(({ postings, paragraphs: own }, segment) => {
    const pieces = owners.length;
    links[segment]?.key.forEach((stem, local) => {
      const from = postings.start[local] ?? 0;
      const to = postings.start[local + 1] ?? 0;
      const at = next[stem] ?? 0;
      for (let posting = from; posting < to; posting++)
        piece[at + posting - from] = pieces + (postings.piece[posting] as number);
      times.set(postings.times.subarray(from, to), at);
      next[stem] = at + to - from;
    });
    for (const length of postings.length) lengths.push(length);
    for (const owner of postings.owner) owners.push(paragraphs + owner);
    paragraphs += own.length;
  });
  return { start, piece, times, length: Uint16Array.from(lengths), owner: Uint32Array.from(owners) };
}

function startsOf(
  segments: readonly Segment[],
  links: readonly SegmentMapping[],
  stems: number,
): Uint32Array {
  const start = new Uint32Array(stems + 1);
  segments.forEach(({ postings }, segment) => {
    links[segment]?.key.forEach((stem, local) => {
      const own = (postings.start[local + 1] ?? 0) - (postings.start[local] ?? 0);
      start[stem + 1] = (start[stem + 1] ?? 0) + own;
    });
  });
  for (let stem = 0; stem < stems; stem++) start[stem + 1] = (start[stem + 1] ?? 0) + (start[stem] ?? 0);
  return start;
}
